import { isEdgeValue, withoutEdgeValues } from '../answer/edge-values.js'
import type { Candidate } from '../answer/freshness.js'
import { saysWhenMade } from '../answer/made-time.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { isOfItsOwnTime } from '../answer/own-time.js'
import { identityOf, neededMs } from './replay.js'
import { groupsBy, lastedMs, ranked, valueAt } from './series.js'

/** A value, or the body as a whole (null), that was different in every answer. */
export interface Renewal {
  readonly fresh: Candidate | null
  readonly distinct: number
}

// Two different answers could also be one renewal of an entry.
const MIN_DISTINCT = 3

/**
 * Looks for what was new in every probe, first in the body, then in the headers. Many hops add headers to
 * stored answers, so a header counts only if it is the time of each answer. `direct`: there is no hop between
 * the stage and the caller; others may write a nonce or the id of a request into the body of a stored answer.
 */
export function findRenewal(
  probes: readonly Observation[],
  named: NamedFreshness | null,
  direct = false,
): Renewal | null {
  const bodies = alwaysNew(probes, (probe) =>
    named || direct ? identityOf(probe, named) : `${probe.status}\n${withoutEdgeValues(probe.body)}`,
  )
  if (bodies > 0)
    return { fresh: named ? namedValue(probes, named) : mostTellingValue(probes, direct), distinct: bodies }
  if (named) return null
  for (const fresh of ranked(probes[0]).filter(({ source }) => source.startsWith('header:'))) {
    if (!probes.every((probe) => isItsTime(probe, fresh))) continue
    const distinct = alwaysNew(probes, (probe) => valueAt(probe, fresh.source) ?? '')
    if (distinct > 0) return { fresh, distinct }
  }
  return null
}

function isItsTime(probe: Observation, { source }: Candidate): boolean {
  const value = probe.candidates.get(source)
  return value !== undefined && isOfItsOwnTime(value, probe)
}

/** Counts the different answers; 0 if one came back. */
function alwaysNew(probes: readonly Observation[], key: (probe: Observation) => string): number {
  const groups = groupsBy(probes, key)
  const enough = groups.length >= MIN_DISTINCT
  return enough && groups.every((group) => group.length === 1 || withinOneTick(group)) ? groups.length : 0
}

/** True if the answers may be equal only because their clock had not ticked. */
function withinOneTick(answers: readonly Observation[]): boolean {
  return answers.some((answer) =>
    ranked(answer).some(
      (value) => value.time !== null && isOfItsOwnTime(value, answer) && lastedMs(answers) < value.time.resolutionMs,
    ),
  )
}

const namedValue = (probes: readonly Observation[], { source }: NamedFreshness): Candidate | null =>
  probes[0]?.candidates.get(source) ?? null

/**
 * Finds the time of making that stayed while the bodies around it differed: then a stored answer was added to, or
 * the data of a fresh one were stored. Null without one.
 */
export function findKept(probes: readonly Observation[]): Candidate | null {
  const made = ranked(probes[0]).filter(({ source, time }) => time !== null && saysWhenMade(source))
  const found = made.find((value) =>
    groupsBy(probes, (probe) => valueAt(probe, value.source) ?? '').some(
      (group) =>
        group[0]?.candidates.has(value.source) &&
        new Set(group.map(({ body }) => body)).size > 1 &&
        lastedMs(group) >= neededMs(value, probes),
    ),
  )
  return found ?? null
}

/** Finds the value in the body that shows the difference best; null if only the whole body does. */
function mostTellingValue(probes: readonly Observation[], direct: boolean): Candidate | null {
  const inBody = ranked(probes[0]).filter(
    ({ source }) => !source.startsWith('header:') && (direct || !isEdgeValue(source)),
  )
  return inBody.find(({ source }) => alwaysNew(probes, (probe) => valueAt(probe, source) ?? '') > 0) ?? null
}
