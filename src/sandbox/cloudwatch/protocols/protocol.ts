import type { ServiceError } from '../../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../../http/message.js'
import { CloudWatchFailure } from '../failure.js'

/** How one protocol writes requests and answers. Within the sandbox times are epoch seconds. */
export interface Protocol {
  operation(request: HttpRequest): string | undefined
  /** Throws a CloudWatchFailure where the body cannot be read. */
  input(request: HttpRequest): unknown
  result(operation: string, output: unknown, requestId: string): HttpAnswer
  failed(failure: CloudWatchFailure, requestId: string): HttpAnswer
  /** The answer to a caller who is not served at all. */
  refused(refusal: ServiceError, requestId: string): HttpAnswer
}

/** CloudWatch's name in the headers and paths of its protocols. */
export const SERVICE = 'GraniteServiceVersion20100801'

/** The fields of the operations' inputs and outputs that are times. */
export const TIMES: ReadonlySet<string> = new Set(['StartTime', 'EndTime', 'Timestamp', 'Timestamps'])

export function unreadable(what: string): CloudWatchFailure {
  return new CloudWatchFailure('MalformedInput', 'SerializationException', `The request body is not ${what}.`)
}

/** The body of a failure in JSON and CBOR. */
export function failureBody({ shape, message }: CloudWatchFailure): object {
  return { __type: `com.amazonaws.cloudwatch#${shape}`, message }
}

export function refusalBody({ type, message }: ServiceError): object {
  return { __type: `com.amazon.coral.service#${type}`, message }
}

/** Tells clients of the query protocol the code that they know. */
export function queryErrorHeader(code: string): readonly [string, string] {
  return ['x-amzn-query-error', `${code};Sender`]
}
