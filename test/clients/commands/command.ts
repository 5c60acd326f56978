export interface Command {
  /** Behind `aws`; `{NAME}` is what an earlier one kept. */
  readonly aws: string
  /** What its JSON has at least, or its text. No text where left out. */
  readonly answer?: unknown
  /** What it says where it is refused. */
  readonly refused?: string
  /** From a name to the path of its value in the answer. */
  readonly keep?: Readonly<Record<string, string>>
  /** Milliseconds that pass before it. */
  readonly waits?: number
  /** Written before it. */
  readonly file?: { readonly name: string; readonly text: string }
  /** A URL that is called before it. */
  readonly get?: string
  readonly writes?: { readonly name: string; readonly text: RegExp }
}
