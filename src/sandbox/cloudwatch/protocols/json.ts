import { errorAnswer } from '../../http/errors.js'
import { parseJson } from '../../http/json.js'
import type { HttpAnswer } from '../../http/message.js'
import { failureBody, type Protocol, queryErrorHeader, refusalBody, SERVICE, unreadable } from './protocol.js'

export const TARGET_PREFIX = `${SERVICE}.`

/** AWS JSON 1.0. */
export const JSON_PROTOCOL: Protocol = {
  operation: ({ headers }) => headers['x-amz-target']?.slice(TARGET_PREFIX.length),
  input: ({ body }) => parse(body),
  result: (_, output) => answer(200, output),
  failed: (failure) => answer(failure.status, failureBody(failure), [queryErrorHeader(failure.code)]),
  refused: (refusal) => ({ ...errorAnswer(refusal), body: JSON.stringify(refusalBody(refusal)) }),
}

function answer(status: number, body: unknown, more: HttpAnswer['headers'] = []): HttpAnswer {
  const headers: HttpAnswer['headers'] = [['Content-Type', 'application/x-amz-json-1.0'], ...more]
  return { status, headers, body: JSON.stringify(body) }
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return {}
  const json = parseJson(body)
  if (json === undefined) throw unreadable('JSON')
  return json
}
