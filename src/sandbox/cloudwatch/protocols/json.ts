import type { HttpAnswer, HttpRequest } from '../../http.js'
import { CloudWatchFailure } from '../failure.js'

const TARGET_PREFIX = 'GraniteServiceVersion20100801.'

/** Answers a request in AWS JSON 1.0, or null where it is in another dialect. */
export function answerJson(
  { headers, body }: HttpRequest,
  run: (operation: string, input: unknown) => unknown,
): HttpAnswer | null {
  const target = headers['x-amz-target'] ?? ''
  if (!target.startsWith(TARGET_PREFIX)) return null
  try {
    return answer(200, run(target.slice(TARGET_PREFIX.length), parse(body)))
  } catch (error) {
    if (error instanceof CloudWatchFailure) return failed(error)
    throw error
  }
}

function failed({ status, code, shape, message }: CloudWatchFailure): HttpAnswer {
  const body = { __type: `com.amazonaws.cloudwatch#${shape}`, message }
  return answer(status, body, [['x-amzn-query-error', `${code};Sender`]])
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
    throw new CloudWatchFailure('MalformedInput', 'SerializationException', 'The request body is not JSON.')
  }
}
