import type * as z from 'zod/mini'
import type { World } from '../world/world.js'
import { invalidParameter, LogsFailure, notFound } from './failure.js'
import type { CREATE_GROUP, DESCRIBE_GROUPS, DESCRIBE_STREAMS } from './inputs.js'
import { charactersOf, type LogEvent, type LogGroup, MOST_GROUPS } from './store.js'

const PAGE = 50

export function createLogGroup({ logs }: World, { logGroupName }: z.infer<typeof CREATE_GROUP>): null {
  if (logs.groups.has(logGroupName)) {
    throw new LogsFailure('ResourceAlreadyExistsException', 'The specified log group already exists')
  }
  if (logs.groups.size >= MOST_GROUPS) throw new LogsFailure('LimitExceededException', 'Resource limit exceeded.')
  logs.create(logGroupName)
  return null
}

export function deleteLogGroup({ logs }: World, { logGroupName }: z.infer<typeof CREATE_GROUP>): null {
  if (!logs.remove(logGroupName)) throw notFound('group')
  return null
}

export function describeLogGroups(world: World, input: z.infer<typeof DESCRIBE_GROUPS>): object {
  const { logGroupNamePrefix: prefix = '', logGroupNamePattern: pattern = '' } = input
  if (prefix !== '' && pattern !== '') {
    throw invalidParameter('LogGroup name prefix and LogGroup name pattern are mutually exclusive parameters.')
  }
  const found = [...world.logs.groups.values()]
    .filter(({ name }) => name.startsWith(prefix) && name.toLowerCase().includes(pattern.toLowerCase()))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const { page, more } = paged(found, ({ name }) => name, input)
  return { logGroups: page.map((group) => groupView(world, group)), ...more }
}

export function describeLogStreams(world: World, input: z.infer<typeof DESCRIBE_STREAMS>): object {
  const group = groupOf(world, input)
  const { logStreamNamePrefix: prefix = '', orderBy = 'LogStreamName', descending = false } = input
  if (prefix !== '' && orderBy === 'LastEventTime') {
    throw invalidParameter('Cannot order by LastEventTime with a logStreamNamePrefix.')
  }
  const streams = [...group.streams]
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, creationTime]) => ({
      name,
      creationTime,
      events: group.events.filter(({ stream }) => stream === name),
    }))
  const rank = ({ name, events }: (typeof streams)[number]) =>
    orderBy === 'LogStreamName' ? name : `${String(events.at(-1)?.timestamp ?? 0).padStart(15, '0')}/${name}`
  const sign = descending ? -1 : 1
  streams.sort((a, b) => (rank(a) < rank(b) ? -sign : sign))
  const { page, more } = paged(streams, ({ name }) => name, input)
  return {
    logStreams: page.map(({ name, creationTime, events }) => ({
      logStreamName: name,
      creationTime,
      ...timesOf(events),
      arn: `${arnOf(world, group)}:log-stream:${name}`,
      storedBytes: 0,
    })),
    ...more,
  }
}

/** By its name, or by its ARN, with or without the star at its end. */
export function groupOf(
  { logs }: World,
  { logGroupName, logGroupIdentifier }: { readonly logGroupName?: string; readonly logGroupIdentifier?: string },
): LogGroup {
  if ((logGroupName === undefined) === (logGroupIdentifier === undefined)) {
    throw invalidParameter('Exactly one of logGroupName and logGroupIdentifier is needed')
  }
  const group = logs.groups.get(logGroupName ?? groupNameIn(logGroupIdentifier ?? ''))
  if (!group) throw notFound('group')
  return group
}

/** `arn:aws:logs:us-east-1:000000000000:log-group:/a/b:*` → `/a/b`. */
export function groupNameIn(arn: string): string {
  return /:log-group:([^:]+)/.exec(arn)?.[1] ?? arn
}

function groupView(world: World, group: LogGroup): object {
  const arn = arnOf(world, group)
  return {
    logGroupName: group.name,
    creationTime: group.creationTime,
    metricFilterCount: 0,
    arn: `${arn}:*`,
    storedBytes: charactersOf(group),
    logGroupClass: 'STANDARD',
    logGroupArn: arn,
  }
}

function timesOf(events: readonly LogEvent[]): object {
  const [first, last] = [events[0], events.at(-1)]
  if (!first || !last) return {}
  return {
    firstEventTimestamp: first.timestamp,
    lastEventTimestamp: last.timestamp,
    lastIngestionTime: last.timestamp,
  }
}

function arnOf({ region, accountId }: World, { name }: LogGroup): string {
  return `arn:aws:logs:${region}:${accountId}:log-group:${name}`
}

/** The token of a page is the name after which it begins. */
function paged<T>(
  all: readonly T[],
  nameOf: (one: T) => string,
  { limit = PAGE, nextToken }: { readonly limit?: number; readonly nextToken?: string },
): { readonly page: readonly T[]; readonly more: object } {
  const before = nextToken === undefined ? -1 : all.findIndex((one) => nameOf(one) === nextToken)
  if (nextToken !== undefined && before < 0) throw invalidParameter('The specified nextToken is invalid.')
  const page = all.slice(before + 1, before + 1 + limit)
  const last = page.at(-1)
  return { page, more: last && before + 1 + limit < all.length ? { nextToken: nameOf(last) } : {} }
}
