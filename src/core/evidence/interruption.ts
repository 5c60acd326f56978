import type { Candidate } from '../answer/freshness.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { isOfItsOwnTime } from '../answer/own-time.js'
import { isSteady } from './bypass.js'
import { identityOf, neededMs } from './replay.js'
import { byAccident, groupsBy, lastedMs, ranked, renewals, valueAt, widestGapMs } from './series.js'

/** Answers before, while and after something was done to a cache. */
export interface Phases {
  readonly before: readonly Observation[]
  readonly during: readonly Observation[]
  readonly after: readonly Observation[]
}

// A cache of the backend's that misses now and then must hardly ever look like this.
const UNLIKELY = 0.002

/**
 * Stored answers before and after, and in between a new one each time: null where the phases do not show that.
 * `fresh` is the value that shows it, null where only the body as a whole does.
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
 * Times that were each answer's own in between need less around them: a cache that misses now and then
 * is one as well.
 */
function isStored(
  { before, during, after }: Phases,
  fresh: Candidate,
  key: (probe: Observation) => string,
): boolean {
  const lasted = [before, after].map((answers) => lastedMs(longest(answers, key)))
  return (
    lasted.every((ms) => ms >= neededMs(fresh, during) && widestGapMs(during) < ms) &&
    isNoAccident({ before, during, after }, key)
  )
}

/** Values without a meaning, or the body as a whole, have to be steady before and after. */
function isInterrupted(phases: Phases, key: (probe: Observation) => string): boolean {
  const { before, during, after } = phases
  const steady = [before, after].every(
    (answers) => isSteady(answers, null, key) && widestGapMs(during) < lastedMs(longest(answers, key)),
  )
  return steady && allNew(phases, key) && isNoAccident(phases, key)
}

/** No two answers in between were the same, and nothing from before came again. */
function allNew({ before, during, after }: Phases, key: (probe: Observation) => string): boolean {
  const known = new Set(before.map(key))
  const distinct = new Set(during.map(key))
  return distinct.size === during.length && ![...distinct, ...after.map(key)].some((one) => known.has(one))
}

/** A cache that renews as often as was seen would hardly have done so at each of these answers. */
function isNoAccident({ before, during, after }: Phases, key: (probe: Observation) => string): boolean {
  const lasted = Math.min(...[before, after].map((answers) => lastedMs(longest(answers, key))))
  // From one phase to the next a stored answer may just have come to its end.
  const between = [
    [before.at(-1), during[0]],
    [during.at(-1), after[0]],
  ].filter(([a, b]) => a && b && key(a) !== key(b) && b.sentAt - a.sentAt < lasted)
  const times = during.length - 1 + between.length
  return byAccident([renewals(before, key), renewals(after, key)], times) < UNLIKELY
}

function longest(
  answers: readonly Observation[],
  key: (probe: Observation) => string,
): readonly Observation[] {
  return groupsBy(answers, key).reduce<readonly Observation[]>(
    (best, group) => (group.length > best.length ? group : best),
    [],
  )
}
