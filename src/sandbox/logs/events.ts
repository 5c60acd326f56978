import type * as z from 'zod/mini'
import type { World } from '../world/world.js'
import { invalidParameter, notFound } from './failure.js'
import { compilePattern } from './filter-pattern.js'
import { groupOf } from './groups.js'
import type { FILTER_EVENTS, GET_EVENTS } from './inputs.js'
import type { LogEvent } from './store.js'

const MOST = 10_000
const MOST_CHARACTERS = 1024 * 1024
const TOKEN = /^([fb])\/(\d{56})$/
const BEFORE_ALL = '0'.repeat(56)

/** Reads one stream forwards or backwards. Both tokens are there, and stay the same where there is no more. */
export function getLogEvents(world: World, input: z.infer<typeof GET_EVENTS>): object {
  const { logStreamName, limit = MOST, startFromHead = false, nextToken } = input
  const group = groupOf(world, input)
  if (!group.streams.has(logStreamName)) throw notFound('stream')
  const all = group.events.filter((event) => event.stream === logStreamName && isWithin(event, input))
  const [, direction, from = BEFORE_ALL] = TOKEN.exec(nextToken ?? '') ?? []
  if (nextToken !== undefined && direction === undefined) {
    throw invalidParameter('The specified nextToken is invalid.')
  }
  const forwards = direction === undefined ? startFromHead : direction === 'f'
  const rest = all.filter(({ eventId }) => {
    if (direction === undefined) return true
    return forwards ? eventId > from : eventId < from
  })
  const events = forwards ? pageOf(rest.slice(0, limit)) : pageOf(rest.slice(-limit).reverse()).reverse()
  const [first, last] = [events[0], events.at(-1)]
  return {
    events: events.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
    nextForwardToken: `f/${last?.eventId ?? from}`,
    nextBackwardToken: `b/${first?.eventId ?? from}`,
  }
}

/** Of all streams, or of some, in the order of time. The token is the last event that was looked at. */
export function filterLogEvents(world: World, input: z.infer<typeof FILTER_EVENTS>): object {
  const { logStreamNames, logStreamNamePrefix = '', filterPattern = '', limit = MOST, nextToken } = input
  if (logStreamNames && logStreamNamePrefix !== '') {
    throw invalidParameter('logStreamNames and logStreamNamePrefix are mutually exclusive parameters.')
  }
  if (nextToken !== undefined && !/^\d{56}$/.test(nextToken)) {
    throw invalidParameter('The specified nextToken is invalid.')
  }
  const matches = compilePattern(filterPattern)
  const isMeant = ({ stream }: LogEvent) =>
    stream.startsWith(logStreamNamePrefix) && (logStreamNames?.includes(stream) ?? true)
  const found = groupOf(world, input).events.filter(
    (event) =>
      event.eventId > (nextToken ?? BEFORE_ALL) && isMeant(event) && isWithin(event, input) && matches(event.message),
  )
  const page = pageOf(found.slice(0, limit))
  return {
    events: page.map(({ stream, timestamp, message, eventId }) => ({
      logStreamName: stream,
      timestamp,
      message,
      ingestionTime: timestamp,
      eventId,
    })),
    searchedLogStreams: [],
    ...(found.length > page.length ? { nextToken: page.at(-1)?.eventId } : {}),
  }
}

/** The first of them that fit into an answer of a mebibyte, and at least one. */
function pageOf(events: readonly LogEvent[]): LogEvent[] {
  let characters = 0
  const beyond = events.findIndex(({ message }, index) => {
    characters += message.length
    return index > 0 && characters > MOST_CHARACTERS
  })
  return beyond < 0 ? [...events] : events.slice(0, beyond)
}

/** The start belongs to the time, the end does not. */
function isWithin(
  { timestamp }: LogEvent,
  { startTime = 0, endTime = Number.POSITIVE_INFINITY }: { readonly startTime?: number; readonly endTime?: number },
): boolean {
  return timestamp >= startTime && timestamp < endTime
}
