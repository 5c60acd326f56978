import type { Candidate } from '../../answer/freshness.js'
import type { NamedFreshness } from '../../answer/named.js'
import { isOfItsOwnTime, type Observation } from '../../answer/observation.js'
import { isSteady } from '../../evidence/bypass.js'
import { findReplay, identityOf, neededMs } from '../../evidence/replay.js'
import {
  byAccident,
  groupsBy,
  lastedMs,
  ranked,
  renewals,
  usable,
  valueAt,
  widestGapMs,
} from '../../evidence/series.js'
import { DURING_FLUSH } from '../announced.js'
import type { FlushControl } from '../evidence.js'

/** What a flush says of the layer that answers. */
export type FlushProof =
  | { readonly says: 'stage'; readonly fresh: Candidate | null; readonly phases: Phases }
  /** What was proven to be stored before is there after it as well. */
  | { readonly says: 'other-layer'; readonly fresh: Candidate }
  | { readonly says: 'unknown'; readonly why: 'too-few' | 'unchanged' | 'unclear' }

export interface Phases {
  readonly before: readonly Observation[]
  readonly during: readonly Observation[]
  readonly after: readonly Observation[]
}

const MIN_DURING = 3
// A cache of the backend's that misses now and then must hardly ever look like this.
const UNLIKELY = 0.002

/**
 * While the stage flushes, its backend answers: with its own cache's entry, with slow data, or anew. Only the
 * last, between stored answers before and after, shows that it was the stage that stored them.
 */
export function weighFlush(control: FlushControl, named: NamedFreshness | null): FlushProof {
  const phases: Phases = {
    before: usable(control.before),
    during: usable(control.during),
    after: usable(control.after),
  }
  const { before, during, after } = phases
  if (during.length < MIN_DURING || before.length < 2 || after.length < 2) {
    return { says: 'unknown', why: 'too-few' }
  }
  const fresh = ranked(before[0]).find((one) => isStage(phases, one, named))
  if (fresh) return { says: 'stage', fresh, phases }
  if (!named && isInterrupted(phases, (probe) => identityOf(probe, null))) {
    return { says: 'stage', fresh: null, phases }
  }
  const replay = findReplay(before, named)
  const kept = after.some(
    (one) => replay && identityOf(one, named) === identityOf(replay.answers[0] ?? one, named),
  )
  if (replay && kept) return { says: 'other-layer', fresh: replay.fresh }
  const all = new Set([...before, ...during, ...after].map((probe) => identityOf(probe, named)))
  if (all.size === 1) return { says: 'unknown', why: 'unchanged' }
  return { says: 'unknown', why: during.length < DURING_FLUSH ? 'too-few' : 'unclear' }
}

function isStage(phases: Phases, fresh: Candidate, named: NamedFreshness | null): boolean {
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
 * Times that were each answer's own during the flush need less around them: a cache that misses now and then
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

/** Whether no two answers of the flush were the same, and nothing from before came again. */
function allNew({ before, during, after }: Phases, key: (probe: Observation) => string): boolean {
  const known = new Set(before.map(key))
  const distinct = new Set(during.map(key))
  return distinct.size === during.length && ![...distinct, ...after.map(key)].some((one) => known.has(one))
}

/** Whether a cache that renews as often as was seen would hardly have done so at each of these answers. */
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
