import type { ServiceError } from '../http/errors.js'
import type { HeaderList } from '../http/headers.js'
import type { GatewayResponseType } from '../world/gateway-response.js'

/** An answer of the integration or the gateway, without the ids that are new in every answer. */
export interface Reply {
  readonly status: number
  readonly headers: HeaderList
  readonly body: Buffer
  /** Only of what API Gateway says itself. */
  readonly failure?: Failure
}

export interface Failure {
  readonly type: GatewayResponseType
  /** Null where callers are not told why. */
  readonly message: string | null
  /** For whoever runs the method to find out what is wrong. */
  readonly cause?: string
  /** What is wrong with a request that its model refuses. */
  readonly validation?: string
  /** No log of the execution is written. */
  readonly unlogged?: boolean
}

/** API Gateway's own answers, marked by `gateway`, are never stored. */
export interface Outcome {
  readonly reply: Reply
  readonly gateway: boolean
}

function gatewayReply(status: number, type: GatewayResponseType, errorType: string, message: string | null): Reply {
  return {
    status,
    failure: { type, message },
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', errorType],
    ],
    // API Gateway's own server errors have a space here, its refusals have none.
    body: Buffer.from(`{"message":${status >= 500 ? ' ' : ''}${JSON.stringify(message)}}`),
  }
}

export const missingAuthenticationToken = (): Reply =>
  gatewayReply(
    403,
    'MISSING_AUTHENTICATION_TOKEN',
    'MissingAuthenticationTokenException',
    'Missing Authentication Token',
  )

/** For an address that is no stage's. */
export const forbidden = (): Reply => gatewayReply(403, 'ACCESS_DENIED', 'ForbiddenException', 'Forbidden')

/** For a caller without an API key that counts. */
export const invalidApiKey = (): Reply => gatewayReply(403, 'INVALID_API_KEY', 'ForbiddenException', 'Forbidden')

/** For a caller whose usage plan has no burst left. */
export const throttled = (): Reply => gatewayReply(429, 'THROTTLED', 'TooManyRequestsException', 'Too Many Requests')

/** For a caller whose usage plan has nothing left for the period. */
export const quotaExceeded = (): Reply =>
  gatewayReply(429, 'QUOTA_EXCEEDED', 'LimitExceededException', 'Limit Exceeded')

/** For a caller without credentials. */
export const unauthorized = (): Reply => gatewayReply(401, 'UNAUTHORIZED', 'UnauthorizedException', 'Unauthorized')

/** For a caller without what an authorizer asks for, who does not even get to its function. */
export const unidentified = (): Reply => {
  const reply = unauthorized()
  return { ...reply, failure: { type: 'UNAUTHORIZED', message: 'Unauthorized', unlogged: true } }
}

/** For a path with which the ARN of the method is longer than an authorizer may be asked about. */
export const uriTooLong = (): Reply => {
  const message = 'Request URI too long'
  const reply = gatewayReply(414, 'DEFAULT_4XX', 'RequestURITooLongException', message)
  return { ...reply, failure: { type: 'DEFAULT_4XX', message, unlogged: true } }
}

/** For an authorizer whose function fails, or says nothing that counts. */
export const authorizerMisconfigured = (problem: string): Reply =>
  authorizerFailed('AUTHORIZER_CONFIGURATION_ERROR', 'AuthorizerConfigurationException', problem)

/** For an authorizer whose function is not done in time. */
export const authorizerTimedOut = (): Reply =>
  authorizerFailed('AUTHORIZER_FAILURE', 'AuthorizerFailureException', 'a timeout error')

function authorizerFailed(type: GatewayResponseType, errorType: string, cause: string): Reply {
  const reply = gatewayReply(500, type, errorType, null)
  return { ...reply, body: Buffer.from('{"message":null}'), failure: { type, message: null, cause } }
}

/** For a caller whom an authorizer or a policy denies: only these messages have a capital M. */
export const accessDenied = (message: string): Reply => ({
  ...gatewayReply(403, 'ACCESS_DENIED', 'AccessDeniedException', message),
  body: Buffer.from(JSON.stringify({ Message: message })),
})

export function refusalOf({ status, type, message }: ServiceError): Reply {
  if (type === 'AccessDeniedException') return accessDenied(message)
  return gatewayReply(status, SIGNATURE_FAILURES[type] ?? 'INVALID_SIGNATURE', type, message)
}

const SIGNATURE_FAILURES: Readonly<Record<string, GatewayResponseType>> = {
  ExpiredTokenException: 'EXPIRED_TOKEN',
  MissingAuthenticationTokenException: 'MISSING_AUTHENTICATION_TOKEN',
}

/** For a caller whose `Cache-Control` is refused. */
export const invalidationDenied = (): Reply => gatewayReply(403, 'ACCESS_DENIED', 'AccessDeniedException', 'Forbidden')

/** For a request without parameters that its method requires. */
export const requestParametersMissing = (names: readonly string[]): Reply =>
  spaced('BAD_REQUEST_PARAMETERS', `Missing required request parameters: [${names.join(', ')}]`)

/** For a body that the model of its method refuses. */
export const requestBodyRefused = (validation: string): Reply => {
  const reply = spaced('BAD_REQUEST_BODY', 'Invalid request body')
  return { ...reply, failure: { type: 'BAD_REQUEST_BODY', message: 'Invalid request body', validation } }
}

/** Unlike other refusals these have a space in their body. */
function spaced(type: GatewayResponseType, message: string): Reply {
  return {
    ...gatewayReply(400, type, 'BadRequestException', message),
    body: Buffer.from(`{"message": ${JSON.stringify(message)}}`),
  }
}

/** For a payload of a type that the integration has no template for. */
export const unsupportedMediaType = (): Reply =>
  gatewayReply(415, 'UNSUPPORTED_MEDIA_TYPE', 'UnsupportedMediaTypeException', 'Unsupported Media Type')

/** For a backend that AWS has and the sandbox does not. */
export const notEmulated = (what: string): Outcome => ({
  reply: {
    status: 501,
    headers: [
      ['Content-Type', 'application/json'],
      ['x-amzn-ErrorType', 'NotImplementedException'],
    ],
    body: Buffer.from(JSON.stringify({ message: `the sandbox does not emulate ${what}` })),
  },
  gateway: true,
})

/** A set-up that does not work. */
export const misconfigured = (problem: string): Outcome =>
  failure(500, 'API_CONFIGURATION_ERROR', 'Internal server error', `configuration error: ${problem}`)

/** A function that fails, or says nothing that can be sent. */
export const malformed = (problem = 'Malformed Lambda proxy response'): Outcome =>
  failure(502, 'DEFAULT_5XX', 'Internal server error', `configuration error: ${problem}`)

export const timedOut = (): Outcome =>
  failure(504, 'INTEGRATION_TIMEOUT', 'Endpoint request timed out', 'a timeout error')

export const unreachable = (): Outcome =>
  failure(
    504,
    'INTEGRATION_FAILURE',
    'Network error communicating with endpoint',
    'a network error communicating with endpoint',
  )

/** Of an integration. */
export const NO_RESPONSE = 'No match for output mapping and no default endpoint response configured'

function failure(status: number, type: GatewayResponseType, message: string, cause: string): Outcome {
  const reply = gatewayReply(status, type, 'InternalServerErrorException', message)
  return { reply: { ...reply, failure: { type, message, cause } }, gateway: true }
}
