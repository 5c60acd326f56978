import type * as z from 'zod/mini'
import type { World } from '../../world/world.js'
import { invalidNextToken, notEmulated, validationError } from '../failure.js'
import type { HistoryItem } from '../monitoring.js'
import { pageOf } from '../paging.js'
import { DAY_MS } from '../series.js'
import type { alarmHistoryInput, alarmHistoryOutput } from '../shapes/alarms.js'
import { settleAlarms } from './settle.js'

const KEPT_MS = 30 * DAY_MS
const PAGE_SIZE = 50

/** DescribeAlarmHistory: of an alarm, or of all, the newest first. */
export function describeAlarmHistory(
  world: World,
  input: z.infer<typeof alarmHistoryInput>,
): z.infer<typeof alarmHistoryOutput> {
  if (input.AlarmContributorId !== undefined) throw notEmulated('contributors of alarms')
  const { StartDate = Number.NEGATIVE_INFINITY, EndDate = Number.POSITIVE_INFINITY } = input
  if (StartDate > EndDate) throw validationError('StartDate must be less than EndDate.')
  settleAlarms(world)
  const sinceMs = Math.max(StartDate * 1000, world.clock.now() - KEPT_MS)
  const types: readonly string[] = input.AlarmTypes ?? ['MetricAlarm']
  const chosen = world.monitoring.history.filter(
    ({ alarmName, alarmType, atMs, type }) =>
      alarmName === (input.AlarmName ?? alarmName) &&
      (types.includes(alarmType) || input.AlarmName !== undefined) &&
      type === (input.HistoryItemType ?? type) &&
      atMs >= sinceMs &&
      atMs <= EndDate * 1000,
  )
  const sorted = chosen.sort((a, b) => a.atMs - b.atMs)
  const ordered = input.ScanBy === 'TimestampAscending' ? sorted : sorted.reverse()
  const { page, next } = pageOf(ordered, input.NextToken, input.MaxRecords ?? PAGE_SIZE, (token) =>
    invalidNextToken(`Invalid NextToken : ${token}`),
  )
  return { AlarmHistoryItems: page.map(shown), ...next }
}

function shown({ alarmName, alarmType, atMs, type, summary, data }: HistoryItem) {
  return {
    AlarmName: alarmName,
    AlarmType: alarmType,
    Timestamp: atMs / 1000,
    HistoryItemType: type,
    HistorySummary: summary,
    HistoryData: data,
  }
}
