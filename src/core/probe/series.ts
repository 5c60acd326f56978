import type { Candidate } from './freshness.js'
import type { Observation } from './observation.js'

/** The groups of equal key, in the order in which they first appear. */
export function groupsBy(
  probes: readonly Observation[],
  key: (probe: Observation) => string,
): Observation[][] {
  const groups = new Map<string, Observation[]>()
  for (const probe of probes) {
    const group = groups.get(key(probe))
    if (group) group.push(probe)
    else groups.set(key(probe), [probe])
  }
  return [...groups.values()]
}

export function valueAt(probe: Observation, source: string): string | null {
  return probe.candidates.get(source)?.value ?? null
}

export function staysIn(answers: readonly Observation[], { source, value }: Candidate): boolean {
  return answers.every((answer) => valueAt(answer, source) === value)
}

/** How much later than the first answer the last one was asked for, at least. */
export function lastedMs(answers: readonly Observation[]): number {
  const first = answers[0]
  const last = answers.at(-1)
  return first && last ? last.sentAt - first.receivedAt : 0
}

/** Candidates from the most to the least telling: times first; those of list items speak of the item. */
export function ranked(probe: Observation | undefined): readonly Candidate[] {
  const rank = ({ kind, source }: Candidate) => (kind === 'token' ? 2 : source.includes('[') ? 1 : 0)
  return [...(probe?.candidates.values() ?? [])].sort((a, b) => rank(a) - rank(b))
}
