import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { headerValues } from '../http/headers.js'
import type { HttpRequest } from '../http/message.js'
import type { Signed } from './credential.js'

/** Compares in constant time. The timestamp is spelled `20260101T000000Z`. */
export function isSignedWith(secret: string, request: HttpRequest, signed: Signed, timestamp: string): boolean {
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

/**
 * The text that both sides sign, for every service but S3. Node reads the wire as Latin-1, one character a byte, so
 * the text stays in that encoding until it is hashed.
 */
function canonicalRequest(request: HttpRequest, signedHeaders: readonly string[], query: string): string {
  return [
    request.method,
    canonicalPath(request.path),
    query,
    ...signedHeaders.map((name) => `${name}:${canonicalValue(request, name)}`),
    '',
    signedHeaders.join(';'),
    sha256(request.body),
  ].join('\n')
}

function sha256(data: Buffer | string): string {
  const hash = createHash('sha256')
  return (typeof data === 'string' ? hash.update(data, 'latin1') : hash.update(data)).digest('hex')
}

/** Drops dot segments and repeated slashes, and encodes each segment once more than on the wire. */
function canonicalPath(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/')) {
    if (segment === '..') kept.pop()
    else if (segment !== '' && segment !== '.') kept.push(uriEncode(segment))
  }
  const end = path.endsWith('/') && kept.length > 0 ? '/' : ''
  return `/${kept.join('/')}${end}`
}

/**
 * The forms of one query that clients sign. Most decode and encode it anew, because a plus sign and a lower-case
 * `%2f` are fine on the wire only. They disagree about a plus sign, and botocore signs the query as it is.
 */
function canonicalQueries(rawQuery: string): readonly string[] {
  if (rawQuery === '') return ['']
  const encoded = sortedQuery(rawQuery, (text) => uriEncode(percentDecode(text.replaceAll('+', ' '))))
  const plus = sortedQuery(rawQuery, (text) => uriEncode(percentDecode(text)))
  return [...new Set([encoded, plus, sortedQuery(rawQuery, (text) => text)])]
}

function sortedQuery(rawQuery: string, spell: (text: string) => string): string {
  return rawQuery
    .split('&')
    .map((pair): [string, string] => {
      const at = pair.indexOf('=')
      const [name, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
      return [spell(name), spell(value)]
    })
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
}

function canonicalValue({ rawHeaders }: HttpRequest, name: string): string {
  return (
    headerValues(rawHeaders, name)
      // Not `\s`: in Latin-1 one of its characters is a byte of other letters.
      .map((value) => value.replace(/[\t\n\v\f\r ]+/g, ' ').replace(/^ | $/g, ''))
      .join(',')
  )
}

function uriEncode(text: string): string {
  return text.replace(/[^A-Za-z0-9\-._~]/g, (character) => {
    const byte = character.charCodeAt(0) & 0xff
    return `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
  })
}

/** To Latin-1, one character a byte. */
function percentDecode(text: string): string {
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b)
}
