import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { failing, slowing } from '../../../src/core/warm/backend-health.js'

const answers = (...statuses: readonly (number | null)[]) => statuses.map((status) => ({ status }))
const times = (count: number, ms: number) => Array.from({ length: count }, () => ms)

describe('warming goes on', () => {
  it.each<[string, readonly (number | null)[]]>([
    ['with single failures', [200, 500, 200, null]],
    ['however many paths are wrong', [404, 403, 401, 400, 404, 404, 404]],
    ['once failures lie more than ten answers back', [500, 500, ...times(9, 200), 500]],
  ])('%s', (_, statuses) => {
    expect(failing(answers(...statuses))).toBeNull()
  })

  it.each<[string, readonly number[]]>([
    ['before there is anything to compare with', [...times(5, 3), ...times(4, 30_000)]],
    ['when slow answers were always slow', times(100, 20_000)],
    ['when fast answers get three times slower and are still fast', [...times(10, 20), ...times(30, 290)]],
    ['when a few answers are slow', [...times(10, 50), ...times(3, 50), ...times(2, 30_000)]],
  ])('%s', (_, latencies) => {
    expect(slowing(latencies)).toBeNull()
  })

  it('for ever on good answers', () => {
    const good = fc.integer({ min: 200, max: 428 }).map((status) => ({ status }))
    fc.assert(fc.property(fc.array(good), (all) => failing(all) === null))
  })
})

describe('warming stops', () => {
  it.each<[string, readonly (number | null)[], string]>([
    ['at the third failure in a row', [200, 502, 503, 500], '3 of the last 4 requests failed (502, 503, 500)'],
    [
      'when three of ten fail',
      [...times(9, 200), 500, 200, null, 429],
      '3 of the last 10 requests failed (500, no answer, 429)',
    ],
  ])('%s, and says what failed', (_, statuses, reason) => {
    expect(failing(answers(...statuses))).toBe(reason)
  })

  it('when the backend gets three times slower, and slow', () => {
    const latencies = [...times(10, 800), ...times(20, 900), ...times(10, 2500)]

    expect(slowing(latencies)).toBe('the last 5 answers took 2.5 s (median), the first 5 800 ms')
  })

  it('when a fast backend becomes a slow one, also in a list of ten', () => {
    const latencies = [...times(5, 3), ...times(5, 1800)]

    expect(slowing(latencies)).toBe('the last 5 answers took 1.8 s (median), the first 5 3 ms')
  })

  it('on any three failures among the last ten answers', () => {
    const bad = fc.constantFrom(null, 429, 500, 503, 599).map((status) => ({ status }))
    const any = fc.constantFrom(200, 404).map((status) => ({ status }))
    const window = fc
      .tuple(fc.array(bad, { minLength: 3, maxLength: 10 }), fc.array(any))
      .map(([worse, rest]) => [...rest, ...worse])
    fc.assert(fc.property(window, (all) => failing(all) !== null))
  })
})
