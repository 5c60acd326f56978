import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ServiceError } from '../../../src/sandbox/http/errors.js'
import type { HttpRequest } from '../../../src/sandbox/http/message.js'
import { authenticate } from '../../../src/sandbox/iam/authentication.js'
import { changed, knowing, SESSION_TOKEN, SIGNED_AT, VECTORS, type Vector } from './support.js'

const MISMATCH =
  '403 InvalidSignatureException: The request signature we calculated does not match the signature you provided. ' +
  'Check your AWS Secret Access Key and signing method. Consult the service documentation for details.'
const UNKNOWN = '403 UnrecognizedClientException: The security token included in the request is invalid.'

/** `ok`, or the refusal. */
function outcome(vector: Vector, request: HttpRequest = vector.request, nowMs = SIGNED_AT): string {
  try {
    authenticate(knowing(vector.sessionToken, nowMs), request, vector.service)
    return 'ok'
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return `${error.status} ${error.type}: ${error.message}`
  }
}

function vector(name: string): Vector {
  const found = VECTORS.find((candidate) => candidate.name.includes(name))
  if (!found) throw new Error(`the fixture has no ${name}`)
  return found
}

const signedNames = ({ request }: Vector) =>
  (request.headers.authorization?.match(/SignedHeaders=([^,]+)/)?.[1] ?? '').split(';')

function flipped(text: string, at: number): string {
  const index = at % text.length
  const other = String.fromCharCode(text.charCodeAt(index) ^ 1)
  return text.slice(0, index) + other + text.slice(index + 1)
}

/** Every way to change one signed byte of a request. */
function damaged(vector: Vector, part: string, at: number): HttpRequest {
  const { request } = vector
  if (part === 'method') return changed(request, { method: flipped(request.method, at) })
  if (part === 'path') return changed(request, { path: flipped(request.path === '/' ? '/a' : request.path, at) })
  if (part === 'query') return changed(request, { rawQuery: flipped(request.rawQuery || 'a', at) })
  if (part === 'body') {
    return changed(request, { body: Buffer.from(flipped(request.body.toString() || 'a', at)) })
  }
  const value = request.headers[part] ?? ''
  const signature = value.match(/Signature=(.+)$/)?.[1]
  return changed(request, {
    header: [part, signature ? value.replace(signature, flipped(signature, at)) : flipped(value, at)],
  })
}

describe('signatures', () => {
  it.each(VECTORS)('I2 are right on what botocore sends: $name', (vector) => {
    expect(outcome(vector)).toBe('ok')
  })

  it('I2 cover the path as it was sent, encoded once more, without dots and repeated slashes', () => {
    const encoded = vector('encoded path')
    const { request } = encoded

    expect(request.path).toContain('~1pets~1%7Bid%7D%20x')
    expect(outcome(encoded, changed(request, { path: `/./a/..//${request.path}` }))).toBe('ok')
    expect(outcome(encoded, changed(request, { path: decodeURIComponent(request.path) }))).toBe(MISMATCH)
  })

  it('I2 cover the query in any order and any spelling of the same characters', () => {
    const query = vector('with a query')
    const repeated = vector('repeated query')
    const reversed = query.request.rawQuery.split('&').reverse().join('&')

    expect(outcome(query, changed(query.request, { rawQuery: reversed }))).toBe('ok')
    expect(
      outcome(repeated, changed(repeated.request, { rawQuery: repeated.request.rawQuery.replace('%20', '+') })),
    ).toBe('ok')
    expect(outcome(repeated, changed(repeated.request, { rawQuery: 'tagKeys=a&tagKeys=b' }))).toBe(MISMATCH)
  })

  it('I2 take the Date header where there is no X-Amz-Date', () => {
    const { request, service } = vector('with a query')
    const { 'x-amz-date': _, ...headers } = request.headers
    const dated = { ...headers, date: new Date(SIGNED_AT).toUTCString() }
    const made = { ...request, headers: dated, rawHeaders: Object.entries(dated).flat() }

    expect(() => authenticate(knowing(undefined), made, service)).toThrow('does not match')
    expect(() => authenticate(knowing(undefined, SIGNED_AT + 301_000), made, service)).toThrow('Signature expired')
  })

  it('I3 are wrong as soon as one signed byte is another', () => {
    fc.assert(
      fc.property(fc.constantFrom(...VECTORS), fc.nat(), fc.nat(), (vector, which, at) => {
        const headers = signedNames(vector).filter((name) => name !== 'x-amz-date')
        const parts = ['method', 'path', 'query', 'body', 'authorization', ...headers]
        const part = parts[which % parts.length] ?? ''
        const result = outcome(vector, damaged(vector, part, at))

        expect(result, part).toBe(part === 'x-amz-security-token' ? UNKNOWN : MISMATCH)
      }),
      { numRuns: 500 },
    )
  })

  it('I3 are wrong for another secret', () => {
    const { request, service } = vector('with a query')
    const world = knowing(undefined)
    const identities = new Map(
      [...world.identities].map(([key, identity]) => [key, { ...identity, secretAccessKey: 'other' }]),
    )

    expect(() => authenticate({ ...world, identities }, request, service)).toThrow('does not match')
  })

  it('I4 of keys and session tokens that nobody has are refused', () => {
    const plain = vector('with a query')
    const authorization = plain.request.headers.authorization?.replace('AKIDEXAMPLE', 'AKIDNOBODY') ?? ''

    expect(outcome(plain, changed(plain.request, { header: ['authorization', authorization] }))).toBe(UNKNOWN)
    expect(outcome(plain, changed(plain.request, { header: ['x-amz-security-token', 'x'] }))).toBe(UNKNOWN)
    expect(outcome({ ...plain, sessionToken: SESSION_TOKEN })).toBe(UNKNOWN)
    expect(outcome({ ...vector('DELETE with a session token'), sessionToken: undefined })).toBe(UNKNOWN)
  })

  it('I5 are good for five minutes on either side', () => {
    const query = vector('with a query')
    const at = (skewMs: number) => outcome(query, query.request, SIGNED_AT + skewMs)

    expect([at(300_999), at(-300_000)]).toEqual(['ok', 'ok'])
    expect(at(301_000)).toBe(
      '403 InvalidSignatureException: Signature expired: 20260101T000030Z is now earlier than 20260101T000031Z (20260101T000531Z - 5 min.)',
    )
    expect(at(-301_000)).toBe(
      '403 InvalidSignatureException: Signature not yet current: 20260101T000030Z is still later than 20260101T000029Z (20251231T235529Z + 5 min.)',
    )
  })

  it.each([
    ['/apigateway/', '/monitoring/', "Credential should be scoped to correct service: 'apigateway'."],
    ['aws4_request', 'aws5', "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'."],
    [
      'EXAMPLE/20260101/',
      'EXAMPLE/20260102/',
      "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260102' != '20260101', from '20260101T000030Z'.",
    ],
    ['accept;host;', 'accept;', "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."],
  ])('I6 have to be scoped to the request: not %s as %s', (right, wrong, message) => {
    const query = vector('with a query')
    const authorization = query.request.headers.authorization?.replace(right, wrong) ?? ''

    expect(outcome(query, changed(query.request, { header: ['authorization', authorization] }))).toBe(
      `403 InvalidSignatureException: ${message}`,
    )
  })

  it.each([
    [
      'Bearer x',
      "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization header requires 'SignedHeaders' parameter.",
    ],
    [
      'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host',
      "Authorization header requires 'Signature' parameter.",
    ],
  ])('I6 have to be complete: %s', (authorization, message) => {
    const query = vector('with a query')

    expect(outcome(query, changed(query.request, { header: ['authorization', authorization] }))).toBe(
      `403 IncompleteSignatureException: ${message}`,
    )
  })

  it.each(['Credential', 'Signature', 'SignedHeaders'])('I20 have each part once: not two of %s', (part) => {
    const query = vector('with a query')
    const authorization = query.request.headers.authorization ?? ''
    const [again = ''] = authorization.match(new RegExp(`${part}=[^,]+`)) ?? []
    const twice = changed(query.request, { header: ['authorization', `${authorization}, ${again}`] })

    expect(outcome(query, twice)).toBe(
      `403 IncompleteSignatureException: Authorization header requires '${part}' parameter.`,
    )
  })

  it('I6 have to be dated', () => {
    const query = vector('with a query')

    expect(outcome(query, changed(query.request, { header: ['x-amz-date', 'yesterday'] }))).toBe(
      "403 IncompleteSignatureException: Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.",
    )
  })
})
