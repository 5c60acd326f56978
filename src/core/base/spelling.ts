/** What an option can be given. */
export type OptionValue = string | boolean | readonly string[]

/** Something that the reader can do next, as data. */
export interface Step<Target = unknown> {
  /** A verb of the command line, which is a method of the library's stage: `flush`, `keys add`. */
  readonly verb: string
  /** What stands behind the verb: a method and its path, paths, cache keys. */
  readonly words?: readonly string[]
  /** By the library's names: `{ size: '1.6', deploy: true }`. True is a switch, false its opposite; several are a list. */
  readonly options?: Readonly<Record<string, OptionValue>>
  /** The stage that it is done to; left out where the sentence names none. */
  readonly target?: Target
}

/**
 * How a reader is told what to do: core knows what, and whoever called it knows whether that is a command line or
 * a call of this library.
 */
export interface Spelling {
  /** `apigw-cache flush --api … --stage prod`, or `stage.flush()`. */
  step(step: Step): string
  /** `--vary querystring.type=a,b`, or `vary: 'querystring.type=a,b'`; `name` is the library's. */
  option(name: string, value?: string): string
  /** A command of the AWS CLI, where no verb of this tool does it. */
  aws(words: readonly string[], region: string): string
}
