import type { ServiceError } from '../../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../../http/message.js'
import { CloudWatchFailure } from '../failure.js'

/** One way to word the same questions and answers. Within the sandbox times are epoch seconds. */
export interface Dialect {
  operation(request: HttpRequest): string | undefined
  /** Throws a CloudWatchFailure where the body cannot be read. */
  input(request: HttpRequest): unknown
  result(operation: string, output: unknown, requestId: string): HttpAnswer
  failed(failure: CloudWatchFailure, requestId: string): HttpAnswer
  /** The request is not served at all. */
  refused(refusal: ServiceError, requestId: string): HttpAnswer
}

/** The fields of the operations' inputs and outputs that are times. */
export const TIMES: ReadonlySet<string> = new Set(['StartTime', 'EndTime', 'Timestamp', 'Timestamps'])

export function unreadable(what: string): CloudWatchFailure {
  return new CloudWatchFailure('MalformedInput', 'SerializationException', `The request body is not ${what}.`)
}
