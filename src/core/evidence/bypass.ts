import type { Candidate } from '../answer/freshness.js'
import { saysWhenMade } from '../answer/made-time.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { isNear } from '../answer/own-time.js'
import { contradicted, identityOf, repeats } from './replay.js'
import { ranked, renewals, staysIn, valueAt } from './series.js'

/** An answer from past the cache, showing that the probes' answer was an older one. */
export interface PastCache {
  /** Null if only the bodies as a whole differ. */
  readonly fresh: Candidate | null
  readonly answers: readonly Observation[]
  /** The value of that answer at the same place. */
  readonly pastValue: string | null
}

/**
 * Looks for proof in answers past the cache, each taken between two equal probes: a change in the meantime
 * would also show in the later probe.
 *
 * One such answer is proof if it says when it was made. Any other difference may come from where it ran (another
 * instance, undeployed changes, an echo of the caller), so it takes a second answer that differs again.
 */
export function findPastCache(
  probes: readonly Observation[],
  pastCache: readonly Observation[],
  named: NamedFreshness | null,
): PastCache | null {
  for (const answers of repeats(probes, named)) {
    if (!named && contradicted(answers)) continue
    const [first, second] = pastCache.filter((past) => isBracketed(past, answers))
    if (!first) continue
    const two = second !== undefined && isSteady(probes, named)
    const found = provenByOwnTime(answers, first, named) ?? (two && provenByTwo(answers, first, second, named))
    if (found) return found
  }
  return null
}

/**
 * Looks for proof in answers with another key value. Their data differ anyway, so only a time of generation
 * counts that is the answer's own, while the probes before and after still had an older one.
 */
export function findOlder(
  probes: readonly Observation[],
  others: readonly Observation[],
  named: NamedFreshness | null,
): PastCache | null {
  for (const answers of repeats(probes, named)) {
    for (const other of others.filter((one) => isBracketed(one, answers))) {
      const found = provenByOwnTime(answers, other, null)
      if (found) return found
    }
  }
  return null
}

export function differs(answer: Observation, past: Observation, named: NamedFreshness | null): boolean {
  if (answer.status !== past.status) return false
  return identityOf(answer, named) !== identityOf(past, named) || differsInHeaders(answer, past)
}

/** True if the answer differs without saying when it was made, which alone proves nothing. */
export function wantsSecond(answer: Observation, past: Observation, named: NamedFreshness | null): boolean {
  return differs(answer, past, named) && provenByOwnTime([answer], past, named) === null
}

function isBracketed(past: Observation, answers: readonly Observation[]): boolean {
  return (
    answers.some((answer) => answer.receivedAt <= past.sentAt) &&
    answers.some((answer) => answer.sentAt > past.receivedAt) &&
    answers[0]?.status === past.status
  )
}

function provenByOwnTime(
  answers: readonly Observation[],
  past: Observation,
  named: NamedFreshness | null,
): PastCache | null {
  const now = past.dateMs ?? past.receivedAt
  for (const fresh of ranked(answers[0])) {
    const later = past.candidates.get(fresh.source)
    if (!fresh.time || !later?.time || later.value === fresh.value || !staysIn(answers, fresh)) continue
    const moved = later.time.epochMs > fresh.time.epochMs
    // A new instance has a later start time than the others, and what was just written has one too.
    const own = moved && isNear(later.time, now) && saysWhenMade(fresh.source)
    if (named || own) {
      return { fresh, answers, pastValue: later.value }
    }
  }
  return null
}

const MIN_EQUAL_PAIRS = 3

/**
 * True if the probes look like one entry with at most one renewal. A value drawn from a few repeats now and
 * then, but hardly in a row.
 */
export function isSteady(
  probes: readonly Observation[],
  named: NamedFreshness | null,
  key = (probe: Observation) => identityOf(probe, named),
): boolean {
  const { pairs, renewed } = renewals(probes, key)
  return renewed <= 1 && pairs - renewed >= MIN_EQUAL_PAIRS
}

function provenByTwo(
  answers: readonly Observation[],
  first: Observation,
  second: Observation,
  named: NamedFreshness | null,
): PastCache | null {
  for (const fresh of ranked(answers[0])) {
    const one = valueAt(first, fresh.source)
    const two = valueAt(second, fresh.source)
    if (one === null || two === null || !staysIn(answers, fresh)) continue
    if (new Set([fresh.value, one, two]).size < 3) continue
    return { fresh, answers, pastValue: one }
  }
  const bodies = new Set([answers[0]?.body, first.body, second.body])
  return bodies.size === 3 && !named ? { fresh: null, answers, pastValue: null } : null
}

function differsInHeaders(answer: Observation, past: Observation): boolean {
  return ranked(answer).some(({ source, value }) => {
    const other = valueAt(past, source)
    return other !== null && other !== value
  })
}
