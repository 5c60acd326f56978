import type { Candidate } from '../answer/freshness.js'
import type { Observation } from '../answer/observation.js'

/** Groups answers by key, in order of first appearance. */
export function groupsBy(probes: readonly Observation[], key: (probe: Observation) => string): Observation[][] {
  const groups = new Map<string, Observation[]>()
  for (const probe of probes) {
    const group = groups.get(key(probe))
    if (group) group.push(probe)
    else groups.set(key(probe), [probe])
  }
  return [...groups.values()]
}

/** Drops errors and answers of other caches, on which no verdict can rest. */
export function usable(probes: readonly Observation[]): readonly Observation[] {
  return probes.filter((probe) => probe.status < 400 && probe.otherCache === null)
}

export function valueAt(probe: Observation, source: string): string | null {
  return probe.candidates.get(source)?.value ?? null
}

export function staysIn(answers: readonly Observation[], { source, value }: Candidate): boolean {
  return answers.every((answer) => valueAt(answer, source) === value)
}

/** Finds the finest resolution of a source's times. */
export function tickOf(source: string, probes: readonly Observation[]): number {
  return Math.min(
    ...probes.map((probe) => probe.candidates.get(source)?.time?.resolutionMs ?? Number.POSITIVE_INFINITY),
  )
}

/** Milliseconds that lie at least between the first answer and the request for the last. */
export function lastedMs(answers: readonly Observation[]): number {
  const first = answers[0]
  const last = answers.at(-1)
  return first && last ? last.sentAt - first.receivedAt : 0
}

/** Longest time between two requests, in milliseconds. */
export function widestGapMs(answers: readonly Observation[]): number {
  return Math.max(0, ...answers.slice(1).map(({ sentAt }, index) => sentAt - (answers[index]?.sentAt ?? sentAt)))
}

/** Counts how often an answer differed from the one before. */
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
 * Probability that something which renews itself as often as seen did so `times` times in a row by accident.
 * Assumes one more renewal than seen (Laplace), so that little evidence counts for little.
 */
export function byAccident(
  series: readonly { readonly pairs: number; readonly renewed: number }[],
  times: number,
): number {
  const pairs = series.reduce((sum, one) => sum + one.pairs, 0)
  const renewed = series.reduce((sum, one) => sum + one.renewed, 0)
  return ((renewed + 1) / (pairs + 2)) ** times
}

/** Sorts candidates by how much they tell: times first; times of list items are about the item. */
export function ranked(probe: Observation | undefined): readonly Candidate[] {
  const rank = ({ kind, source }: Candidate) => (kind === 'token' ? 2 : source.includes('[') ? 1 : 0)
  return [...(probe?.candidates.values() ?? [])].sort((a, b) => rank(a) - rank(b))
}
