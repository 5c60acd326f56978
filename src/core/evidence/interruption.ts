import type { Candidate } from '../answer/freshness.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { isOfItsOwnTime } from '../answer/own-time.js'
import { isSteady } from './bypass.js'
import { identityOf, neededMs } from './replay.js'
import { byAccident, groupsBy, lastedMs, ranked, renewals, valueAt, widestGapMs } from './series.js'

/** Answers before, during and after an action on a cache. */
export interface Phases {
  readonly before: readonly Observation[]
  readonly during: readonly Observation[]
  readonly after: readonly Observation[]
}

// A backend's own cache that sometimes misses must hardly ever look like this.
const UNLIKELY = 0.002

/**
 * Finds stored answers before and after, and a new one each time in between; null if the phases do not show
 * that. `fresh` is the value that shows it, null if only the whole body does.
 */
export function findInterruption(
  phases: Phases,
  named: NamedFreshness | null,
): { readonly fresh: Candidate | null } | null {
  const fresh = ranked(phases.before[0]).find((one) => isShownBy(one, phases, named))
  if (fresh) return { fresh }
  return !named && isInterrupted(phases, (probe) => identityOf(probe, null)) ? { fresh: null } : null
}

function isShownBy(fresh: Candidate, phases: Phases, named: NamedFreshness | null): boolean {
  const value = (probe: Observation) => valueAt(probe, fresh.source) ?? ''
  const inAll = Object.values(phases).every((answers: readonly Observation[]) =>
    answers.every((one) => one.candidates.has(fresh.source)),
  )
  if (!inAll) return false
  const whole = (probe: Observation) => `${identityOf(probe, named)}\n${value(probe)}`
  const owned = phases.during.every((one) => {
    const time = one.candidates.get(fresh.source)
    return time !== undefined && (named !== null || isOfItsOwnTime(time, one))
  })
  return allNew(phases, value) && ((owned && isStored(phases, fresh, whole)) || isInterrupted(phases, whole))
}

/**
 * Accepts less evidence around times that were each answer's own; a cache that sometimes misses also counts as
 * a cache.
 */
function isStored({ before, during, after }: Phases, fresh: Candidate, key: (probe: Observation) => string): boolean {
  const lasted = [before, after].map((answers) => lastedMs(longest(answers, key)))
  return (
    lasted.every((ms) => ms >= neededMs(fresh, during) && widestGapMs(during) < ms) &&
    isNoAccident({ before, during, after }, key)
  )
}

/** Demands steady values before and after if they have no meaning, or for the body as a whole. */
function isInterrupted(phases: Phases, key: (probe: Observation) => string): boolean {
  const { before, during, after } = phases
  const steady = [before, after].every(
    (answers) => isSteady(answers, null, key) && widestGapMs(during) < lastedMs(longest(answers, key)),
  )
  return steady && allNew(phases, key) && isNoAccident(phases, key)
}

/** True if no two answers in between were equal, and none from before came back. */
function allNew({ before, during, after }: Phases, key: (probe: Observation) => string): boolean {
  const known = new Set(before.map(key))
  const distinct = new Set(during.map(key))
  return distinct.size === during.length && ![...distinct, ...after.map(key)].some((one) => known.has(one))
}

/** True if a cache that renews as often as seen would hardly have renewed at each of these answers. */
function isNoAccident({ before, during, after }: Phases, key: (probe: Observation) => string): boolean {
  const lasted = Math.min(...[before, after].map((answers) => lastedMs(longest(answers, key))))
  // A stored answer may expire just between two phases.
  const between = [
    [before.at(-1), during[0]],
    [during.at(-1), after[0]],
  ].filter(([a, b]) => a && b && key(a) !== key(b) && b.sentAt - a.sentAt < lasted)
  const times = during.length - 1 + between.length
  return byAccident([renewals(before, key), renewals(after, key)], times) < UNLIKELY
}

function longest(answers: readonly Observation[], key: (probe: Observation) => string): readonly Observation[] {
  return groupsBy(answers, key).reduce<readonly Observation[]>(
    (best, group) => (group.length > best.length ? group : best),
    [],
  )
}
