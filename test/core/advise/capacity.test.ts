import { describe, expect, it } from 'vitest'
import { advice } from '../../../src/core/advise/advise.js'
import { basis, type Given } from './readings.js'

const told = (given: Given) =>
  advice(basis(given)).map(({ action, confidence, monthlyUsdChange }) => [action, confidence, monthlyUsdChange])

const hours = (count: number, one: { hits: number; misses: number; latencyMs?: number; errors?: number }) =>
  Array.from({ length: count }, () => one)

const WEEK = 168
const methods = [{ hits: 0, misses: 0, keys: ['path.id'], ttl: 3600 }]

describe('advice on capacity', () => {
  // 100 misses an hour, TTL an hour: at most 200 entries, 0.2 GiB.
  const periods = hours(WEEK, { hits: 1900, misses: 100 })

  it('is a smaller cluster where all that can be stored fits half of it, even at 1 MiB an entry', () => {
    expect(told({ size: '6.1', methods, periods })).toEqual([['resize', 'medium', -131.4]])
    const [first] = advice(basis({ size: '6.1', methods, periods }))
    expect(first?.reason).toContain('at most 0.2 GiB')
    expect(first?.reason).toContain('no more than half of 0.5 GB')
    expect(first?.reason).toContain('up to 0.6 requests a second (average of 60 min)')
    expect(first?.command).toContain('resize --size 0.5 ')
  })

  it('gives small figures in units in which they are not 0', () => {
    const few = hours(WEEK, { hits: 10, misses: 2 })

    const [first] = advice(basis({ size: '6.1', methods, periods: few }))

    expect(first?.reason).toContain('were at most 0.1 GiB')
    expect(first?.reason).toContain('up to 12 requests an hour (average of 60 min)')
  })

  it('leaves the other half to the node', () => {
    // 0.4 GiB fit 0.5 GB, but not half of it.
    const twice = hours(WEEK, { hits: 1800, misses: 200 })
    expect(told({ size: '6.1', methods, periods: twice })).toEqual([['resize', 'medium', -118.26]])
  })

  it.each([
    ['half of it, and no more', [128, 128], '0.5', -131.4],
    ['one entry more than half of it', [128, 129], '1.6', -118.26],
  ] as const)('is the smallest cluster of which the entries take %s', (_, [first, second], size, change) => {
    // Two hours together hold what is in the cache at most: 256 entries of 1 MiB are half of 0.5 GB.
    const filled = [
      { hits: 1900, misses: first },
      { hits: 1900, misses: second },
      ...hours(WEEK - 2, { hits: 1900, misses: 100 }),
    ]

    expect(told({ size: '6.1', methods, periods: filled })).toEqual([['resize', 'medium', change]])
    const [one] = advice(basis({ size: '6.1', methods, periods: filled }))
    expect(one?.command).toContain(`resize --size ${size} `)
  })

  it('is not sure of it from one hour', () => {
    expect(told({ size: '6.1', methods, periods: periods.slice(0, 1), days: 1 / 24 })).toEqual([
      ['resize', 'low', -131.4],
    ])
  })

  it('is not sure of it where CPU and network may be what a smaller one lacks', () => {
    // 2,000 requests a second, of one entry.
    const busy = hours(WEEK, { hits: 7_200_000, misses: 100 })
    expect(told({ size: '6.1', methods, periods: busy })).toEqual([['resize', 'low', -131.4]])
  })

  it.each([
    ['latency', { latencyMs: 400 }],
    ['the share of errors', { errors: 100 }],
  ])('is never smaller where %s rose', (_, later) => {
    const worse = [
      ...hours(WEEK / 2, { hits: 1900, misses: 100 }),
      ...hours(WEEK / 2, { hits: 1900, misses: 100, ...later }),
    ]
    expect(told({ size: '6.1', methods, periods: worse })).toEqual([])
  })

  it('is silent on a handful of requests', () => {
    expect(told({ size: '6.1', methods, periods: hours(10, { hits: 2, misses: 1 }) })).toEqual([])
  })
})

describe("AWS's rule of thumb", () => {
  const rising = [...hours(WEEK, { hits: 1000, misses: 100 }), ...hours(WEEK, { hits: 1500, misses: 100 })]
  const manyRising = [
    ...hours(WEEK, { hits: 100_000, misses: 20_000 }),
    ...hours(WEEK, { hits: 150_000, misses: 20_000 }),
  ]
  const falling = [
    ...hours(WEEK, { hits: 10_000, misses: 1000 }),
    ...hours(WEEK, { hits: 5000, misses: 6000, latencyMs: 90 }),
  ]

  it('makes a smaller cluster surer where hits rise and misses do not', () => {
    expect(told({ days: 14, size: '6.1', methods, periods: rising })).toEqual([['resize', 'high', -131.4]])
  })

  it('is the next smaller one by itself, with low confidence', () => {
    expect(told({ days: 14, size: '6.1', methods, periods: manyRising })).toEqual([['resize', 'low', -118.26]])
  })

  it('is a larger one where misses and latency rise while hits fall, and the entries can fill it', () => {
    expect(told({ days: 14, methods, periods: falling })).toEqual([['resize', 'medium', 13.14]])
    const [first] = advice(basis({ days: 14, methods, periods: falling }))
    expect(first?.reason).toContain('between the last two weeks misses rose')
    expect(first?.reason).toContain('latency rose from 20 ms to 90 ms')
  })

  it('is not asked about less than two weeks: a night is no trend', () => {
    expect(told({ days: 13, size: '6.1', methods, periods: manyRising })).toEqual([])
    expect(told({ days: 13, methods, periods: falling })).toEqual([])
  })

  it('is not asked where one of the weeks has hardly any hits', () => {
    const launch = [...hours(WEEK, { hits: 0, misses: 20_000 }), ...hours(WEEK, { hits: 150_000, misses: 20_000 })]
    expect(advice(basis({ days: 14, size: '6.1', methods, periods: launch }))).toEqual([])
  })

  it('is not a smaller one while latency rises', () => {
    const slower = manyRising.map((one, hour) => ({ ...one, latencyMs: hour < WEEK ? 20 : 22 }))
    expect(told({ days: 14, size: '6.1', methods, periods: slower })).toEqual([])
  })

  it('is not a larger one where the entries cannot have filled what there is', () => {
    const few = [...hours(WEEK, { hits: 1000, misses: 10 }), ...hours(WEEK, { hits: 500, misses: 100, latencyMs: 90 })]
    expect(told({ days: 14, methods, periods: few })).toEqual([])
  })
})

describe('the price difference', () => {
  const periods = hours(WEEK, { hits: 1900, misses: 100 })
  const regions = { 'ap-northeast-1': { '6.1': 0.3 } }
  const prices = { regions, asOf: '2027-01-31', source: null }

  it('is of one region: that of us-east-1 where the region has only one of the two', () => {
    const given = basis({ size: '6.1', methods, periods, region: 'ap-northeast-1', prices })
    // 0.2 to 0.02 USD an hour, and not 0.3 to 0.02.
    expect(advice(given)).toMatchObject([{ monthlyUsdChange: -131.4, pricesOf: 'us-east-1' }])
  })

  it("is of the stage's own where it has both", () => {
    const both = { 'ap-northeast-1': { '6.1': 0.3, '0.5': 0.1 } }
    const given = basis({
      size: '6.1',
      methods,
      periods,
      region: 'ap-northeast-1',
      prices: { ...prices, regions: both },
    })
    expect(advice(given)).toMatchObject([{ monthlyUsdChange: -146, pricesOf: 'ap-northeast-1' }])
  })
})
