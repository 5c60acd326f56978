import type { World } from '../../world/world.js'
import { CloudWatchFailure } from '../failure.js'
import { DAY_MS, floorTo } from '../series.js'
import type { StateValue } from '../shapes/alarms.js'
import { alarmArn, type CompositeAlarm, type MetricAlarm } from './alarm.js'
import { rangeReader, scheduleOf } from './datapoints.js'
import { type Judgement, judge } from './judge.js'
import { offsetTime, reasonDataOf, reasonOf } from './reason.js'
import { parseRule } from './rule.js'
import { type NextState, transition } from './transition.js'

/** Older moments than these days are not looked at any more. */
const LOOKED_BACK_MS = 3 * DAY_MS

interface Event {
  readonly atMs: number
  readonly alarm: MetricAlarm
  readonly next: NextState
}

/**
 * Brings every alarm to the state that it has now: each is looked at in every minute since somebody asked last, as if
 * a clock had done it. Whatever changes alarms or puts metrics does this first.
 */
export function settleAlarms(world: World): void {
  const nowMs = world.clock.now()
  const alarms = [...world.monitoring.alarms.values()]
  for (const alarm of alarms) {
    if (alarm.type === 'CompositeAlarm' && !alarm.evaluated) settleComposites(world, alarm.configurationUpdatedMs, null)
  }
  const events = alarms.flatMap((alarm) => (alarm.type === 'MetricAlarm' ? changesOf(world, alarm, nowMs) : []))
  for (const { alarm, next, atMs } of events.sort((a, b) => a.atMs - b.atMs)) {
    change(world, alarm, next, atMs)
  }
}

/** Puts a metric alarm into a state, and after it the alarms that are made of it. */
export function change(world: World, alarm: MetricAlarm | CompositeAlarm, next: NextState, atMs: number): void {
  const before = alarm.state.value
  transition(world, alarm, next, atMs)
  if (alarm.state.value !== before) settleComposites(world, atMs, alarm)
}

function changesOf(world: World, alarm: MetricAlarm, nowMs: number): Event[] {
  const { stepMs, periodMs } = scheduleOf(alarm.settings)
  const last = floorTo(nowMs, stepMs)
  const after = Math.max(alarm.evaluatedMs, last - LOOKED_BACK_MS)
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

/** Evaluates the rules until no alarm changes any more; alarms that are made of each other end after a round each. */
function settleComposites(world: World, atMs: number, trigger: MetricAlarm | CompositeAlarm | null): void {
  const { alarms } = world.monitoring
  const composites = [...alarms.values()].filter((alarm) => alarm.type === 'CompositeAlarm')
  let cause = trigger
  for (let round = 0; round <= composites.length; round++) {
    const changed = composites.find((alarm) => {
      const value = parseRule(alarm.settings.AlarmRule).holds((name) => alarms.get(name)?.state.value) ? 'ALARM' : 'OK'
      const put = !alarm.evaluated
      alarm.evaluated = true
      if (value === alarm.state.value) return false
      transition(world, alarm, compositeState(world, alarm, { value, cause: put ? null : cause, atMs }), atMs)
      return true
    })
    if (!changed) return
    cause = changed
  }
}

function compositeState(
  world: World,
  { name, state }: CompositeAlarm,
  {
    value,
    cause,
    atMs,
  }: {
    readonly value: StateValue
    readonly cause: MetricAlarm | CompositeAlarm | null
    readonly atMs: number
  },
): NextState {
  const when = longDate(atMs)
  if (!cause) {
    const done = state.value === 'INSUFFICIENT_DATA' ? 'created' : 'updated'
    const reason = `${alarmArn(world, name)} was ${done} and its alarm rule evaluates to ${value} at ${when}`
    return { value, reason, reasonData: null }
  }
  const arn = alarmArn(world, cause.name)
  const caused = { value: cause.state.value, timestamp: offsetTime(cause.state.transitionedMs) }
  return {
    value,
    reason: `${arn} transitioned to ${cause.state.value} at ${when}`,
    reasonData: JSON.stringify({ triggeringAlarms: [{ arn, state: caused }] }),
  }
}

/** `Thursday 01 January, 2026 00:05:00 UTC`. */
function longDate(atMs: number): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: 'UTC',
    weekday: 'long',
    day: '2-digit',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(atMs)
  const { weekday, day, month, year, hour, minute, second } = Object.fromEntries(
    parts.map(({ type, value }) => [type, value]),
  )
  return `${weekday} ${day} ${month}, ${year} ${hour}:${minute}:${second} UTC`
}
