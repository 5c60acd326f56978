import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { advice } from '../../../src/core/advise/advise.js'
import { largestWorkingSetGib } from '../../../src/core/advise/capacity.js'
import { unjudged } from '../../../src/core/advise/not-judged.js'
import { basis, type Given } from './readings.js'

const told = (given: Given) =>
  advice(basis(given)).map(({ action, confidence, monthlyUsdChange }) => [action, confidence, monthlyUsdChange])

describe('advice to retire a cluster', () => {
  it.each([
    [7, 'high'],
    [1, 'medium'],
    [0.5, 'low'],
  ])('for %d days without a request has %s confidence and saves the price', (days, confidence) => {
    expect(told({ days, size: '6.1' })).toEqual([['retire', confidence, -146]])
  })

  it('is not given without a cluster, nor where the figures are not known', () => {
    expect(told({ size: null })).toEqual([])
    expect(told({ unknown: true })).toEqual([])
  })

  it.each(['CREATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'FLUSH_IN_PROGRESS'] as const)(
    'is not given while the cluster is %s, and the reason is',
    (clusterStatus) => {
      for (const requests of [0, 12_000]) {
        const given = basis({ clusterStatus, requests })
        expect(advice(given)).toEqual([])
        expect(unjudged(given)).toEqual([
          { what: 'everything', reason: expect.stringContaining(`the cluster is ${clusterStatus}`) },
        ])
      }
    },
  )

  it('is not given where requests came after the time that CloudWatch has completely', () => {
    const given = basis({ after: 45 })
    expect(advice(given)).toEqual([])
    expect(unjudged(given)).toEqual([
      { what: 'everything', reason: expect.stringContaining('until 2026-01-08 00:00 UTC, and 45 since') },
    ])
  })

  it('turns into a look at the settings where requests pass the cache by', () => {
    expect(told({ requests: 12_000 })).toEqual([['enable-caching', 'high', null]])
    const [first] = advice(basis({ requests: 12_000 }))
    expect(first?.reason).toContain('12,000 requests in 7 d')
    expect(first?.command).toBe('apigw-cache doctor --api a1b2c3d4e5 --stage prod --region us-east-1')
  })
})

describe('the largest working set', () => {
  it('is never less than what any stretch of one TTL missed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(5000), { minLength: 1, maxLength: 60 }),
        fc.constantFrom(60, 300, 3600),
        fc.nat(59),
        (misses, ttl, at) => {
          const given = basis({
            periods: misses.map((one) => ({ hits: 0, misses: one })),
            methods: [{ hits: 0, misses: 0, ttl }],
          })
          const here = misses[at % misses.length] ?? 0
          expect(largestWorkingSetGib(given) * 1024).toBeGreaterThanOrEqual(here - 1e-6)
          expect(largestWorkingSetGib(given) * 1024).toBeLessThanOrEqual(misses.reduce((a, b) => a + b, 0) + 1e-6)
        },
      ),
    )
  })
})

it('finds a method whose single entry is missed more often than it can expire', () => {
  const [first] = advice(basis({ methods: [{ name: '/report', ttl: 3600, hits: 0, misses: 9000 }] }))
  expect(first).toMatchObject({ action: 'verify' })
  expect(first?.reason).toContain('can expire 168 times in 7 d, but was missed 9,000 times')
})

it('suggests to verify the method that it is about', () => {
  const stored = (verb: string) =>
    advice(basis({ methods: [{ verb, name: '/report', ttl: 3600, hits: 0, misses: 9000 }] }))[0]?.command

  expect(stored('GET')).toContain('apigw-cache verify /report --api')
  expect(stored('POST')).toContain('apigw-cache verify /report --method POST --api')
})

describe('what advice says nothing about', () => {
  const reasons = (given: Given) => unjudged(basis(given)).map(({ what, reason }) => `${what}: ${reason}`)

  it('is told where several methods are cached and not counted by themselves', () => {
    const methods = ['/a', '/b', '/c', '/d'].map((name) => ({ name, hits: 900, misses: 100 }))
    expect(reasons({ coarse: true, methods, days: 14 })).toEqual([
      expect.stringMatching(/^TTL and keys of GET \/a, GET \/b, GET \/c and 1 more: detailed metrics are off/),
    ])
    expect(reasons({ methods, days: 14 })).toEqual([])
  })

  it('is told where there were too few requests', () => {
    expect(reasons({ methods: [{ name: '/a', hits: 30, misses: 10 }] })).toEqual([
      'capacity: 40 requests through the cache are too few: at least 500 are needed',
      'TTL and keys of GET /a: its requests through the cache are too few: at least 500 are needed',
    ])
  })

  it('is told where the window is too short for trends', () => {
    const methods = [{ name: '/a', hits: 900, misses: 100 }]
    expect(reasons({ days: 7, methods })).toEqual([expect.stringContaining("AWS's rule of thumb: it compares")])
  })

  it('is nothing without a cluster, and nothing besides where one piece of advice says it all', () => {
    expect(reasons({ size: null, requests: 9 })).toEqual([])
    expect(reasons({ requests: 0 })).toEqual([])
    expect(reasons({ requests: 12_000 })).toEqual([])
  })

  it('is all of it where the figures are not known', () => {
    expect(reasons({ unknown: true })).toEqual(['everything: CloudWatch has no figures of this window'])
  })
})

it('bounds what is stored by the misses of a minute, not by the longer periods of a long window', () => {
  const given = basis({
    size: '6.1',
    periods: Array.from({ length: 24 }, () => ({ hits: 0, misses: 600 })),
    methods: [{ hits: 0, misses: 0 }],
  })
  const points = given.traffic.periods.flatMap(({ at }) =>
    Array.from({ length: 60 }, (_, minute) => ({ at: at + minute * 60_000, value: 10 })),
  )
  const fine = { ...given, traffic: { ...given.traffic, misses: { periodSeconds: 60, points } } }

  // Ten a minute, TTL 5 min: six minutes at most.
  expect(largestWorkingSetGib(fine) * 1024).toBe(60)
  expect(largestWorkingSetGib(given) * 1024).toBe(1200)
})
