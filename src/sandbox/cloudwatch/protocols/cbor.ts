import { cbor, dateToTag } from '@smithy/core/cbor'
import type { HttpAnswer } from '../../http/message.js'
import { queryCode } from '../../http/query-xml.js'
import type { Kind } from '../shapes/kinds.js'
import { hasSafeNumbers } from './cbor-numbers.js'
import {
  failureBody,
  failureStatus,
  type Protocol,
  queryErrorHeader,
  refusalBody,
  SERVICE,
  unreadable,
} from './protocol.js'
import { modelled, sent } from './values.js'

export const CBOR_PREFIX = `/service/${SERVICE}/operation/`
const EPOCH_SECONDS = 1

/** Smithy RPC v2 with CBOR. */
export const CBOR_PROTOCOL: Protocol = {
  operation: ({ path }) => path.slice(CBOR_PREFIX.length),
  input: ({ body }) => parse(body),
  result: (_, output) =>
    output
      ? answer(200, modelled(output.kind, output.value, encoded))
      : { status: 200, headers: [['smithy-protocol', 'rpc-v2-cbor']], body: '' },
  failed: (failure, request) =>
    answer(failureStatus(failure, request), failureBody(failure), queryErrorHeader(failure.code, failure.fault)),
  refused: (refusal) => answer(refusal.status, refusalBody(refusal), queryErrorHeader(queryCode(refusal.type))),
}

function answer(status: number, body: unknown, error?: readonly [string, string]): HttpAnswer {
  return {
    status,
    headers: [['Content-Type', 'application/cbor'], ['smithy-protocol', 'rpc-v2-cbor'], ...(error ? [error] : [])],
    body: Buffer.from(cbor.serialize(body)),
  }
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return {}
  if (!hasSafeNumbers(body)) throw unreadable('CBOR')
  try {
    return sent(cbor.deserialize(body), decoded)
  } catch {
    throw unreadable('CBOR')
  }
}

/** Times become epoch seconds. */
function decoded(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null || !('tag' in value && 'value' in value)) return value
  return value.tag === EPOCH_SECONDS ? value.value : value
}

function encoded({ kind }: Kind, value: unknown): unknown {
  return kind === 'time' && typeof value === 'number' ? dateToTag(new Date(value * 1000)) : value
}
