import { withoutEdgeValues } from '../answer/edge-values.js'
import type { Candidate } from '../answer/freshness.js'
import { saysWhenMade } from '../answer/made-time.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { isOfItsOwnTime } from '../answer/own-time.js'
import { movesWithClock } from './moving-clock.js'
import { groupsBy, lastedMs, ranked, staysIn, tickOf, valueAt } from './series.js'

/** Answers that were one and the same although fresh ones would have differed. */
export interface Replay {
  readonly fresh: Candidate
  readonly answers: readonly Observation[]
  /** `word`: no time, but the user says that each answer has its own. */
  readonly why: 'named' | 'word' | 'own-time' | 'steady-offset'
}

/**
 * Looks for a replay in the probes alone.
 *
 * A value that merely comes back proves nothing: two instances behind a load balancer answer A B A B, and slow
 * data answers A A B B B; so do feeds, whose newest record may be from just now. Proof is a time that by its name
 * is that of the answer, or that followed the clock, and then did not move on. `seen` are all answers that tell
 * about the values, in order.
 */
export function findReplay(
  probes: readonly Observation[],
  named: NamedFreshness | null,
  seen: readonly Observation[] = probes,
): Replay | null {
  const found = repeats(probes, named).flatMap((answers) => provenReplay(answers, probes, named, seen) ?? [])
  return found.find(({ answers }) => named || !contradicted(answers)) ?? null
}

/** True if a time in some answers suggests a replay and a header that was new in each contradicts it. */
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

/** Decides if equal answers of a series are one and the same, in view of all answers seen; null if not proven. */
export function provenReplay(
  answers: readonly Observation[],
  series: readonly Observation[],
  named: NamedFreshness | null,
  seen: readonly Observation[] = series,
): Replay | null {
  for (const fresh of ranked(answers[0])) {
    if (!staysIn(answers, fresh)) continue
    const why = reasonToCount(fresh, answers, series, named)
    if (why === 'word' || (why && lastedMs(answers) >= neededMs(fresh, seen))) {
      return { fresh, answers, why }
    }
  }
  return null
}

/** Groups answers that could be one and the same, two or more, the largest group first. */
export function repeats(probes: readonly Observation[], named: NamedFreshness | null): readonly Observation[][] {
  return groupsBy(probes, (probe) => identityOf(probe, named))
    .filter((group) => group.length > 1)
    .sort((a, b) => b.length - a.length)
}

/** Compares whole bodies, as a cache replays them; only a value that the user named may stand for the rest. */
export function identityOf(probe: Observation, named: NamedFreshness | null): string {
  return named ? (valueAt(probe, named.source) ?? '') : `${probe.status}\n${probe.body}`
}

/** Joins all that a cache would replay: the body, and the headers of the backend. */
export function wholeOf(probe: Observation, named: NamedFreshness | null): string {
  const headers = [...probe.candidates.values()].filter(({ source }) => source.startsWith('header:'))
  return named
    ? identityOf(probe, named)
    : [identityOf(probe, null), ...headers.map(({ source, value }) => `${source}: ${value}`)].join('\n')
}

/** True if a header shows that answers with one body were different ones. */
export function contradicted(answers: readonly Observation[]): boolean {
  return contradiction(answers) !== null
}

/** Finds a header that differed in each answer or carries the time of each; either reading may be right then. */
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
  if (named) {
    if (fresh.time) return 'named'
    if (staysIn(series, fresh)) return isOneBody(answers) ? 'word' : null
    return isOwnEach(fresh.source, answers, series) ? 'named' : null
  }
  const says = saysWhenMade(fresh.source)
  if (says && answers.some((answer) => isOfItsOwnTime(fresh, answer))) return 'own-time'
  return movesWithClock(fresh, answers, series) ? 'steady-offset' : null
}

function isOneBody(answers: readonly Observation[]): boolean {
  return new Set(answers.map(({ body }) => withoutEdgeValues(body))).size === 1
}

/**
 * Accepts a value without a meaning as that of one answer if it moved in this run, never came back after
 * another (as those of instances do), and stayed only together with all the rest.
 */
function isOwnEach(source: string, answers: readonly Observation[], series: readonly Observation[]): boolean {
  const values = series.map((probe) => valueAt(probe, source))
  const kinds = new Set(values).size
  const changes = values.filter((value, index) => index > 0 && value !== values[index - 1]).length
  return kinds > 1 && changes === kinds - 1 && isOneBody(answers)
}

const UNKNOWN_TICK_MS = 1000
/** The clocks of two instances may write one second more than a second apart. */
const APART_MS = 1000
/** Steps of two and a half seconds do not show where only whole ones are written. */
const HIDDEN_STEP_MS = 2500

/**
 * Milliseconds that a value must have stayed for a fresh one to surely differ. `09:14:00` may tick in minutes,
 * unless the same source also said `09:14:02`.
 */
export function neededMs({ time, source }: Candidate, probes: readonly Observation[]): number {
  if (!time) return UNKNOWN_TICK_MS
  const resolutionMs = Math.min(time.resolutionMs, tickOf(source, probes))
  return resolutionMs >= APART_MS ? Math.max(resolutionMs, HIDDEN_STEP_MS) + APART_MS : resolutionMs
}
