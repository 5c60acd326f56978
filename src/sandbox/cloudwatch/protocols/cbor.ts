import { cbor, dateToTag } from '@smithy/core/cbor'
import type { HttpAnswer } from '../../http/message.js'
import { queryCode } from '../../http/query-xml.js'
import {
  failureBody,
  type Protocol,
  queryErrorHeader,
  refusalBody,
  SERVICE,
  TIMES,
  unreadable,
} from './protocol.js'

export const CBOR_PREFIX = `/service/${SERVICE}/operation/`
const EPOCH_SECONDS = 1

/** Smithy RPC v2 with CBOR. */
export const CBOR_PROTOCOL: Protocol = {
  operation: ({ path }) => path.slice(CBOR_PREFIX.length),
  input: ({ body }) => parse(body),
  result: (_, output) => answer(200, encodable('', output)),
  failed: (failure) => answer(failure.status, failureBody(failure), failure.code),
  refused: (refusal) => answer(refusal.status, refusalBody(refusal), queryCode(refusal.type)),
}

function answer(status: number, body: unknown, code?: string): HttpAnswer {
  const error = code === undefined ? [] : [queryErrorHeader(code)]
  return {
    status,
    headers: [['Content-Type', 'application/cbor'], ['smithy-protocol', 'rpc-v2-cbor'], ...error],
    body: Buffer.from(cbor.serialize(body)),
  }
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    return decoded(cbor.deserialize(body))
  } catch {
    throw unreadable('CBOR')
  }
}

/** Turns times into epoch seconds, and leaves out what is null. */
function decoded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(decoded)
  if (typeof value !== 'object' || value === null) return value
  if ('tag' in value && 'value' in value) return value.tag === EPOCH_SECONDS ? value.value : value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, field]) => (field === null ? [] : [[key, decoded(field)]])),
  )
}

function encodable(name: string, value: unknown): unknown {
  if (TIMES.has(name) && typeof value === 'number') return dateToTag(new Date(value * 1000))
  if (Array.isArray(value)) return value.map((member) => encodable(name, member))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, encodable(key, field)]))
}
