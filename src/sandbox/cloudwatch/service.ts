import type { ServiceError } from '../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { uuid } from '../world/ids.js'
import type { World } from '../world/world.js'
import { CloudWatchFailure } from './failure.js'
import { listMetrics } from './list-metrics.js'
import { getMetricData } from './metric-data.js'
import { getMetricStatistics } from './metric-statistics.js'
import { CBOR_PREFIX, CBOR_PROTOCOL } from './protocols/cbor.js'
import { JSON_PROTOCOL, TARGET_PREFIX } from './protocols/json.js'
import type { Protocol } from './protocols/protocol.js'
import { QUERY_PROTOCOL } from './protocols/query.js'

/** The operation that the request names, in the way of its protocol. */
export function cloudWatchOperation(request: HttpRequest): string | undefined {
  return protocolOf(request).operation(request)
}

/** Answers in the request's own protocol, with `refusal` where the caller is not served. */
export function serveCloudWatch(
  world: World,
  request: HttpRequest,
  refusal: ServiceError | null,
): HttpAnswer {
  const protocol = protocolOf(request)
  const requestId = uuid(world.random)
  const { status, headers, body } = refusal
    ? protocol.refused(refusal, requestId)
    : served(world, request, protocol, requestId)
  return { status, headers: [...headers, ['x-amzn-RequestId', requestId]], body }
}

function served(world: World, request: HttpRequest, protocol: Protocol, requestId: string): HttpAnswer {
  try {
    const operation = protocol.operation(request) ?? ''
    return protocol.result(operation, runOperation(world, operation, protocol.input(request)), requestId)
  } catch (error) {
    if (error instanceof CloudWatchFailure) return protocol.failed(error, requestId)
    throw error
  }
}

function protocolOf({ path, headers }: HttpRequest): Protocol {
  if (path.startsWith(CBOR_PREFIX)) return CBOR_PROTOCOL
  return headers['x-amz-target']?.startsWith(TARGET_PREFIX) ? JSON_PROTOCOL : QUERY_PROTOCOL
}

type Operation = (world: World, input: unknown) => unknown

const OPERATIONS: ReadonlyMap<string, Operation> = new Map([
  ['GetMetricData', getMetricData],
  ['GetMetricStatistics', getMetricStatistics],
  ['ListMetrics', listMetrics],
])

/** Input and output are plain data, whatever the protocol. Times are epoch seconds. */
function runOperation(world: World, name: string, input: unknown): unknown {
  const operation = OPERATIONS.get(name)
  if (!operation) {
    const message = `The operation ${name} is not known.`
    throw new CloudWatchFailure('InvalidAction', 'UnknownOperationException', message, 404)
  }
  return operation(world, input)
}
