import type { World } from '../../world/world.js'
import type { HistoryItemType } from '../shapes/alarms.js'
import type { Alarm } from './alarm.js'

const MOST_ITEMS = 10_000
const MOST_DATA = 4_095

interface Noted {
  readonly atMs: number
  readonly type: HistoryItemType
  readonly summary: string
  readonly data: object
}

/** Adds to the history, which outlives the alarm. */
export function note({ monitoring }: World, { name, type: alarmType }: Alarm, noted: Noted): void {
  const { atMs, type, summary, data } = noted
  monitoring.history.push({
    alarmName: name,
    alarmType,
    atMs,
    type,
    summary: summary.slice(0, 255),
    data: bounded(data),
  })
  while (monitoring.history.length > MOST_ITEMS) monitoring.history.shift()
  monitoring.changes++
}

/** JSON that is as short as AWS's: without the longest field where it would be longer. */
function bounded(data: object): string {
  const json = JSON.stringify(data)
  if (json.length <= MOST_DATA) return json
  const sizes = Object.entries(data).map(([name, value]) => ({
    name,
    size: JSON.stringify(value)?.length ?? 0,
  }))
  const longest = sizes.sort((a, b) => b.size - a.size)[0]?.name
  return bounded(Object.fromEntries(Object.entries(data).filter(([name]) => name !== longest)))
}
