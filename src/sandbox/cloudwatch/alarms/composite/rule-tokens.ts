export interface Token {
  readonly kind: 'mark' | 'word' | 'quoted'
  /** Without quotes. */
  readonly text: string
  readonly raw: string
  /** Where it starts. */
  readonly at: number
}

const TOKEN = /(?<mark>[(),])|"(?<quoted>(?:[^"\\]|\\.)*)"|(?<word>[^\s(),"]+)|(?<rest>\S.*)/gs

/** The parts of a rule. A quote that is not closed is a word to its end. */
export function tokensOf(rule: string): Token[] {
  return [...rule.matchAll(TOKEN)].map(({ 0: raw, index: at, groups }) => {
    const { mark, quoted } = groups ?? {}
    if (mark !== undefined) return { kind: 'mark', text: mark, raw, at }
    if (quoted === undefined) return { kind: 'word', text: raw, raw, at }
    return { kind: 'quoted', text: quoted.replaceAll(/\\(.)/gs, '$1'), raw, at }
  })
}
