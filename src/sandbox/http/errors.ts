import { type HttpAnswer, jsonAnswer } from './message.js'

/** A service's refusal: the type goes into `x-amzn-ErrorType`, the message into the body. */
export class ServiceError extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    message: string,
    readonly headers: HttpAnswer['headers'] = [],
  ) {
    super(message)
  }
}

export function badRequest(message: string): ServiceError {
  return new ServiceError(400, 'BadRequestException', message)
}

export function notFound(message: string): ServiceError {
  return new ServiceError(404, 'NotFoundException', message)
}

export function conflict(message: string): ServiceError {
  return new ServiceError(409, 'ConflictException', message)
}

export function serialization(message: string): ServiceError {
  return new ServiceError(400, 'SerializationException', message)
}

export function validation(problems: readonly string[]): ServiceError {
  const count = problems.length === 1 ? '1 validation error' : `${problems.length} validation errors`
  return new ServiceError(400, 'ValidationException', `${count} detected: ${problems.join('; ')}`)
}

export function tooManyRequests(retryAfterSeconds: number): ServiceError {
  return later(429, 'TooManyRequestsException', 'Too Many Requests', retryAfterSeconds)
}

export function limitExceeded(retryAfterSeconds: number, message = 'A limit of the account is exceeded'): ServiceError {
  return later(429, 'LimitExceededException', message, retryAfterSeconds)
}

export function unavailable(retryAfterSeconds: number): ServiceError {
  return later(503, 'ServiceUnavailableException', 'The service is not available', retryAfterSeconds)
}

function later(status: number, type: string, message: string, retryAfterSeconds: number): ServiceError {
  return new ServiceError(status, type, message, [['Retry-After', String(retryAfterSeconds)]])
}

export function unauthorized(): ServiceError {
  return new ServiceError(401, 'UnauthorizedException', 'The caller has not enough permissions')
}

export function changeInProgress(): ServiceError {
  return conflict('A previous change is still in progress')
}

export function missingToken(): ServiceError {
  return new ServiceError(403, 'MissingAuthenticationTokenException', 'Missing Authentication Token')
}

export function internalFailure(): ServiceError {
  return new ServiceError(500, 'InternalFailure', 'Internal failure')
}

export function errorAnswer({ status, type, message, headers }: ServiceError): HttpAnswer {
  return jsonAnswer(status, { message }, [['x-amzn-ErrorType', type], ...headers])
}

/** What is thrown so is no problem of the input, but a bug: nothing throws these on purpose. */
export function throwBugs(error: unknown): void {
  if (error instanceof TypeError || error instanceof ReferenceError) throw error
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
