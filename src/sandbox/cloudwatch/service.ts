import type { ServiceError } from '../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { uuid } from '../world/ids.js'
import type { World } from '../world/world.js'
import { CloudWatchFailure } from './failure.js'
import { listMetrics } from './list-metrics.js'
import { getMetricData } from './metric-data.js'
import { getMetricStatistics } from './metric-statistics.js'
import { CBOR_DIALECT, CBOR_PREFIX } from './protocols/cbor.js'
import { JSON_DIALECT, TARGET_PREFIX } from './protocols/json.js'
import type { Dialect } from './protocols/protocol.js'
import { QUERY_DIALECT } from './protocols/query.js'

/** What the request asks CloudWatch for, as its dialect says it. */
export function cloudWatchOperation(request: HttpRequest): string | undefined {
  return dialectOf(request).operation(request)
}

/** CloudWatch as its clients see it; `refusal` where the caller is not served. */
export function serveCloudWatch(
  world: World,
  request: HttpRequest,
  refusal: ServiceError | null,
): HttpAnswer {
  const dialect = dialectOf(request)
  const requestId = uuid(world.random)
  const { status, headers, body } = refusal
    ? dialect.refused(refusal, requestId)
    : served(world, request, dialect, requestId)
  return { status, headers: [...headers, ['x-amzn-RequestId', requestId]], body }
}

function served(world: World, request: HttpRequest, dialect: Dialect, requestId: string): HttpAnswer {
  try {
    const operation = dialect.operation(request) ?? ''
    return dialect.result(operation, runOperation(world, operation, dialect.input(request)), requestId)
  } catch (error) {
    if (error instanceof CloudWatchFailure) return dialect.failed(error, requestId)
    throw error
  }
}

function dialectOf({ path, headers }: HttpRequest): Dialect {
  if (path.startsWith(CBOR_PREFIX)) return CBOR_DIALECT
  return headers['x-amz-target']?.startsWith(TARGET_PREFIX) ? JSON_DIALECT : QUERY_DIALECT
}

type Operation = (world: World, input: unknown) => unknown

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['GetMetricData', getMetricData],
  ['GetMetricStatistics', getMetricStatistics],
  ['ListMetrics', listMetrics],
])

/** Runs an operation on its input as plain data, whatever dialect it came in. Times are epoch seconds. */
function runOperation(world: World, name: string, input: unknown): unknown {
  const operation = OPERATIONS.get(name)
  if (!operation) {
    const message = `The operation ${name} is not known.`
    throw new CloudWatchFailure('InvalidAction', 'UnknownOperationException', message, 404)
  }
  return operation(world, input)
}
