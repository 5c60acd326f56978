import { describe, expect, it } from 'vitest'
import { isNoise } from '../../../src/core/answer/header-values.js'
import { isRecordTime } from '../../../src/core/answer/record-times.js'
import { parseTimestamp } from '../../../src/core/answer/timestamp.js'

describe('a time belongs to a record by its name', () => {
  it.each([
    'header:last-modified',
    'body:createdAt',
    'body:data.updated_at',
    'body:items[3].modified',
    'body:"last login"',
    'body:window.start',
    'body:asOf',
    'body:as_of',
    'body:valid.until',
    'body:lastHeartbeat[0]',
    'body:expiresAt',
    'body:latest.timestamp',
    'text:updatedat',
    'text:created#2',
    'text:deployed',
  ])('%s does', (source) => {
    expect(isRecordTime(source)).toBe(true)
  })

  it.each([
    'header:x-generated-at',
    'body:meta.generatedAt',
    'body:now',
    'body:at',
    'body:time',
    'body:[0].timestamp',
    'body:serverTime',
    'body:blast',
    'body:requestTimeEpoch',
    'text:b',
    'text:generated',
    'body:created.generatedAt',
  ])('%s does not', (source) => {
    expect(isRecordTime(source)).toBe(false)
  })

  it('in time, however long a source is', () => {
    const before = performance.now()
    isRecordTime(`body:${'"a.'.repeat(20_000)}`)
    isRecordTime(`body:${'last'.repeat(20_000)}`)
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

describe('a time that is written with milliseconds that are none', () => {
  const near = Date.UTC(2026, 0, 1)
  it.each([
    ['2026-01-01T09:14:05.000Z', 5000],
    ['2026-01-01T09:14:10.000Z', 10_000],
    ['2026-01-01T09:14:15.000Z', 15_000],
    ['2026-01-01T09:14:30.000Z', 30_000],
    ['2026-01-01T09:14:00.000Z', 60_000],
    ['1767258845000', 5000],
    ['2026-01-01T09:14:07.000Z', 1000],
    ['2026-01-01T09:14:05Z', 1000],
    ['2026-01-01T09:14:05.113Z', 1],
    ['20260101T091405Z', 1000],
  ])('%s has a resolution of %d ms', (text, resolutionMs) => {
    expect(parseTimestamp(text, near)?.resolutionMs).toBe(resolutionMs)
  })
})
