import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { causeOf, isUnmade } from '../../../src/core/base/trouble.js'

const error = (name: string, status?: number, more = {}) =>
  Object.assign(new Error(name), {
    name,
    ...(status === undefined ? {} : { $metadata: { httpStatusCode: status } }),
    ...more,
  })

/** As the network's errors reach the calls that were made. */
function unreachable(code: string, syscall?: string) {
  const cause = Object.assign(new Error(code), { code, ...(syscall && { syscall }) })
  return new ApigwCacheError('failure', 'unreachable', `cannot be reached (${code})`, { cause })
}

describe('a write', () => {
  it.each([
    ['ECONNREFUSED', 'connect'],
    ['EHOSTUNREACH', 'connect'],
    ['ENETUNREACH', 'connect'],
    ['ENOTFOUND', 'getaddrinfo'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', undefined],
  ])('that ended with %s at %s was never sent', (code, syscall) => {
    expect(isUnmade(unreachable(code, syscall))).toBe(true)
  })

  it.each([
    ['EHOSTUNREACH', 'read'],
    ['ENETUNREACH', 'write'],
    ['ENETDOWN', 'read'],
    ['EPROTO', 'read'],
    ['ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC', undefined],
    ['HPE_INVALID_CONSTANT', undefined],
    ['ECONNRESET', 'read'],
    ['ETIMEDOUT', 'connect'],
  ])('that ended with %s at %s may have been made', (code, syscall) => {
    expect(isUnmade(unreachable(code, syscall))).toBe(false)
  })

  it.each(['EHOSTUNREACH', 'EHOSTDOWN', 'ENETUNREACH', 'ENETDOWN'])(
    'whose route went away (%s) is looked for and repeated, but not where there never was a route',
    (code) => {
      expect(causeOf(unreachable(code, 'read'))).toEqual({ kind: 'lost' })
      expect(causeOf(unreachable(code, 'connect'))).toBeNull()
    },
  )
})

describe('a failed call', () => {
  it.each([
    ['throttled', error('TooManyRequestsException', 429)],
    ['throttled', error('LimitExceededException', 429)],
    ['throttled', error('Throttling', 400)],
    ['throttled', error('ThrottlingException', 400)],
    ['throttled', error('RequestLimitExceeded', 503)],
    ['throttled', error('UnknownError', 429)],
    ['conflict', error('ConflictException', 409)],
    ['server', error('InternalFailure', 500)],
    ['server', error('ServiceUnavailableException', 503)],
    ['server', error('UnknownError', 504)],
    ['lost', error('Error', undefined, { code: 'ECONNRESET' })],
    ['lost', error('Error', undefined, { code: 'EPIPE' })],
    ['lost', error('Error', undefined, { code: 'ETIMEDOUT' })],
  ])('is %s: %o', (kind, failure) => {
    expect(causeOf(failure)).toEqual({ kind })
    expect(causeOf(new ApigwCacheError('failure', 'failure', 'AWS refused', { cause: failure }))).toEqual({
      kind,
    })
  })

  it.each([
    error('BadRequestException', 400),
    error('UnknownError', 501),
    error('NotFoundException', 404),
    error('AccessDeniedException', 403),
    error('CredentialsProviderError'),
    error('Error', undefined, { code: 'ECONNREFUSED' }),
    error('Error', undefined, { code: 'ENOTFOUND' }),
    new ApigwCacheError('usage', 'command-line', 'wrong'),
    new TypeError('a bug'),
  ])('does not pass by itself: %o', (failure) => {
    expect(causeOf(failure)).toBeNull()
  })

  it.each([
    ['3', 3000],
    ['0', undefined],
    ['', undefined],
    ['Wed, 21 Oct 2026 07:28:00 GMT', undefined],
    ['-5', undefined],
  ])('with Retry-After "%s" may be repeated after %s ms', (retryAfterSeconds, expected) => {
    const failure = error('TooManyRequestsException', 429, { retryAfterSeconds })

    expect(causeOf(new ApigwCacheError('failure', 'failure', 'AWS refused', { cause: failure }))?.retryAfterMs).toBe(
      expected,
    )
  })

  it('is classified whatever was thrown, also where causes form a circle', () => {
    const circle = error('Error')
    circle.cause = circle

    expect(causeOf(circle)).toBeNull()
    fc.assert(
      fc.property(fc.anything(), (thrown) => {
        expect(['object']).toContain(typeof causeOf(thrown))
      }),
    )
  })
})
