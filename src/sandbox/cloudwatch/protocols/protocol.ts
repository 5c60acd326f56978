import type { ServiceError } from '../../http/errors.js'
import type { HttpAnswer, HttpRequest } from '../../http/message.js'
import { CloudWatchFailure } from '../failure.js'
import type { Kind } from '../shapes/kinds.js'

/** How one protocol writes requests and answers. Within the sandbox times are epoch seconds. */
export interface Protocol {
  operation(request: HttpRequest): string | undefined
  /** Throws a CloudWatchFailure where the body cannot be read. */
  input(request: HttpRequest, kind: Kind): unknown
  result(operation: string, output: Output, requestId: string): HttpAnswer
  failed(failure: CloudWatchFailure, request: HttpRequest, requestId: string): HttpAnswer
  /** The answer to a caller who is not served at all. */
  refused(refusal: ServiceError, requestId: string): HttpAnswer
}

/** Null of an operation whose answer has no body. */
export type Output = { readonly kind: Kind; readonly value: unknown } | null

/** CloudWatch's name in the headers and paths of its protocols. */
export const SERVICE = 'GraniteServiceVersion20100801'

export function unreadable(what: string): CloudWatchFailure {
  return new CloudWatchFailure('MalformedInput', 'SerializationException', `The request body is not ${what}.`)
}

/** The body of a failure in JSON and CBOR. */
export function failureBody({ type, message, fields }: CloudWatchFailure): object {
  return { __type: type, ...(message === '' ? {} : { message }), ...fields }
}

export function refusalBody({ type, message }: ServiceError): object {
  return { __type: `com.amazon.coral.service#${type}`, message }
}

/** JSON and CBOR have the statuses of the query protocol only for clients that ask for its errors. */
export function failureStatus({ status }: CloudWatchFailure, { headers }: HttpRequest): number {
  return status < 500 && headers['x-amzn-query-mode'] !== 'true' ? 400 : status
}

/** Tells clients of the query protocol the code that they know. */
export function queryErrorHeader(code: string, fault = 'Sender'): readonly [string, string] {
  return ['x-amzn-query-error', `${code};${fault}`]
}
