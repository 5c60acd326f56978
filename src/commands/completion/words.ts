/** An option as a shell completes it. */
export interface OptionWords {
  readonly long: string
  readonly short: string | null
  /** True if a word has to follow. */
  readonly takesValue: boolean
  /** What that word may be; none where it is open. */
  readonly values: readonly string[]
}

export interface VerbWords {
  readonly summary: string
  readonly options: readonly OptionWords[]
  /** What the words after the verb may be, one list for each place. */
  readonly places: readonly (readonly string[])[]
}

export type Words = Readonly<Record<string, VerbWords>>

/** The spellings of options after which a word is a value. PURE. */
export function takingValues(options: readonly OptionWords[]): readonly string[] {
  return [...new Set(options.flatMap((one) => (one.takesValue ? spellings(one) : [])))]
}

export function spellings({ long, short }: OptionWords): readonly string[] {
  return short === null ? [long] : [short, long]
}
