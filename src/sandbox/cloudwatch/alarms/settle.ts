import type { World } from '../../world/world.js'
import { CloudWatchFailure } from '../failure.js'
import { DAY_MS, floorTo, HOUR_MS } from '../series.js'
import type { StateValue } from '../shapes/alarms.js'
import type { MetricAlarm } from './alarm.js'
import { change, settleComposites } from './composite/composites.js'
import { compositesOf, endPeriods } from './composite/suppressed.js'
import { suppressorOf } from './composite/suppression.js'
import { rangeReader, scheduleOf } from './datapoints.js'
import { type Judgement, judge } from './judge.js'
import { reasonDataOf, reasonOf } from './reason.js'
import type { NextState } from './transition.js'

/** Older moments than these days are not looked at any more, where there are not too many alarms. */
const LOOKED_BACK_MS = 3 * DAY_MS
/** More alarms than these are looked at for a shorter time, so that no jump of the clock keeps callers waiting for minutes. */
const MANY_ALARMS = 100

function lookedBackMs(alarms: number): number {
  return Math.max(HOUR_MS, (LOOKED_BACK_MS * MANY_ALARMS) / Math.max(MANY_ALARMS, alarms))
}

interface Event {
  readonly atMs: number
  readonly alarm: MetricAlarm
  readonly next: NextState
}

/**
 * Brings every alarm to the state that it has now: each is looked at in every minute since somebody asked last, as if
 * a clock had done it. Whatever changes alarms or puts metrics does this first. Of what happens at one moment, changes
 * come before the ends of periods, and those of suppressors before others.
 */
export function settleAlarms(world: World): void {
  const nowMs = world.clock.now()
  const alarms = [...world.monitoring.alarms.values()]
  for (const alarm of alarms) {
    if (alarm.type === 'CompositeAlarm' && !alarm.evaluated) settleComposites(world, alarm.configurationUpdatedMs, null)
  }
  const backMs = lookedBackMs(alarms.length)
  const events = alarms.flatMap((alarm) => (alarm.type === 'MetricAlarm' ? changesOf(world, alarm, nowMs, backMs) : []))
  const suppressors = new Set(compositesOf(world).map(suppressorOf))
  const rank = ({ alarm }: Event) => (suppressors.has(alarm.name) ? 0 : 1)
  for (const { alarm, next, atMs } of events.sort((a, b) => a.atMs - b.atMs || rank(a) - rank(b))) {
    endPeriods(world, atMs)
    change(world, alarm, next, atMs)
  }
  endPeriods(world, nowMs + 1)
}

function changesOf(world: World, alarm: MetricAlarm, nowMs: number, backMs: number): Event[] {
  const { stepMs, periodMs } = scheduleOf(alarm.settings)
  const last = floorTo(nowMs, stepMs)
  const after = Math.max(alarm.evaluatedMs, last - backMs)
  const first = floorTo(after, stepMs) + stepMs
  if (first > last) return []
  const events: Event[] = []
  const read = rangeReader(world, alarm.settings, { startMs: first, endMs: last })
  let value: StateValue = alarm.state.value
  for (let atMs = first; atMs <= last; atMs += stepMs) {
    const judgement = judgedAt(read, alarm, atMs)
    if (!judgement || judgement.value === value) continue
    value = judgement.value
    events.push({ atMs, alarm, next: stateOf(judgement, alarm, { atMs, periodMs }) })
  }
  alarm.evaluatedMs = last
  return events
}

/** An expression that fails on this data says nothing. */
function judgedAt(read: ReturnType<typeof rangeReader>, { settings }: MetricAlarm, atMs: number): Judgement | null {
  try {
    return judge(read(atMs), settings)
  } catch (error) {
    if (error instanceof CloudWatchFailure) return null
    throw error
  }
}

function stateOf(
  judgement: Judgement,
  { settings }: MetricAlarm,
  { atMs, periodMs }: { readonly atMs: number; readonly periodMs: number },
): NextState {
  const { Unit: unit, Statistic, ExtendedStatistic } = settings
  return {
    value: judgement.value,
    reason: reasonOf(judgement, settings),
    reasonData: reasonDataOf(judgement, settings, {
      atMs,
      periodMs,
      unit,
      statistic: Statistic ?? ExtendedStatistic,
    }),
  }
}
