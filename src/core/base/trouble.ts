import { ApigwCacheError } from './errors.js'
import { field } from './json.js'

/**
 * Trouble that may pass by itself. After `conflict` and `lost` the request may have been carried out; `unreadable`
 * is the answer to a read that is not the service's.
 */
export interface Trouble {
  readonly kind: 'throttled' | 'conflict' | 'server' | 'lost' | 'unreadable'
  readonly retryAfterMs?: number
}

const LOST = new Set([
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ECONNABORTED',
  'EAI_AGAIN',
  'ERR_SOCKET_CLOSED',
  'unreadable-write',
])
const THROTTLED = new Set([
  'TooManyRequestsException',
  'LimitExceededException',
  'Throttling',
  'ThrottlingException',
  'RequestLimitExceeded',
])

/** Classifies a failed call; null if repeating it would not help. */
export function causeOf(error: unknown): Trouble | null {
  const chain = causes(error)
  const name = chain.map((link) => text(link, 'name')).find((found) => found !== 'ApigwCacheError' && found !== 'Error')
  const status = statusInChain(error)
  if (status === 429 || (name && THROTTLED.has(name))) {
    const seconds = Number(chain.map((link) => text(link, 'retryAfterSeconds')).find(Boolean))
    return { kind: 'throttled', ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}) }
  }
  if (name === 'ConflictException') return { kind: 'conflict' }
  // 501 never passes.
  if (status !== null && status >= 500 && status !== 501) return { kind: 'server' }
  if (chain.some((link) => LOST.has(text(link, 'code')) || isCutOff(link))) return { kind: 'lost' }
  if (chain.some((link) => text(link, 'code') === 'unreadable-read')) return { kind: 'unreadable' }
  return null
}

/** Routes that went away. While connecting they say that there is none. */
const NO_ROUTE = new Set(['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'])

function isCutOff(link: object): boolean {
  return NO_ROUTE.has(text(link, 'code')) && isTransfer(link)
}

/** The connection was there. */
function isTransfer(link: object): boolean {
  return ['read', 'write', 'shutdown'].includes(text(link, 'syscall'))
}

/** Errors of requests that never reached AWS. */
const UNSENT = new Set(['interrupted-unsent', 'unreachable', 'proxy-unreachable', 'proxy-refused', 'proxy-url'])

/** True if a write that failed so has surely changed nothing: it was not sent, or AWS refused it. */
export function isUnmade(error: unknown): boolean {
  if (!(error instanceof ApigwCacheError)) return false
  const kind = causeOf(error)?.kind
  if (kind === 'lost' || kind === 'server') return false
  // What is no HTTP, or breaks TLS, may have come after the request was read.
  const mayHaveLeft = causes(error).some((link) => isTransfer(link) || /^(HPE_|ERR_SSL_)/.test(text(link, 'code')))
  const isUnsent = UNSENT.has(error.code) || error.kind === 'denied'
  return kind !== undefined || (statusInChain(error) ?? 0) >= 400 || (isUnsent && !mayHaveLeft)
}

function statusInChain(error: unknown): number | null {
  return (
    causes(error)
      .map(statusOf)
      .find((found) => found !== null) ?? null
  )
}

function causes(error: unknown): readonly object[] {
  const chain: object[] = []
  for (let link = error; typeof link === 'object' && link !== null; link = Reflect.get(link, 'cause')) {
    if (chain.includes(link)) break
    chain.push(link)
  }
  return chain
}

/** Reads the HTTP status from an error of the AWS SDK; null from any other object. */
export function statusOf(error: object): number | null {
  const status = field(field(error, '$metadata'), 'httpStatusCode')
  return typeof status === 'number' ? status : null
}

function text(link: object, property: string): string {
  const value: unknown = Reflect.get(link, property)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
