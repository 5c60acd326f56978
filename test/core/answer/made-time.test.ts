import { describe, expect, it } from 'vitest'
import { isNoise } from '../../../src/core/answer/header-values.js'
import { saysWhenMade } from '../../../src/core/answer/made-time.js'
import { parseTimestamp } from '../../../src/core/answer/timestamp.js'

describe('a time is that of the answer by its name', () => {
  it.each([
    'header:x-generated-at',
    'header:x-rendered',
    'header:x-server-time',
    'body:meta.generatedAt',
    'body:generated_at',
    'body:dateGenerated',
    'body:"generated at"',
    'body:now',
    'body:nowMs',
    'body:utcNow',
    'body:serverTime',
    'body:server_time_utc',
    'body:currentDateTime',
    'body:responseTimestamp',
    'body:created.generatedAt',
    'text:generated',
    'text:generatedat#2',
    'text:servertime',
    'text:rendered',
  ])('%s', (source) => {
    expect(saysWhenMade(source)).toBe(true)
  })

  it.each([
    ...['placedAt', 'observedAt', 'queuedAt', 'requestedAt', 'lockedAt', 'validFrom', 'iat', 'nbf', 'exp', 'at', 'ts'],
    ...['time', 'timestamp', 'date', 'asOf', 'updatedAt', 'createdAt', 'lastModified', 'startedAt', 'quotedAt'],
    ...[
      'current',
      'server',
      'response',
      'nowPlaying',
      'known',
      'preserved',
      'reserved',
      'observed',
      'requestTimeEpoch',
    ],
    ...[
      'lastGeneratedAt',
      'first.generatedAt',
      'items[0].generatedAt',
      '[0].now',
      'token.generatedAt',
      'report.generatedAt',
    ],
    ...['session.now', 'latest.serverTime', 'degeneratedAt', 'unservedAt'],
  ])('body:%s does not say so', (path) => {
    expect(saysWhenMade(`body:${path}`)).toBe(false)
    expect(saysWhenMade(`header:x-${path}`)).toBe(false)
  })

  it('in time, however long a source is', () => {
    const before = performance.now()
    saysWhenMade(`body:${'"a.'.repeat(20_000)}`)
    saysWhenMade(`body:${'last'.repeat(20_000)}`)
    expect(performance.now() - before).toBeLessThan(500)
  })
})

describe('what a hop adds', () => {
  it.each([
    'X-Varnish',
    'RateLimit-Remaining',
    'RateLimit-Reset',
    'X-Rate-Limit-Remaining',
    'X-Response-Time',
    'X-Fastly-Request-Id',
    'fly-request-id',
    'x-iinfo',
    'x-kong-proxy-latency',
    'akamai-grn',
    'X-Request-Id',
  ])('is noise: %s', (name) => {
    expect(isNoise(name)).toBe(true)
  })

  it.each(['X-Generated-At', 'Last-Modified', 'ETag', 'X-Translatency'])('is not: %s', (name) => {
    expect(isNoise(name)).toBe(false)
  })
})

describe('a time that is round in a step has that resolution:', () => {
  const near = Date.UTC(2026, 0, 1)
  it.each([
    ['2026-01-01T09:14:05.000Z', 5000],
    ['2026-01-01T09:14:10.000Z', 10_000],
    ['2026-01-01T09:14:15.000Z', 15_000],
    ['2026-01-01T09:14:30.000Z', 30_000],
    ['2026-01-01T09:14:00.000Z', 60_000],
    ['1767258845000', 5000],
    ['2026-01-01T09:14:07.000Z', 1000],
    ['2026-01-01T09:14:05Z', 5000],
    ['2026-01-01T09:14:02.500Z', 2500],
    ['2026-01-01T09:14:22.500Z', 7500],
    ['2026-01-01T09:14:04Z', 4000],
    ['1767258850', 10_000],
    ['1767258842', 2500],
    ['1767258847', 7500],
    ['1767258841', 1000],
    ['2026-01-01T09:14:05.113Z', 1],
    ['20260101T091407Z', 7500],
  ])('%s has a resolution of %d ms', (text, resolutionMs) => {
    expect(parseTimestamp(text, near)?.resolutionMs).toBe(resolutionMs)
  })
})
