import { coralAnswer } from '../../http/errors.js'
import type { HttpAnswer } from '../../http/message.js'
import { type Dialect, unreadable } from './protocol.js'

export const TARGET_PREFIX = 'GraniteServiceVersion20100801.'

/** AWS JSON 1.0. */
export const JSON_DIALECT: Dialect = {
  operation: ({ headers }) => headers['x-amz-target']?.slice(TARGET_PREFIX.length),
  input: ({ body }) => parse(body),
  result: (_, output) => answer(200, output),
  failed: ({ status, code, shape, message }) =>
    answer(status, { __type: `com.amazonaws.cloudwatch#${shape}`, message }, [
      ['x-amzn-query-error', `${code};Sender`],
    ]),
  refused: coralAnswer,
}

function answer(status: number, body: unknown, more: HttpAnswer['headers'] = []): HttpAnswer {
  return {
    status,
    headers: [['Content-Type', 'application/x-amz-json-1.0'], ...more],
    body: JSON.stringify(body),
  }
}

function parse(body: Buffer): unknown {
  if (body.length === 0) return {}
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    throw unreadable('JSON')
  }
}
