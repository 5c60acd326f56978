import { errorAnswer } from '../../http/errors.js'
import { parseJson } from '../../http/json.js'
import type { HttpAnswer } from '../../http/message.js'
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

export const TARGET_PREFIX = `${SERVICE}.`

/** AWS JSON 1.0. */
export const JSON_PROTOCOL: Protocol = {
  operation: ({ headers }) => headers['x-amz-target']?.slice(TARGET_PREFIX.length),
  input: ({ body }) => parse(body),
  result: (_, output) => answer(200, output ? JSON.stringify(modelled(output.kind, output.value)) : ''),
  failed: (failure, request) =>
    answer(failureStatus(failure, request), JSON.stringify(failureBody(failure)), [
      queryErrorHeader(failure.code, failure.fault),
    ]),
  refused: (refusal) => ({ ...errorAnswer(refusal), body: JSON.stringify(refusalBody(refusal)) }),
}

function answer(status: number, body: string, more: HttpAnswer['headers'] = []): HttpAnswer {
  return { status, headers: [['Content-Type', 'application/x-amz-json-1.0'], ...more], body }
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return {}
  const json = parseJson(body)
  if (json === undefined) throw unreadable('JSON')
  return sent(json)
}
