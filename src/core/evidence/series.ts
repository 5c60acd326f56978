import type { Candidate } from '../answer/freshness.js'
import type { Observation } from '../answer/observation.js'

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

/** Answers that a verdict can rest on: neither errors nor given by another cache. */
export function usable(probes: readonly Observation[]): readonly Observation[] {
  return probes.filter((probe) => probe.status < 400 && probe.otherCache === null)
}

export function valueAt(probe: Observation, source: string): string | null {
  return probe.candidates.get(source)?.value ?? null
}

export function staysIn(answers: readonly Observation[], { source, value }: Candidate): boolean {
  return answers.every((answer) => valueAt(answer, source) === value)
}

/** The smallest resolution with which a source was seen to write its times. */
export function tickOf(source: string, probes: readonly Observation[]): number {
  return Math.min(
    ...probes.map((probe) => probe.candidates.get(source)?.time?.resolutionMs ?? Number.POSITIVE_INFINITY),
  )
}

/** The last answer was asked for so much later than the first one came, at least. */
export function lastedMs(answers: readonly Observation[]): number {
  const first = answers[0]
  const last = answers.at(-1)
  return first && last ? last.sentAt - first.receivedAt : 0
}

/** The longest time from one question to the next. */
export function widestGapMs(answers: readonly Observation[]): number {
  return Math.max(
    0,
    ...answers.slice(1).map(({ sentAt }, index) => sentAt - (answers[index]?.sentAt ?? sentAt)),
  )
}

/** Counts how often an answer was another one than the one before it. */
export function renewals(
  probes: readonly Observation[],
  key: (probe: Observation) => string,
): { readonly pairs: number; readonly renewed: number } {
  const keys = probes.map(key)
  return {
    pairs: Math.max(0, keys.length - 1),
    renewed: keys.filter((one, index) => index > 0 && one !== keys[index - 1]).length,
  }
}

/**
 * The odds that something which renews itself as often as was seen did so `times` times in a row by accident.
 * One more renewal than was seen is assumed (Laplace), so that little evidence counts for little.
 */
export function byAccident(
  series: readonly { readonly pairs: number; readonly renewed: number }[],
  times: number,
): number {
  const pairs = series.reduce((sum, one) => sum + one.pairs, 0)
  const renewed = series.reduce((sum, one) => sum + one.renewed, 0)
  return ((renewed + 1) / (pairs + 2)) ** times
}

/** Candidates from the most to the least telling: times first; those of list items speak of the item. */
export function ranked(probe: Observation | undefined): readonly Candidate[] {
  const rank = ({ kind, source }: Candidate) => (kind === 'token' ? 2 : source.includes('[') ? 1 : 0)
  return [...(probe?.candidates.values() ?? [])].sort((a, b) => rank(a) - rank(b))
}
