import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRate } from '../../../src/core/base/rate.js'
import { FakeClock } from '../../support/clock.js'

/** When calls that came at these times (each so long after the one before) may go out. */
async function departures(perSecond: number, burst: number, gaps: readonly number[]) {
  const clock = new FakeClock()
  const turn = createRate(clock, perSecond, burst)
  const started = clock.now()
  const came: number[] = []
  const left: number[] = []
  const calls: Promise<void>[] = []
  for (const [index, gap] of gaps.entries()) {
    if (gap > 0) await clock.sleep(gap)
    came.push(clock.now() - started)
    calls.push(
      turn().then(() => {
        left[index] = clock.now() - started
      }),
    )
  }
  await Promise.all(calls)
  return { came, left }
}

const load = {
  perSecond: fc.double({ min: 0.5, max: 50, noNaN: true }),
  burst: fc.integer({ min: 1, max: 20 }),
  gaps: fc.array(fc.oneof(fc.constant(0), fc.nat(2000)), { minLength: 1, maxLength: 60 }),
}

describe('the rate of calls', () => {
  it('lets the burst go at once and spaces what follows', async () => {
    const { left } = await departures(5, 3, [0, 0, 0, 0, 0, 0])

    expect(left).toEqual([0, 0, 0, 200, 400, 600])
  })

  it('gives the burst back after a pause', async () => {
    const { came, left } = await departures(5, 2, [0, 0, 0, 60_000, 0, 0])

    expect(left.map((at, index) => at - (came[index] ?? 0))).toEqual([0, 0, 200, 0, 0, 200])
  })

  it('is never exceeded: in any window at most the burst and what the rate gives for its length', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(load), async ({ perSecond, burst, gaps }) => {
        const { left } = await departures(perSecond, burst, gaps)
        for (const [first, from] of left.entries()) {
          for (const [index, until] of left.entries()) {
            if (index < first) continue
            const allowed = burst + ((until - from) / 1000) * perSecond
            expect(index - first + 1).toBeLessThanOrEqual(allowed + 1e-3)
          }
        }
      }),
      { numRuns: 60 },
    )
  })

  it('serves callers in the order in which they came, and holds nobody back without need', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(load), async ({ perSecond, burst, gaps }) => {
        const { came, left } = await departures(perSecond, burst, gaps)

        expect(left).toEqual([...left].sort((a, b) => a - b))
        for (const [index, at] of came.slice(0, burst).entries()) expect(left[index]).toBeCloseTo(at)
      }),
      { numRuns: 60 },
    )
  })

  it('ends the wait of a caller who is interrupted', async () => {
    const clock = new FakeClock()
    const turn = createRate(clock, 1, 1)
    const interrupt = new AbortController()
    await turn()

    const waiting = turn(interrupt.signal)
    interrupt.abort(new Error('Ctrl-C'))

    await expect(waiting).rejects.toThrow('Ctrl-C')
  })
})
