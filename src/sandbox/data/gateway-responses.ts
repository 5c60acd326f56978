import type { HeaderList } from '../http/headers.js'

/** What the integration or the gateway says, before the headers that are fresh in every answer. */
export interface Reply {
  readonly status: number
  readonly headers: HeaderList
  readonly body: Buffer
}

/** `gateway` marks an answer that API Gateway made itself, which is never stored. */
export interface Outcome {
  readonly reply: Reply
  readonly gateway: boolean
}

export function gatewayReply(status: number, errorType: string, message: string): Reply {
  return {
    status,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', errorType],
    ],
    // API Gateway's own server errors have a space that its refusals do not have.
    body: Buffer.from(`{"message":${status >= 500 ? ' ' : ''}${JSON.stringify(message)}}`),
  }
}

export const missingAuthenticationToken = (): Reply =>
  gatewayReply(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token')

export const forbidden = (): Reply => gatewayReply(403, 'ForbiddenException', 'Forbidden')

/** To a caller who does not say who that is. */
export const unauthorized = (): Reply => gatewayReply(401, 'UnauthorizedException', 'Unauthorized')

/** To a caller whom an authorizer or a policy refuses: these messages alone have a capital M. */
export const accessDenied = (message: string): Reply => ({
  ...gatewayReply(403, 'AccessDeniedException', ''),
  body: Buffer.from(JSON.stringify({ Message: message })),
})

/** To a caller whose `Cache-Control` is refused. */
export const invalidationDenied = (): Reply => gatewayReply(403, 'AccessDeniedException', 'Forbidden')

export const internalError = (status: 500 | 502): Outcome => failure(status, 'Internal server error')

export const timedOut = (): Outcome => failure(504, 'Endpoint request timed out')

export const unreachable = (): Outcome => failure(504, 'Network error communicating with endpoint')

const failure = (status: number, message: string): Outcome => ({
  reply: gatewayReply(status, 'InternalServerErrorException', message),
  gateway: true,
})
