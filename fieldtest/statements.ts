/** What BEHAVIOUR.md says under a number, and how well it is known. */
export interface Statement {
  readonly number: string
  readonly text: string
  readonly confidence: string
}

/** Statements of this kind are about the sandbox alone: nothing else could agree or disagree. */
const ITS_OWN = /^(the sandbox's own|an? (fault|limit) of the sandbox|limits of the sandbox)$/

export function statementsIn(behaviour: string): readonly Statement[] {
  return [...behaviour.matchAll(/^- \*\*([A-Z]\d+)\*\* (.*)$/gm)].map(([, number = '', text = '']) => ({
    number,
    text,
    confidence: /\[([^\]]*)\][^[\]]*$/.exec(text)?.[1] ?? '',
  }))
}

export function aboutTheSandbox({ confidence }: Statement): boolean {
  return ITS_OWN.test(confidence)
}
