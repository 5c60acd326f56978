import type { Candidate } from './freshness.js'
import type { NamedFreshness } from './named.js'
import { isNear, isOfItsOwnTime, type Observation } from './observation.js'
import { groupsBy, lastedMs, ranked, staysIn, valueAt } from './series.js'

/** Answers that were the same one although fresh ones would have differed. */
export interface Replay {
  readonly fresh: Candidate
  readonly answers: readonly Observation[]
  readonly why: 'named' | 'own-time' | 'steady-offset' | 'request-id'
}

/**
 * Looks for a replay in the probes alone.
 *
 * A value that merely comes back proves nothing: two instances behind a load balancer answer A B A B, and
 * slow data answers A A B B B. What proves it is a time of generation that did not move on, or the id of one
 * request in the answer to another.
 */
export function findReplay(probes: readonly Observation[], named: NamedFreshness | null): Replay | null {
  for (const answers of repeats(probes, named)) {
    for (const fresh of ranked(answers[0])) {
      if (!staysIn(answers, fresh) || lastedMs(answers) < neededMs(fresh)) continue
      const why = reasonToCount(fresh, answers, probes, named)
      if (why) return { fresh, answers, why }
    }
  }
  return null
}

/** Groups of two or more answers that could be one and the same, the largest first. */
export function repeats(
  probes: readonly Observation[],
  named: NamedFreshness | null,
): readonly Observation[][] {
  return groupsBy(probes, (probe) => identityOf(probe, named))
    .filter((group) => group.length > 1)
    .sort((a, b) => b.length - a.length)
}

/** A cache replays whole bodies; only a value that the user named may stand for the rest. */
export function identityOf(probe: Observation, named: NamedFreshness | null): string {
  return named ? (valueAt(probe, named.source) ?? '') : `${probe.status}\n${probe.body}`
}

/** Whether a header that carries the time of each answer moved while the body stayed: then either may be right. */
export function contradicted(answers: readonly Observation[]): boolean {
  return ranked(answers[0]).some(
    ({ source }) =>
      source.startsWith('header:') &&
      new Set(answers.map((answer) => valueAt(answer, source))).size > 1 &&
      answers.every((answer) => {
        const value = answer.candidates.get(source)
        return value !== undefined && isOfItsOwnTime(value, answer)
      }),
  )
}

function reasonToCount(
  fresh: Candidate,
  answers: readonly Observation[],
  probes: readonly Observation[],
  named: NamedFreshness | null,
): Replay['why'] | null {
  if (named) return 'named'
  if (answers.some((answer) => isOfItsOwnTime(fresh, answer))) return 'own-time'
  if (fresh.time && renewsAtSteadyOffset(fresh.source, probes)) return 'steady-offset'
  return isRequestId(fresh.source) && moves(fresh.source, probes) ? 'request-id' : null
}

const UNKNOWN_TICK_MS = 1000

/** How long a value must have stayed before a fresh one would surely have been another. */
function neededMs({ time, source }: Candidate): number {
  if (!time) return isRequestId(source) ? 0 : UNKNOWN_TICK_MS
  // Two instances whose clocks differ a little may write the same second more than a second apart.
  return time.resolutionMs >= 1000 ? 2 * time.resolutionMs : time.resolutionMs
}

const isRequestId = (source: string): boolean =>
  /(request|trace|correlation|transaction|invocation|execution)[-_]?id"?$|[:.]nonce$/i.test(source)

function moves(source: string, probes: readonly Observation[]): boolean {
  return new Set(probes.map((probe) => valueAt(probe, source))).size > 1
}

/**
 * A backend whose clock is wrong never writes the time of the answer's `Date`, but always misses it by as
 * much. Two renewals that agree tell it from times that only belong to a record or to an instance.
 */
function renewsAtSteadyOffset(source: string, probes: readonly Observation[]): boolean {
  const seen = new Set<string>()
  const offsets: number[] = []
  for (const [index, probe] of probes.entries()) {
    const value = probe.candidates.get(source)
    if (!value?.time || probe.dateMs === null) return false
    if (index > 0 && !seen.has(value.value)) offsets.push(value.time.epochMs - probe.dateMs)
    seen.add(value.value)
  }
  const [first, ...others] = offsets
  if (first === undefined || others.length === 0) return false
  return others.every((offset) => isNear({ epochMs: offset, resolutionMs: 1 }, first, 0))
}
