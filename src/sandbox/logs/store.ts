import type { Clock } from '../world/clock.js'

export interface LogEvent {
  readonly stream: string
  readonly timestamp: number
  readonly message: string
  /** Digits; later events have greater ones. */
  readonly eventId: string
}

export interface LogGroup {
  readonly name: string
  readonly creationTime: number
  /** In the order in which they came. */
  readonly events: LogEvent[]
  /** When each stream was made, by its name. */
  readonly streams: Map<string, number>
}

/** What of an account's log groups is kept: nothing of it is in the state file. */
export interface Logs {
  readonly groups: ReadonlyMap<string, LogGroup>
  create(name: string): LogGroup
  /** False where there is none. */
  remove(name: string): boolean
  /** Makes group and stream where there are none. */
  write(group: string, stream: string, timestamp: number, message: string): void
}

export const MOST_GROUPS = 1_000
const MOST_EVENTS = 10_000
/** So many are forgotten at once. */
const SPARE_EVENTS = 1_000
/** Of one message. */
const MOST_CHARACTERS = 256 * 1024
/** Of all groups together. */
const MOST_KEPT_CHARACTERS = 64 * 1024 * 1024
const ID_DIGITS = 56

export function createLogs(clock: Clock): Logs {
  const groups = new Map<string, LogGroup>()
  let written = 0
  let kept = 0
  const forget = ({ events }: LogGroup, count: number) => {
    for (const { message } of events.splice(0, count)) kept -= message.length
  }
  const remove = (name: string): boolean => {
    const group = groups.get(name)
    if (group) forget(group, group.events.length)
    return groups.delete(name)
  }
  const makeRoom = () => {
    const sizes = [...groups.values()].map((group) => ({ group, size: charactersOf(group) }))
    const [longest] = sizes.sort((a, b) => b.size - a.size)
    if (longest) forget(longest.group, Math.ceil(longest.group.events.length / 2))
  }
  const create = (name: string): LogGroup => {
    const group: LogGroup = { name, creationTime: clock.now(), events: [], streams: new Map() }
    groups.set(name, group)
    const [oldest] = groups.keys()
    if (groups.size > MOST_GROUPS && oldest !== undefined) remove(oldest)
    return group
  }
  return {
    groups,
    create,
    remove,
    write(name, stream, timestamp, message) {
      const group = groups.get(name) ?? create(name)
      if (!group.streams.has(stream)) group.streams.set(stream, timestamp)
      if (group.events.length >= MOST_EVENTS + SPARE_EVENTS) forget(group, SPARE_EVENTS)
      const text = message.slice(0, MOST_CHARACTERS)
      if (kept + text.length > MOST_KEPT_CHARACTERS) makeRoom()
      kept += text.length
      written++
      group.events.push({
        stream,
        timestamp,
        message: text,
        eventId: String(written).padStart(ID_DIGITS, '0'),
      })
    },
  }
}

export function charactersOf({ events }: LogGroup): number {
  return events.reduce((sum, { message }) => sum + message.length, 0)
}
