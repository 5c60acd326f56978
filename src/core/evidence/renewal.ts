import type { Candidate } from '../answer/freshness.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { isOfItsOwnTime } from '../answer/own-time.js'
import { identityOf } from './replay.js'
import { groupsBy, lastedMs, ranked, valueAt } from './series.js'

/** A value, or the body as a whole (null), that was another one in every answer. */
export interface Renewal {
  readonly fresh: Candidate | null
  readonly distinct: number
}

// Two different answers are also what one renewal of an entry looks like.
const MIN_DISTINCT = 3

/**
 * Looks for what was made anew for every probe, in the body first, then in the headers. Many a hop adds a header
 * of its own to stored answers too: only one that is the time of each answer counts.
 */
export function findRenewal(probes: readonly Observation[], named: NamedFreshness | null): Renewal | null {
  const bodies = alwaysNew(probes, (probe) => identityOf(probe, named))
  if (bodies > 0) return { fresh: named ? namedValue(probes, named) : telling(probes), distinct: bodies }
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

/** Counts the different answers; 0 where some came back that should not have. */
function alwaysNew(probes: readonly Observation[], key: (probe: Observation) => string): number {
  const groups = groupsBy(probes, key)
  const enough = groups.length >= MIN_DISTINCT
  return enough && groups.every((group) => group.length === 1 || withinOneTick(group)) ? groups.length : 0
}

/** They may be equal only because their clock had not ticked in between. */
function withinOneTick(answers: readonly Observation[]): boolean {
  return answers.some((answer) =>
    ranked(answer).some(
      (value) =>
        value.time !== null && isOfItsOwnTime(value, answer) && lastedMs(answers) < value.time.resolutionMs,
    ),
  )
}

const namedValue = (probes: readonly Observation[], { source }: NamedFreshness): Candidate | null =>
  probes[0]?.candidates.get(source) ?? null

/** The value in the body that shows the difference best; null where only the whole does. */
function telling(probes: readonly Observation[]): Candidate | null {
  const inBody = ranked(probes[0]).filter(({ source }) => !source.startsWith('header:'))
  return inBody.find(({ source }) => alwaysNew(probes, (probe) => valueAt(probe, source) ?? '') > 0) ?? null
}
