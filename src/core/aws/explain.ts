import { ApigwCacheError } from '../base/errors.js'
import { field } from '../base/json.js'
import { statusOf } from '../base/trouble.js'
import { expired, explainProvider, isExpired, isProviderError } from './explain-credentials.js'

/** The call that AWS refused, to be named in the error. */
export interface Asked {
  /** IAM action, such as `apigateway:PATCH`. */
  readonly action: string
  /** ARN, or `*` if IAM knows no narrower one. */
  readonly resource: string
  readonly region: string
}

const EXPIRED = new Set(['ExpiredTokenException', 'ExpiredToken', 'TokenRefreshRequired'])
const SKEWED = new Set(['RequestTimeTooSkewed', 'RequestExpired', 'RequestInTheFuture'])
const NOT_ACCEPTED = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignatureException',
  'MissingAuthenticationTokenException',
])
const NOT_ALLOWED = new Set(['AccessDeniedException', 'AccessDenied', 'UnauthorizedException', 'ForbiddenException'])

/** Turns an error of AWS or its SDK into one of this tool's; leaves unknown errors unchanged. */
export function explain(error: unknown, asked: Asked): unknown {
  if (error instanceof ApigwCacheError || !(error instanceof Error)) return error
  const details = { cause: error, requestId: requestId(error) }
  if (SKEWED.has(error.name) || isClockSkew(error.message)) return skewed(error, details)
  if (EXPIRED.has(error.name) || isExpired(error)) return expired(error, null, details.requestId)
  if (isProviderError(error)) return explainProvider(error, null)
  if (isSuspended(error)) {
    const message = `AWS says that the account is suspended or not in use (${error.name})`
    return new ApigwCacheError('denied', 'account-suspended', message, details)
  }
  if (NOT_ACCEPTED.has(error.name)) {
    return new ApigwCacheError(
      'denied',
      'credentials-not-accepted',
      `AWS does not accept these credentials (${error.name})`,
      details,
    )
  }
  if (NOT_ALLOWED.has(error.name) || statusOf(error) === 401) return notAllowed(error, asked)
  if (statusOf(error) === null) return error
  return new ApigwCacheError('failure', 'refused-by-aws', `AWS refused: ${plain(error.message) || error.name}`, details)
}

/** True if AWS's text says that a signature is too old or too new. */
export function isClockSkew(text: string): boolean {
  return /\bsignature (expired|not yet current)\b/i.test(text)
}

/** An account that was closed, or whose bill is not paid, or that was never switched on. */
function isSuspended({ name, message }: Error): boolean {
  const names = ['OptInRequired', 'SubscriptionRequiredException', 'AccountProblem']
  return names.includes(name) || /\baccount is (currently )?(suspended|closed|blocked)\b/i.test(message)
}

/** AWS's message has its own time after the signature's. */
function skewed(error: Error, details: { readonly cause: Error; readonly requestId: string | undefined }) {
  const [, here, there] =
    /\b(\d{8}T\d{6}Z) is (?:now earlier|still later) than (?:\d{8}T\d{6}Z) \((\d{8}T\d{6}Z)/.exec(error.message) ?? []
  const times = here === undefined ? '' : `: it says ${here}, and AWS ${there}`
  return new ApigwCacheError('denied', 'clock-skew', `the clock of this machine is off${times} (${error.name})`, {
    ...details,
    hint: 'set the clock, such as with NTP, then repeat',
  })
}

/** True if AWS said that the thing does not exist. */
export function isNotFound(error: unknown): boolean {
  const cause = error instanceof ApigwCacheError ? error.cause : error
  return cause instanceof Error && (cause.name === 'NotFoundException' || statusOf(cause) === 404)
}

function notAllowed(error: Error, { action, resource }: Asked): ApigwCacheError {
  const named = /perform:?\s+([\w-]+:[\w*]+)(?:\s+on\s+resource:?\s+(\S+))?/i.exec(error.message)
  const missing = named?.[1] ?? action
  const where = named?.[2] ?? resource
  return new ApigwCacheError('denied', 'not-allowed', `not allowed: ${missing} on ${plain(where)}`, {
    cause: error,
    requestId: requestId(error),
    hint: `ask for an IAM statement that allows ${missing} on ${plain(where)}`,
  })
}

function requestId(error: Error): string | undefined {
  const found = field(field(error, '$metadata'), 'requestId')
  return typeof found === 'string' ? found : undefined
}

/** Drops the full stop of AWS's sentence, as this tool's have none. */
function plain(message: string): string {
  return message.trim().replace(/\.$/, '')
}
