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
  readonly groups: Map<string, LogGroup>
  create(name: string): LogGroup
  /** Makes group and stream where there are none. */
  write(group: string, stream: string, timestamp: number, message: string): void
}

const MOST_EVENTS = 10_000
/** So many are forgotten at once. */
const SPARE_EVENTS = 1_000
const MOST_GROUPS = 1_000
const MOST_CHARACTERS = 256 * 1024
const ID_DIGITS = 56

export function createLogs(clock: Clock): Logs {
  const groups = new Map<string, LogGroup>()
  let written = 0
  const create = (name: string): LogGroup => {
    const group: LogGroup = { name, creationTime: clock.now(), events: [], streams: new Map() }
    groups.set(name, group)
    const [oldest] = groups.keys()
    if (groups.size > MOST_GROUPS && oldest !== undefined) groups.delete(oldest)
    return group
  }
  return {
    groups,
    create,
    write(name, stream, timestamp, message) {
      const { events, streams } = groups.get(name) ?? create(name)
      if (!streams.has(stream)) streams.set(stream, timestamp)
      if (events.length >= MOST_EVENTS + SPARE_EVENTS) events.splice(0, SPARE_EVENTS)
      written++
      events.push({
        stream,
        timestamp,
        message: message.slice(0, MOST_CHARACTERS),
        eventId: String(written).padStart(ID_DIGITS, '0'),
      })
    },
  }
}
