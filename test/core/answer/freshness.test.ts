import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exchangeOf } from '../../../src/core/answer/exchange.js'
import { type Candidate, candidatesOf } from '../../../src/core/answer/freshness.js'
import { type NamedFreshness, parseTimestampSource } from '../../../src/core/answer/named.js'

const NOW = Date.UTC(2026, 0, 1, 9, 14, 2, 113)
const TIME = '2026-01-01T09:14:02.113Z'

function found(
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  named: NamedFreshness | null = null,
): readonly Candidate[] {
  const request = { method: 'GET', url: 'http://x/', headers: [], maxBytes: 1, timeoutMs: 1 }
  const rawHeaders = Object.entries(headers).flat()
  const bytes = Buffer.from(body)
  const reply = { status: 200, rawHeaders, body: bytes, truncated: false, latencyMs: 1, receivedAt: NOW }
  return candidatesOf(exchangeOf(request, reply), named, NOW).candidates
}

const times = (candidates: readonly Candidate[]) =>
  candidates.filter(({ kind }) => kind === 'timestamp').map(({ source, value }) => [source, value])

describe('found by itself', () => {
  it.each([
    ['at the top of JSON', `{"generatedAt":"${TIME}"}`, 'body:generatedAt'],
    ['deep in JSON', `{"a":{"b":[{"c":"${TIME}"}]}}`, 'body:a.b[0].c'],
    ['under a name that needs quotes', `{"x-made":{"on":"${TIME}"}}`, 'body:"x-made".on'],
    ['in a sentence in JSON', `{"note":"made ${TIME} by us"}`, 'body:note'],
    ['in an XML attribute', `<r made="${TIME}"><a/></r>`, 'text:made'],
    ['in an XML element', `<r><made>${TIME}</made></r>`, 'text:made'],
    ['in an HTML text', `<p>Generated: ${TIME}</p>`, 'text:generated'],
    ['in an HTML element of a text', `<p>Generated at <b>${TIME}</b></p>`, 'text:generated'],
    ['of something before', `<p>Last generated <time datetime="${TIME}"></p>`, 'text:last-generated'],
    ['in broken JSON', `{"made":"${TIME}","x":`, 'text:made'],
    ['in a line of text', `load=1\nmade=${TIME}\n`, 'text:made'],
    ['alone', TIME, 'text:time'],
  ])('is a time %s', (_, body, source) => {
    expect(times(found(body))).toEqual([[source, TIME]])
  })

  it('is an epoch number in JSON', () => {
    expect(times(found('{"ts":1767258842,"ns":1767258842113000448}'))).toEqual([
      ['body:ts', '1767258842'],
      ['body:ns', '1767258842113000400'],
    ])
  })

  it('is a header of the backend, and none that the way there makes', () => {
    const headers = {
      Date: TIME,
      'x-amzn-RequestId': 'a',
      'x-amz-apigw-id': 'b',
      'X-Amzn-Trace-Id': 'c',
      'X-Amz-Cf-Pop': 'd',
      Via: 'e',
      Age: '0',
      'X-Cache': 'Miss',
      'Set-Cookie': 'f',
      'CF-Ray': 'g',
      Server: 'h',
      'Server-Timing': 'i',
      'Keep-Alive': 'j',
      Connection: 'k',
      'Content-Length': '4',
      'X-Made': TIME,
    }

    expect(found('', headers).map(({ source }) => source)).toEqual(['header:x-made'])
  })

  it('tells two times under one label apart', () => {
    expect(times(found(`<i>${TIME}</i><i>${TIME}</i>`)).map(([source]) => source)).toEqual(['text:i', 'text:i#2'])
  })

  it('can be named by the source that was reported', () => {
    const body = JSON.stringify({ 'a b': [{ "it's": { made: TIME } }] })
    const [[source] = ['']] = times(found(body))

    expect(found(body, {}, parseTimestampSource(String(source)))).toMatchObject([{ source, value: TIME }])
  })

  it.each([
    ['gzip', gzipSync(`{"at":"${TIME}"}`)],
    ['gzip that ends early', gzipSync(`{"at":"${TIME}"}${' '.repeat(9999)}`).subarray(0, -8)],
  ])('is read through %s', (_, body) => {
    expect(times(found(body, { 'Content-Encoding': 'gzip' }))[0]?.[1]).toBe(TIME)
  })

  it.each<[string, (body: string) => Uint8Array]>([
    ['gzip', gzipSync],
    ['x-gzip', gzipSync],
    [' X-GZIP', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['br', brotliCompressSync],
    ['br, x-gzip', (body) => gzipSync(brotliCompressSync(body))],
  ])('is read from a body that is encoded with %s', (encoding, encode) => {
    const headers = { 'Content-Type': 'application/json', 'Content-Encoding': encoding }

    expect(times(found(encode(`{"at":"${TIME}"}`), headers))).toEqual([['body:at', TIME]])
  })

  it('never fails on hostile answers, and stays bounded', () => {
    const bodies = fc.oneof(
      fc.uint8Array({ maxLength: 2000 }),
      fc.string({ unit: 'binary', maxLength: 500 }).map((text) => Buffer.from(text)),
      fc.json({ maxDepth: 30 }).map((text) => Buffer.from(text)),
    )
    const encodings = fc.constantFrom('gzip', 'br', 'deflate', 'gzip, br, gzip', 'x', '')
    const charsets = fc.constantFrom('text/html', 'text/html; charset=latin1', 'text/xml; charset="nonsense"')
    fc.assert(
      fc.property(bodies, encodings, charsets, (body, encoding, type) => {
        const headers = { 'Content-Encoding': encoding, 'Content-Type': type }
        const candidates = found(body, headers)
        expect(candidates.length).toBeLessThan(1300)
        expect(Math.max(0, ...candidates.map(({ value }) => value.length))).toBeLessThanOrEqual(1024)
      }),
    )
  })

  it.each([
    ['deep JSON', '['.repeat(200_000) + ']'.repeat(200_000)],
    ['wide JSON', JSON.stringify(Array(200_000).fill(1767258842))],
    ['many names', JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i])))],
    ['many times', `${TIME} `.repeat(80_000)],
    ['digits', '1767258842'.repeat(200_000)],
    ['half dates', '2026-01-01T09:14:'.repeat(120_000)],
    ['words', 'a'.repeat(2_000_000)],
    ['a bomb', gzipSync(Buffer.alloc(64 * 1024 * 1024))],
  ])('is looked for in %s within seconds', (_, body) => {
    const before = performance.now()
    const headers = typeof body === 'string' ? {} : { 'Content-Encoding': 'gzip' }

    expect(found(body, headers).length).toBeLessThanOrEqual(1000)
    expect(performance.now() - before).toBeLessThan(3000)
  })
})

describe('a named place', () => {
  it.each([
    ['header:X-Made', { 'x-MADE': 'now' }, '', 'now'],
    ['body:meta.at', {}, '{"meta":{"at":17}}', '17'],
    ['body:[0].at', {}, '[{"at":"x"}]', 'x'],
    ['body:meta', {}, '{"meta":{"at":1}}', '{"at":1}'],
    ['regex:v=(\\d+)', {}, 'v=12', '12'],
    ['regex:\\d+', {}, 'v=12', '12'],
  ])('%s is read', (text, headers, body, value) => {
    const candidates = found(body, headers, parseTimestampSource(text))
    expect(candidates.map((candidate) => candidate.value)).toEqual([value])
  })

  it.each([
    'Thu Jan 01 2026 09:14:02 GMT+0000 (Coordinated Universal Time)',
    'Thu Jan  1 09:14:02 2026',
    'Thursday, 01-Jan-26 09:14:02 GMT',
    'Thu, 01 Jan 2026 09:14:02 GMT',
  ])('holds a time also amid other words: %s', (text) => {
    const named = parseTimestampSource('regex:<i>(.*?)</i>')
    expect(found(`<i>made ${text}, by us</i>`, {}, named)[0]?.time?.epochMs).toBe(NOW - 113)
    expect(found(`<i>${text}</i>`, {}, named)[0]?.time?.epochMs).toBe(NOW - 113)
    expect(found(JSON.stringify({ on: text }))[0]?.time?.epochMs).toBe(NOW - 113)
  })

  it.each([
    ['header:X-Made', '{}'],
    ['body:meta.at', '{}'],
    ['body:meta.at', 'no json'],
    ['body:length(meta)', '{"meta":1}'],
    ['regex:v=(\\d+)', 'w=12'],
  ])('%s is absent from %s', (text, body) => {
    expect(found(body, {}, parseTimestampSource(text))).toEqual([])
  })

  it.each([
    ['X-Made', /"X-Made" does not say where/],
    ['header:', /"header:" does not say where/],
    ['header:a b', /"header:a b" names no header/],
    ['header:Date', /header "Date" is new in cached answers too/],
    ['body:foo[', /"body:foo\[" is no JMESPath expression/],
    ['body:nosuch(a)', /is no JMESPath expression/],
    ['regex:(', /"regex:\(" is no regular expression/],
    ['cookie:a', /"cookie:a" does not say where/],
  ])('%s is refused', (text, message) => {
    expect(() => parseTimestampSource(text)).toThrow(
      expect.objectContaining({ kind: 'usage', message: expect.stringMatching(message) }),
    )
  })

  it('is refused with the three forms', () => {
    expect(() => parseTimestampSource('X')).toThrow(
      expect.objectContaining({ hint: 'use one of header:<name>, body:<JMESPath>, regex:<pattern>' }),
    )
  })
})
