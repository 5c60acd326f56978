/** What commander knows of an option, as far as finding the verb needs it. */
interface OptionLike {
  readonly short?: string | undefined
  readonly long?: string | undefined
  /** Whether a value has to follow. */
  readonly required: boolean
}

/** Reads the arguments before commander does, with the options that every verb has. */
export interface Argv {
  /**
   * Finds the verb and moves the options that stand before it behind it: operators type `-o json status` as well
   * as `status -o json`. What follows `--` is left alone.
   */
  hoist(
    argv: readonly string[],
    verbs: readonly string[],
  ): { readonly verb: string | null; readonly args: readonly string[] }
  /** What the global options say about how to speak, where it is needed before they are parsed, or cannot be. */
  globals(argv: readonly string[]): {
    readonly output: string | null
    readonly debug: boolean
    /** Whether requests are told. */
    readonly logged: boolean
  }
}

export function argvOf(options: readonly OptionLike[]): Argv {
  const letters = (required: boolean) =>
    options.flatMap(({ short, required: own }) => (short && own === required ? [short.slice(1)] : [])).join('')
  const switches = letters(false)
  const valued = new Set(options.flatMap(({ short, long, required }) => (required ? [short, long] : [])))
  /** Short flags written as one word, of which the last takes a value: `-qo json`. */
  const combined = new RegExp(`^-[${switches}]+[${letters(true)}]$`)
  const takesNext = (word: string) => valued.has(word) || combined.test(word)
  /** Such as `-qv`: a switch among others. */
  const within = (letter: string) => new RegExp(`^-[${switches.replace(letter, '')}]*${letter}`)
  return {
    hoist: (argv, verbs) => hoist(argv, verbs, takesNext),
    globals(argv) {
      const words = beforeDashes(argv)
      const said = (long: string, letter: string) => words.some((word) => word === long || within(letter).test(word))
      const debug = words.includes('--debug')
      const logged = (debug || said('--verbose', 'v')) && !said('--quiet', 'q')
      const output = words.includes('--json') ? 'json' : outputOf(words, takesNext, `-[${switches}]*o`)
      return { output, debug, logged }
    },
  }
}

function hoist(argv: readonly string[], verbs: readonly string[], takesNext: (word: string) => boolean) {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? ''
    if (word === '--') break
    if (takesNext(word)) i += argv[i + 1] === '--' ? 0 : 1
    else if (!word.startsWith('-')) {
      const args = [word, ...argv.slice(0, i), ...argv.slice(i + 1)]
      return { verb: verbs.includes(word) ? word : null, args }
    }
  }
  return { verb: null, args: argv }
}

/** The last `-o` counts, in whatever form; `short` is how it may be written with switches before it. */
function outputOf(words: readonly string[], takesNext: (word: string) => boolean, short: string): string | null {
  const joined = new RegExp(`^(?:${short}|--output=)(.+)$`)
  const apart = new RegExp(`^(?:${short}|--output)$`)
  let output: string | null = null
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    output = joined.exec(word)?.[1] ?? (apart.test(word) ? (words[i + 1] ?? output) : output)
    if (takesNext(word)) i++
  }
  return output
}

function beforeDashes(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end < 0 ? argv : argv.slice(0, end)
}
