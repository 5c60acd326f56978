import type { ServiceError } from '../http/errors.js'
import type { HeaderList } from '../http/headers.js'

/** An answer of the integration or the gateway, without the ids that are new in every answer. */
export interface Reply {
  readonly status: number
  readonly headers: HeaderList
  readonly body: Buffer
}

/** API Gateway's own answers, marked by `gateway`, are never stored. */
export interface Outcome {
  readonly reply: Reply
  readonly gateway: boolean
}

function gatewayReply(status: number, errorType: string, message: string): Reply {
  return {
    status,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', errorType],
    ],
    // API Gateway's own server errors have a space here, its refusals have none.
    body: Buffer.from(`{"message":${status >= 500 ? ' ' : ''}${JSON.stringify(message)}}`),
  }
}

export const missingAuthenticationToken = (): Reply =>
  gatewayReply(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token')

export const forbidden = (): Reply => gatewayReply(403, 'ForbiddenException', 'Forbidden')

/** For a caller without credentials. */
export const unauthorized = (): Reply => gatewayReply(401, 'UnauthorizedException', 'Unauthorized')

/** For a caller whom an authorizer or a policy denies: only these messages have a capital M. */
export const accessDenied = (message: string): Reply => ({
  ...gatewayReply(403, 'AccessDeniedException', ''),
  body: Buffer.from(JSON.stringify({ Message: message })),
})

export const refusalOf = ({ status, type, message }: ServiceError): Reply =>
  type === 'AccessDeniedException' ? accessDenied(message) : gatewayReply(status, type, message)

/** For a caller whose `Cache-Control` is refused. */
export const invalidationDenied = (): Reply => gatewayReply(403, 'AccessDeniedException', 'Forbidden')

export const internalError = (status: 500 | 502): Outcome => failure(status, 'Internal server error')

export const timedOut = (): Outcome => failure(504, 'Endpoint request timed out')

export const unreachable = (): Outcome => failure(504, 'Network error communicating with endpoint')

const failure = (status: number, message: string): Outcome => ({
  reply: gatewayReply(status, 'InternalServerErrorException', message),
  gateway: true,
})
