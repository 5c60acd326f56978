import { createHmac, timingSafeEqual } from 'node:crypto'
import type { HttpRequest } from '../http/message.js'
import { canonicalQueries, canonicalRequest, sha256 } from './canonical.js'
import type { Signed } from './credential.js'

/** Whether this secret made the signature of this request at this moment (`20260101T000000Z`). */
export function isSignedWith(
  secret: string,
  request: HttpRequest,
  signed: Signed,
  timestamp: string,
): boolean {
  const given = Buffer.from(signed.signature)
  return canonicalQueries(request.rawQuery).some((query) => {
    const canonical = canonicalRequest(request, signed.signedHeaders, query)
    const expected = Buffer.from(signatureOf(secret, canonical, signed, timestamp))
    return expected.length === given.length && timingSafeEqual(expected, given)
  })
}

function signatureOf(secret: string, canonical: string, signed: Signed, timestamp: string): string {
  const { date, region, service, terminator } = signed
  const scope = [date, region, service, terminator]
  const text = ['AWS4-HMAC-SHA256', timestamp, scope.join('/'), sha256(canonical)].join('\n')
  const start: Buffer | string = `AWS4${secret}`
  const key = scope.reduce<Buffer | string>((made, part) => hmac(made, part), start)
  return hmac(key, text).toString('hex')
}

function hmac(key: Buffer | string, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}
