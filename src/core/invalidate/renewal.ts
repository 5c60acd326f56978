import type { Candidate } from '../answer/freshness.js'
import { saysWhenMade } from '../answer/made-time.js'
import type { Observation } from '../answer/observation.js'
import { CLOCK_RESOLUTION_MS, isNear, isOfItsOwnTime } from '../answer/own-time.js'
import { neededMs } from '../evidence/replay.js'
import { lastedMs, ranked, staysIn, valueAt } from '../evidence/series.js'

export type Renewal =
  /** An old answer, although a fresh one would have had another `value`. */
  | { readonly kind: 'replayed'; readonly value: Candidate; readonly by: 'time' | 'test-invoke' }
  /** A new answer, which the next request got again; `value` is the new one, null if only the bodies differ. */
  | {
      readonly kind: 'replaced'
      readonly value: Candidate | null
      readonly before: string | null
      readonly proven: boolean
    }
  /** A new answer, but the next request got yet another one. */
  | { readonly kind: 'not-kept' }
  /** The same answer as before, or an older one; a fresh one may have been the same. */
  | { readonly kind: 'same' }

interface Around {
  readonly before: Observation
  readonly answer: Observation
  /** Null if not requested. */
  readonly after: Observation | null
  /** Answer to the request when repeated at the end; null if not requested. */
  readonly again: Observation | null
  /** The backend's answer past the cache, taken after `answer`; null without one. */
  readonly pastCache: Observation | null
}

/** Compares a demanded new answer with the plain ones around it. PURE. */
export function renewalOf({ before, answer, after, again, pastCache }: Around): Renewal {
  if (isSame(before, answer)) {
    const both = [before, answer]
    const value = tellingTimes(before).find((one) => staysIn(both, one) && lastedMs(both) >= neededMs(one, both))
    if (value) return { kind: 'replayed', value, by: 'time' }
    const older = pastCache && olderThan(answer, pastCache)
    return older ? { kind: 'replayed', value: older, by: 'test-invoke' } : { kind: 'same' }
  }
  if (!after || !isSame(answer, after)) return { kind: 'not-kept' }
  const value = ownTimes(answer).find((one) => valueAt(before, one.source) !== one.value) ?? null
  if (value === null && goesBack(before, answer)) return { kind: 'same' }
  const proven =
    value !== null &&
    again !== null &&
    lastedMs([answer, after]) >= neededMs(value, [before, answer, again]) &&
    tellingTimes(again).some(({ source }) => source === value.source && movedOn(source, after, again))
  return { kind: 'replaced', value, before: value && valueAt(before, value.source), proven }
}

/** Milliseconds until a fresh answer would show another time; bounded, as somebody is waiting. */
export function untilNextTickMs(answer: Observation, nowMs: number): number {
  const [finest] = tellingTimes(answer)
    .map((one) => neededMs(one, [answer]))
    .sort((a, b) => a - b)
  if (finest === undefined) return 0
  return Math.max(0, (finest > LONGEST_MS ? USUAL_MS : finest) - (nowMs - answer.receivedAt))
}

/** Clocks of seconds, and most that go in steps of up to five. */
const LONGEST_MS = 6000
/** What takes longer is not waited for, but it may be a clock of seconds all the same. */
const USUAL_MS = 2000

/** True if both can be one stored answer; a cache also replays the backend's headers. */
export function isSame(earlier: Observation, later: Observation): boolean {
  return earlier.status === later.status && earlier.body === later.body && !headersMoved(earlier, later)
}

/** Lists the values that are the time at which this answer was made. */
function ownTimes(answer: Observation): readonly Candidate[] {
  return ranked(answer).filter((one) => isOfItsOwnTime(one, answer))
}

/** Of these the ones that a fresh answer would surely have anew; the newest record may happen to be from now. */
function tellingTimes(answer: Observation): readonly Candidate[] {
  return ownTimes(answer).filter(({ source }) => saysWhenMade(source))
}

function headersMoved(earlier: Observation, later: Observation): boolean {
  return ownTimes(later).some(
    ({ source, value }) => source.startsWith('header:') && (valueAt(earlier, source) ?? value) !== value,
  )
}

/** True if the later answer was made earlier, so that both were stored somewhere. */
function goesBack(earlier: Observation, later: Observation): boolean {
  return ranked(earlier).some(({ source }) => movedOn(source, later, earlier))
}

function movedOn(source: string, from: Observation, to: Observation): boolean {
  const [first, second] = [from, to].map(({ candidates }) => candidates.get(source)?.time)
  return first != null && second != null && second.epochMs > first.epochMs
}

/** Finds a value that the backend would have made new. */
function olderThan(answer: Observation, pastCache: Observation): Candidate | null {
  const nowMs = pastCache.dateMs ?? pastCache.receivedAt
  const found = ranked(answer).find(({ source, time }) => {
    const fresh = pastCache.candidates.get(source)?.time
    return time && fresh && fresh.epochMs > time.epochMs + CLOCK_RESOLUTION_MS && isNear(fresh, nowMs)
  })
  return found ?? null
}
