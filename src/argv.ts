/** Global options that take a value: the word behind them is not the verb. */
const WITH_VALUE = new Set([
  '-a',
  '--api',
  '-s',
  '--stage',
  '--account',
  '--region',
  '--profile',
  '--endpoint-url',
  '-o',
  '--output',
  '--query',
  '--rate',
  '--color',
  '--timeout',
  '--config',
])

/** Short flags written as one word, of which the last takes a value: `-qo json`. */
const COMBINED = /^-[hqvy]+[aos]$/

/**
 * Finds the verb and moves the options that stand before it behind it: operators type `-o json status` as well
 * as `status -o json`. What follows `--` is left alone.
 */
export function hoist(
  argv: readonly string[],
  verbs: readonly string[],
): { readonly verb: string | null; readonly args: readonly string[] } {
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? ''
    if (word === '--') break
    if (WITH_VALUE.has(word) || COMBINED.test(word)) i += argv[i + 1] === '--' ? 0 : 1
    else if (!word.startsWith('-')) {
      const args = [word, ...argv.slice(0, i), ...argv.slice(i + 1)]
      return { verb: verbs.includes(word) ? word : null, args }
    }
  }
  return { verb: null, args: argv }
}

/** What the global options say about how to speak, where it is needed before they are parsed, or cannot be. */
export function globals(argv: readonly string[]): {
  readonly output: string | null
  readonly debug: boolean
  /** Whether requests are told. */
  readonly logged: boolean
} {
  const end = argv.indexOf('--')
  const words = end < 0 ? argv : argv.slice(0, end)
  let output: string | null = null
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? ''
    const takesNext = WITH_VALUE.has(word) || COMBINED.test(word)
    const joined = /^(?:-[hqvy]*o|--output=)(.+)$/.exec(word)?.[1]
    if (joined !== undefined) output = joined
    else if (/^(-[hqvy]*o|--output)$/.test(word)) output = words[i + 1] ?? output
    if (takesNext) i++
  }
  const said = (long: string, short: RegExp) => words.some((word) => word === long || short.test(word))
  const debug = words.includes('--debug')
  const logged = (debug || said('--verbose', /^-[hqy]*v/)) && !said('--quiet', /^-[hvy]*q/)
  return { output: words.includes('--json') ? 'json' : output, debug, logged }
}
