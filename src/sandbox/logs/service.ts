import type * as z from 'zod/mini'
import type { ServiceError } from '../http/errors.js'
import { checkJson, parseJson } from '../http/json.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import type { World } from '../world/world.js'
import { filterLogEvents, getLogEvents } from './events.js'
import { invalidParameter, LogsFailure } from './failure.js'
import { createLogGroup, deleteLogGroup, describeLogGroups, describeLogStreams, groupNameIn } from './groups.js'
import { CREATE_GROUP, DESCRIBE_GROUPS, DESCRIBE_STREAMS, FILTER_EVENTS, GET_EVENTS } from './inputs.js'

const LOGS_TARGET = 'Logs_20140328.'

type Operation = (world: World, input: unknown) => object | null

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['CreateLogGroup', operation(CREATE_GROUP, createLogGroup)],
  ['DeleteLogGroup', operation(CREATE_GROUP, deleteLogGroup)],
  ['DescribeLogGroups', operation(DESCRIBE_GROUPS, describeLogGroups)],
  ['DescribeLogStreams', operation(DESCRIBE_STREAMS, describeLogStreams)],
  ['FilterLogEvents', operation(FILTER_EVENTS, filterLogEvents)],
  ['GetLogEvents', operation(GET_EVENTS, getLogEvents)],
])

export function logsOperation({ headers }: Pick<HttpRequest, 'headers'>): string | undefined {
  const target = headers['x-amz-target']
  return target?.startsWith(LOGS_TARGET) ? target.slice(LOGS_TARGET.length) : undefined
}

/** Group and stream as policies name them: `/a/b:log-stream:c`. Without a group all are meant. */
export function logsResource({ body }: Pick<HttpRequest, 'body'>): string {
  const group = textIn(body, 'logGroupName') ?? textIn(body, 'logGroupIdentifier') ?? ''
  return `${groupNameIn(group)}:log-stream:${textIn(body, 'logStreamName') ?? ''}`
}

/** CloudWatch Logs in AWS JSON 1.1, with `refusal` where the caller is not served. */
export function serveLogs(world: World, request: HttpRequest, refusal: ServiceError | null): HttpAnswer {
  if (refusal) return failed(refusal.type, refusal.message, refusal.status === 403 ? 400 : refusal.status)
  try {
    const name = logsOperation(request) ?? ''
    const run = OPERATIONS.get(name)
    if (!run) {
      throw new LogsFailure('NotImplementedException', `the sandbox does not emulate logs:${name}`, 501)
    }
    const json = request.body.length === 0 ? {} : parseJson(request.body)
    if (json === undefined) throw new LogsFailure('SerializationException', 'the body is no JSON')
    return answer(200, run(world, json))
  } catch (error) {
    if (error instanceof LogsFailure) return failed(error.type, error.message, error.status)
    throw error
  }
}

function operation<T extends z.ZodMiniType>(
  schema: T,
  run: (world: World, input: z.infer<T>) => object | null,
): Operation {
  return (world, input) => {
    const { value, problem } = checkJson(schema, input, 'body')
    if (problem !== null) throw invalidParameter(problem)
    return run(world, value)
  }
}

function failed(type: string, message: string, status: number): HttpAnswer {
  return answer(status, { __type: type, message })
}

function answer(status: number, body: object | null): HttpAnswer {
  const text = body === null ? '' : JSON.stringify(body)
  return { status, headers: [['Content-Type', 'application/x-amz-json-1.1']], body: text }
}

function textIn(body: Buffer, name: string): string | undefined {
  const json = parseJson(body)
  const value: unknown = typeof json === 'object' && json !== null ? Reflect.get(json, name) : undefined
  return typeof value === 'string' ? value : undefined
}
