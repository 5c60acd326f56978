import type { ServiceError } from '../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { uuid } from '../world/ids.js'
import type { World } from '../world/world.js'
import { CloudWatchFailure, notEmulated } from './failure.js'
import { NOT_EMULATED, OPERATIONS, type Operation } from './operations.js'
import { uncompressed } from './protocols/body.js'
import { CBOR_PREFIX, CBOR_PROTOCOL } from './protocols/cbor.js'
import { JSON_PROTOCOL, TARGET_PREFIX } from './protocols/json.js'
import type { Protocol } from './protocols/protocol.js'
import { QUERY_PROTOCOL } from './protocols/query.js'
import { kindOf } from './shapes/kinds.js'

/** The operation that was asked for, and the answer. */
export interface Served {
  readonly operation?: string
  readonly answer: HttpAnswer
}

/** Whether the caller may do this to these resources; the refusal where not. */
export type Permit = (operation: string, resources: readonly string[]) => ServiceError | null

/** Answers in the request's own protocol. */
export function serveCloudWatch(world: World, sent: HttpRequest, permit: Permit): Served {
  const protocol = protocolOf(sent)
  const requestId = uuid(world.random)
  const { operation, answer } = served(world, sent, { protocol, permit, requestId })
  const headers: HttpAnswer['headers'] = [...answer.headers, ['x-amzn-RequestId', requestId]]
  return { ...(operation ? { operation } : {}), answer: { ...answer, headers } }
}

interface Serving {
  readonly protocol: Protocol
  readonly permit: Permit
  readonly requestId: string
}

function served(world: World, sent: HttpRequest, { protocol, permit, requestId }: Serving) {
  let name = ''
  try {
    const request = uncompressed(sent)
    name = protocol.operation(request) ?? ''
    const operation = OPERATIONS.get(name)
    const input = readInput(protocol, request, operation)
    const resources = operation && input.readable ? operation.resources(world, input.value) : ['*']
    const refusal = permit(name, resources)
    if (refusal) return { operation: name, answer: protocol.refused(refusal, requestId) }
    if (!operation) throw unknownOperation(name)
    if (!input.readable) throw input.failure
    const value = operation.run(world, input.value)
    const output = operation.output ? { kind: kindOf(operation.output), value } : null
    return { operation: name, answer: protocol.result(name, output, requestId) }
  } catch (error) {
    if (!(error instanceof CloudWatchFailure)) throw error
    return { operation: name, answer: protocol.failed(error, sent, requestId) }
  }
}

type Read =
  | { readonly readable: true; readonly value: unknown }
  | { readonly readable: false; readonly failure: CloudWatchFailure }

/** Who may not call the operation is not told what is wrong with the call. */
function readInput(protocol: Protocol, request: HttpRequest, operation: Operation | undefined): Read {
  if (!operation) return { readable: true, value: {} }
  try {
    return { readable: true, value: protocol.input(request, kindOf(operation.input)) }
  } catch (error) {
    if (error instanceof CloudWatchFailure) return { readable: false, failure: error }
    throw error
  }
}

function unknownOperation(name: string): CloudWatchFailure {
  if (NOT_EMULATED.has(name)) return notEmulated(name)
  const message = `The operation ${name} is not known.`
  return new CloudWatchFailure('InvalidAction', 'UnknownOperationException', message, { status: 404 })
}

function protocolOf({ path, headers }: HttpRequest): Protocol {
  if (path.startsWith(CBOR_PREFIX)) return CBOR_PROTOCOL
  return headers['x-amz-target']?.startsWith(TARGET_PREFIX) ? JSON_PROTOCOL : QUERY_PROTOCOL
}
