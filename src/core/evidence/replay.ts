import type { Candidate } from '../answer/freshness.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { isOfItsOwnTime } from '../answer/own-time.js'
import { isRecordTime } from '../answer/record-times.js'
import { movesWithClock } from './moving-clock.js'
import { groupsBy, lastedMs, ranked, staysIn, tickOf, valueAt } from './series.js'

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
 * request in the answer to another. `seen` are all answers that tell something of the values, in order.
 */
export function findReplay(
  probes: readonly Observation[],
  named: NamedFreshness | null,
  seen: readonly Observation[] = probes,
): Replay | null {
  const found = replaysIn(probes, named, seen)
  return found.find(({ answers }) => named || !contradicted(answers)) ?? null
}

/** A time in some answers speaks for a replay, and a header that each of them had anew against it. */
export function isDisputed(probes: readonly Observation[], named: NamedFreshness | null): boolean {
  if (named) return false
  const disputed = repeats(probes, null).filter(contradicted)
  return disputed.some((answers) => provenReplay(answers, probes, null) !== null || hadOwnTime(answers))
}

function hadOwnTime(answers: readonly Observation[]): boolean {
  return ranked(answers[0]).some(
    (value) => staysIn(answers, value) && answers.some((answer) => isOfItsOwnTime(value, answer)),
  )
}

/** Equal answers of a series that are one and the same, in the light of all that was seen; else null. */
export function provenReplay(
  answers: readonly Observation[],
  series: readonly Observation[],
  named: NamedFreshness | null,
  seen: readonly Observation[] = series,
): Replay | null {
  for (const fresh of ranked(answers[0])) {
    if (!staysIn(answers, fresh) || lastedMs(answers) < neededMs(fresh, seen)) continue
    const why = reasonToCount(fresh, answers, series, named)
    if (why) return { fresh, answers, why }
  }
  return null
}

function replaysIn(
  probes: readonly Observation[],
  named: NamedFreshness | null,
  seen: readonly Observation[],
): readonly Replay[] {
  return repeats(probes, named).flatMap((answers) => provenReplay(answers, probes, named, seen) ?? [])
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

/** The whole answer as far as a cache would replay it: body, and the headers that the backend makes. */
export function wholeOf(probe: Observation, named: NamedFreshness | null): string {
  const headers = [...probe.candidates.values()].filter(({ source }) => source.startsWith('header:'))
  return named
    ? identityOf(probe, named)
    : [identityOf(probe, null), ...headers.map(({ source, value }) => `${source}: ${value}`)].join('\n')
}

/** A header shows that answers with one body were not one and the same. */
export function contradicted(answers: readonly Observation[]): boolean {
  return contradiction(answers) !== null
}

/** A header that was another one in each of them, or that carries the time of each; then either may be right. */
export function contradiction(answers: readonly Observation[]): Candidate | null {
  const inHeaders = ranked(answers[0]).filter(({ source }) => source.startsWith('header:'))
  const found = inHeaders.find(({ source }) => {
    const values = new Set(answers.map((answer) => valueAt(answer, source)))
    if (values.size < 2 || values.has(null)) return false
    return (
      values.size === answers.length ||
      answers.every((answer) => {
        const value = answer.candidates.get(source)
        return value !== undefined && isOfItsOwnTime(value, answer)
      })
    )
  })
  return found ?? null
}

function reasonToCount(
  fresh: Candidate,
  answers: readonly Observation[],
  series: readonly Observation[],
  named: NamedFreshness | null,
): Replay['why'] | null {
  if (named) return fresh.time || isOwnEach(fresh.source, answers, series) ? 'named' : null
  if (!isRecordTime(fresh.source) && answers.some((answer) => isOfItsOwnTime(fresh, answer)))
    return 'own-time'
  if (movesWithClock(fresh, answers, series)) return 'steady-offset'
  return isRequestId(fresh.source) && isOwnEach(fresh.source, answers, series) ? 'request-id' : null
}

/**
 * A value without a meaning may be taken for that of one answer where it moved in this run, never came back
 * after another one as those of instances do, and stayed only together with all the rest.
 */
function isOwnEach(source: string, answers: readonly Observation[], series: readonly Observation[]): boolean {
  const values = series.map((probe) => valueAt(probe, source))
  const kinds = new Set(values).size
  const changes = values.filter((value, index) => index > 0 && value !== values[index - 1]).length
  return kinds > 1 && changes === kinds - 1 && new Set(answers.map(({ body }) => body)).size === 1
}

const UNKNOWN_TICK_MS = 1000

/**
 * A value must have stayed so long before a fresh one would surely have been another. `09:14:00` may tick in
 * minutes; where the same source said `09:14:02` to somebody, it does not.
 */
export function neededMs({ time, source }: Candidate, probes: readonly Observation[]): number {
  if (!time) return isRequestId(source) ? 0 : UNKNOWN_TICK_MS
  const resolutionMs = Math.min(time.resolutionMs, tickOf(source, probes))
  // Two instances whose clocks differ a little may write the same second more than a second apart.
  return resolutionMs >= 1000 ? 2 * resolutionMs : resolutionMs
}

// Not those of list items, nor that of the latest record.
const isRequestId = (source: string): boolean =>
  /(^|[:._-]|[a-z])request[-_]?id"?$|[:.]nonce$/i.test(source) &&
  !source.includes('[') &&
  !isRecordTime(source)
