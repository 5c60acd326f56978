import { gzipSync } from 'node:zlib'
import { parseTimestampSource } from '../../../src/core/answer/named.js'
import type { VerifyReport } from '../../../src/core/verify/report.js'
import type { VerifyRequest } from '../../../src/core/verify/request.js'
import { memo, type Origin } from './origin.js'

export interface Scenario {
  readonly name: string
  readonly origin: () => Origin
  readonly verdict: VerifyReport['verdict']
  readonly source?: string | null
  readonly reason?: RegExp
  readonly check?: VerifyReport['checks'][number]
  readonly request?: Partial<VerifyRequest>
  /** What a test-invoke answers; none is possible where left out. */
  readonly past?: () => Origin
  /** How far the origin's clock is from the one that writes `Date`. */
  readonly dateOffsetMs?: number
}

const iso = (now: number) => new Date(now).toISOString()
const json = (value: unknown) => ({
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
})
const uuid = (n: number) => `3f2b8c1e-9d4a-4c6b-8e7f-${String(n * 7919).padStart(12, '0')}`

const stamped: Origin = (_, now) => json({ pets: ['rex'], meta: { generatedAt: iso(now) } })
const seconds: Origin = (_, now) => json({ now: Math.floor(now / 1000) })
const counter: Origin = (n) => json({ count: 41 + n })
const identified: Origin = (n) => json({ requestId: uuid(n) })
const still: Origin = () => json({ name: 'rex' })
const record: Origin = () => json({ name: 'rex', createdAt: '2025-11-03T10:00:00.123Z' })
const html: Origin = (_, now) => ({ body: `<html><footer>Generated <b>${iso(now)}</b></footer></html>` })
const xml: Origin = (_, now) => ({ body: `<r generated="${new Date(now).toUTCString()}"/>` })
const plain: Origin = (_, now) => ({ body: `load 0.3\nserver_time=${now}000\n` })
const inHeader: Origin = (_, now) => ({ headers: { 'X-Generated-At': iso(now) }, body: 'same' })
const zipped: Origin = (n, now) => {
  const { headers, body } = stamped(n, now)
  return { headers: { ...headers, 'Content-Encoding': 'gzip' }, body: gzipSync(body) }
}
const huge: Origin = (_, now) => ({ body: `rendered ${iso(now)}\n${'x'.repeat(3 * 1024 * 1024)}` })
const redirect: Origin = (_, now) => ({ status: 302, headers: { Location: '/elsewhere' }, body: iso(now) })
const skewed: Origin = (_, now) => json({ generatedAt: iso(now - 3_600_000) })
const noise: Origin = (n) => ({
  headers: { 'x-amzn-RequestId': uuid(n), 'X-Amz-Cf-Id': `id${n}`, Via: `1.1 v${n}`, 'Set-Cookie': `a=${n}` },
  body: 'same',
})
const instances: Origin = (n) => json({ instance: n % 2 ? 'blue' : 'green' })
const slow: Origin = (_, now) => json({ visitors: Math.floor(now / 1700) })

const named = (text: string) => ({ timestamp: parseTimestampSource(text) })
const throughCloudFront =
  (origin: Origin, xCache: string): Origin =>
  (n, now) => {
    const answer = origin(n, now)
    return { ...answer, headers: { ...answer.headers, 'X-Cache': xCache } }
  }
const aged: Origin = (n, now) => ({ ...stamped(1, now), headers: { Age: String(n) } })

/** An entry that is older than the run, so that its time says nothing by itself. */
const old = (origin: Origin): Origin => {
  const cached = memo(origin, { ttlMs: Number.POSITIVE_INFINITY })
  cached(1, Date.UTC(2025, 11, 31, 23, 30, 7, 113))
  return cached
}

const NAMED = 'a field that was named'
export const SCENARIOS: readonly Scenario[] = [
  // Times in the body
  {
    name: 'JSON time, cached',
    origin: () => memo(stamped),
    verdict: 'cached',
    source: 'body:meta.generatedAt',
  },
  {
    name: 'JSON time, not cached',
    origin: () => stamped,
    verdict: 'not-cached',
    source: 'body:meta.generatedAt',
  },
  {
    name: 'JSON time, one best-effort miss',
    origin: () => memo(stamped, { misses: [3] }),
    verdict: 'cached',
  },
  {
    name: 'JSON time, gzip, cached',
    origin: () => memo(zipped),
    verdict: 'cached',
    source: 'body:meta.generatedAt',
  },
  { name: 'JSON time, gzip, not cached', origin: () => zipped, verdict: 'not-cached' },
  { name: 'seconds, cached', origin: () => memo(seconds), verdict: 'cached', source: 'body:now' },
  { name: 'seconds, not cached', origin: () => seconds, verdict: 'not-cached', source: 'body:now' },
  { name: 'HTML time, cached', origin: () => memo(html), verdict: 'cached', source: 'text:generated' },
  { name: 'HTML time, not cached', origin: () => html, verdict: 'not-cached', source: 'text:generated' },
  {
    name: 'XML time in RFC 1123, cached',
    origin: () => memo(xml),
    verdict: 'cached',
    source: 'text:generated',
  },
  { name: 'XML time in RFC 1123, not cached', origin: () => xml, verdict: 'not-cached' },
  {
    name: 'microseconds in plain text, cached',
    origin: () => memo(plain),
    verdict: 'cached',
    source: 'text:server_time',
  },
  { name: 'microseconds in plain text, not cached', origin: () => plain, verdict: 'not-cached' },
  { name: 'time before 3 MiB of body, cached', origin: () => memo(huge), verdict: 'cached' },
  { name: 'time before 3 MiB of body, not cached', origin: () => huge, verdict: 'not-cached' },
  // Headers
  {
    name: 'header time, cached',
    origin: () => memo(inHeader),
    verdict: 'cached',
    source: 'header:x-generated-at',
  },
  {
    name: 'header time, not cached',
    origin: () => inHeader,
    verdict: 'not-cached',
    source: 'header:x-generated-at',
  },
  {
    name: 'header time by HEAD, cached',
    origin: () => memo(inHeader),
    verdict: 'cached',
    request: { method: 'HEAD' },
  },
  { name: 'headers that every hop renews', origin: () => noise, verdict: 'inconclusive', source: null },
  // Tokens and bodies
  { name: 'counter, not cached', origin: () => counter, verdict: 'not-cached', source: 'body:count' },
  { name: 'counter, cached, nothing to compare with', origin: () => memo(counter), verdict: 'inconclusive' },
  {
    name: 'counter, cached, test-invoke',
    origin: () => memo(counter),
    past: () => counter,
    verdict: 'cached',
    source: 'body:count',
  },
  {
    name: 'request id, not cached, asked directly',
    origin: () => identified,
    request: { direct: true },
    verdict: 'not-cached',
    source: 'body:requestId',
  },
  {
    name: 'request id, not cached, where something in front may have made it',
    origin: () => identified,
    verdict: 'inconclusive',
    reason: /differed only in what something in front may add to a stored one/,
  },
  {
    name: 'request id, cached, one miss',
    origin: () => memo(identified, { misses: [3] }),
    verdict: 'inconclusive',
  },
  {
    name: 'request id, cached, one miss, test-invoke',
    origin: () => memo(identified, { misses: [3] }),
    past: () => identified,
    verdict: 'cached',
    source: 'body:requestId',
  },
  {
    name: 'body that is always new',
    origin: () => (n) => ({ body: `roll ${n * 37}` }),
    verdict: 'not-cached',
    source: 'body',
  },
  {
    name: 'body, cached, test-invoke',
    origin: () => memo((n) => ({ body: `r ${n}` })),
    past: () => (n) => ({ body: `q ${n}` }),
    verdict: 'cached',
    source: 'body',
  },
  {
    name: 'counter, cached, one miss, test-invoke',
    origin: () => memo(counter, { misses: [3] }),
    past: () => counter,
    verdict: 'cached',
  },
  // What must not fool it
  { name: 'static body', origin: () => still, verdict: 'inconclusive', source: null },
  { name: 'static body, test-invoke', origin: () => still, past: () => still, verdict: 'inconclusive' },
  { name: 'time of a record', origin: () => record, verdict: 'inconclusive', source: null },
  {
    name: 'time of a record, test-invoke',
    origin: () => record,
    past: () => record,
    verdict: 'inconclusive',
  },
  { name: 'two instances in turn', origin: () => instances, verdict: 'inconclusive' },
  { name: 'data that change slowly', origin: () => slow, verdict: 'inconclusive' },
  {
    name: 'test-invoke of undeployed changes',
    origin: () => still,
    past: () => () => json({ name: 'max' }),
    verdict: 'inconclusive',
  },
  {
    name: 'test-invoke that fails',
    origin: () => still,
    past: () => () => ({ status: 500, body: '{}' }),
    verdict: 'inconclusive',
  },
  // Entries from before, and clocks that are wrong
  { name: 'old entry', origin: () => old(stamped), verdict: 'inconclusive' },
  {
    name: 'old entry, test-invoke',
    origin: () => old(stamped),
    past: () => stamped,
    verdict: 'cached',
    source: 'body:meta.generatedAt',
  },
  {
    name: 'old entry, test-invoke forbidden',
    origin: () => old(stamped),
    past: () => stamped,
    request: { asked: { control: 'none' } },
    verdict: 'inconclusive',
  },
  {
    name: 'old entry, POST',
    origin: () => old(stamped),
    past: () => stamped,
    request: { method: 'POST' },
    verdict: 'inconclusive',
  },
  {
    name: 'clock an hour behind, not cached',
    origin: () => skewed,
    verdict: 'not-cached',
    source: 'body:generatedAt',
  },
  {
    name: 'clock an hour behind, cached, test-invoke',
    origin: () => memo(skewed),
    past: () => skewed,
    verdict: 'cached',
  },
  {
    name: 'clock an hour behind, renewed as regularly as quotes are',
    origin: () => memo(skewed, { ttlMs: 700 }),
    request: { samples: 6 },
    verdict: 'inconclusive',
  },
  {
    name: 'clock an hour behind, kept after two misses',
    origin: () => memo(skewed, { misses: [2, 3] }),
    request: { samples: 9 },
    verdict: 'cached',
  },
  {
    name: 'everybody else has another time',
    origin: () => memo(stamped),
    dateOffsetMs: 7_200_000,
    past: () => stamped,
    verdict: 'cached',
  },
  // Named
  {
    name: `${NAMED}, old entry`,
    origin: () => old(stamped),
    request: named('body:meta.generatedAt'),
    verdict: 'cached',
  },
  {
    name: `${NAMED} by header, not cached`,
    origin: () => inHeader,
    request: named('header:X-Generated-At'),
    verdict: 'not-cached',
  },
  {
    name: `${NAMED} by regex, cached`,
    origin: () => memo(html),
    request: named('regex:<b>(.*?)</b>'),
    verdict: 'cached',
  },
  {
    name: `${NAMED} and is missing`,
    origin: () => memo(stamped),
    request: named('body:nowhere'),
    verdict: 'inconclusive',
  },
  // Errors and other caches
  {
    name: 'unknown path',
    origin: () => () => ({ status: 403, body: '{"message":"Missing Authentication Token"}' }),
    verdict: 'inconclusive',
  },
  {
    name: 'errors with a time',
    origin: () => memo((_, now) => ({ status: 500, body: iso(now) })),
    verdict: 'inconclusive',
  },
  { name: 'redirect, not cached', origin: () => redirect, verdict: 'not-cached' },
  {
    name: 'one error in between',
    origin: () => (n, now) => (n === 2 ? { status: 502, body: '' } : stamped(n, now)),
    verdict: 'not-cached',
  },
  {
    name: 'CloudFront misses',
    origin: () => throughCloudFront(stamped, 'Miss from cloudfront'),
    verdict: 'not-cached',
  },
  {
    name: 'CloudFront hits',
    origin: () => throughCloudFront(memo(stamped), 'Hit from cloudfront'),
    verdict: 'inconclusive',
  },
  { name: 'answers with an age', origin: () => aged, verdict: 'inconclusive' },
]
