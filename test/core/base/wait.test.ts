import { describe, expect, it } from 'vitest'
import { nextPoll, type WaitOptions, waitUntil } from '../../../src/core/base/wait.js'
import { FakeClock } from '../../support/clock.js'

const MINUTE_MS = 60_000
const options = (clock: FakeClock, more: Partial<WaitOptions<string>> = {}): WaitOptions<string> => ({
  clock,
  expectedMs: 4 * MINUTE_MS,
  deadline: clock.now() + 15 * MINUTE_MS,
  describe: (value) => ({ state: `the stage is still ${value}`, code: 'still', data: { value } }),
  ...more,
})

/** A thing that is ready after so long. */
const readyAfter = (clock: FakeClock, ms: number) => {
  const at = clock.now() + ms
  return () => Promise.resolve(clock.now() >= at ? 'READY' : 'BUSY')
}
const isReady = (value: string) => value === 'READY'

describe('waiting', () => {
  it('reads once and does not sleep where it is ready already', async () => {
    const clock = new FakeClock()

    expect(await waitUntil(readyAfter(clock, 0), isReady, options(clock))).toBe('READY')
    expect(clock.sleeps).toEqual([])
  })

  it('tells each look that was in vain, with the time since the first', async () => {
    const clock = new FakeClock()
    const seen: number[] = []

    await waitUntil(readyAfter(clock, 3000), isReady, options(clock, { onPoll: (_, ms) => seen.push(ms) }))

    expect(seen).toEqual([0, 2000])
  })

  it('ends at the deadline, not before and not after, with the state and how to go on', async () => {
    const clock = new FakeClock()
    const deadline = clock.now() + 100_000

    await expect(waitUntil(readyAfter(clock, 200_000), isReady, options(clock, { deadline }))).rejects.toMatchObject({
      kind: 'timeout',
      message: 'the stage is still BUSY after 100 s',
      code: 'still',
      data: { value: 'BUSY' },
    })
    expect(clock.now()).toBe(deadline)
  })

  it('still accepts what is ready at the deadline itself', async () => {
    const clock = new FakeClock()
    const deadline = clock.now() + 100_000

    expect(await waitUntil(readyAfter(clock, 100_000), isReady, options(clock, { deadline }))).toBe('READY')
  })

  it('ends at once when it is interrupted, with the state and how to go on', async () => {
    const clock = new FakeClock()
    const interrupt = new AbortController()
    const onPoll = (_: string, waitedMs: number) => {
      if (waitedMs >= 60_000) interrupt.abort()
    }

    await expect(
      waitUntil(readyAfter(clock, 240_000), isReady, options(clock, { signal: interrupt.signal, onPoll })),
    ).rejects.toMatchObject({
      kind: 'interrupted',
      message: 'interrupted: the stage is still BUSY',
      code: 'still',
      data: { value: 'BUSY' },
    })
  })

  it('passes on what goes wrong while it reads', async () => {
    const clock = new FakeClock()
    const broken = () => Promise.reject(new Error('no network'))

    await expect(waitUntil(broken, isReady, options(clock))).rejects.toThrow('no network')
  })
})

describe('the rhythm of waiting', () => {
  /** Uniform in [0, 1), the same in every run (mulberry32). */
  function seeded(seed: number): () => number {
    let state = seed
    return () => {
      state = (state + 0x6d2b79f5) | 0
      let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
    }
  }

  /** Log-normal around the expected time, as far off as clusters are seen to be. */
  function readyTimes(expectedMs: number, count: number): number[] {
    const random = seeded(7)
    return Array.from({ length: count }, () => {
      const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
      return Math.min(2.5 * expectedMs, Math.max(expectedMs / 4, expectedMs * Math.exp(0.3 * normal)))
    })
  }

  function simulate(readyMs: number, expectedMs: number): { lagMs: number; polls: number; waitedMs: number } {
    let waitedMs = 0
    let polls = 1
    while (waitedMs < readyMs) {
      waitedMs += nextPoll(waitedMs, expectedMs)
      polls++
    }
    return { lagMs: waitedMs - readyMs, polls, waitedMs }
  }

  const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b)
  const quantile = (values: readonly number[], part: number) =>
    sorted(values)[Math.floor(part * values.length)] ?? Number.NaN

  const runs = readyTimes(4 * MINUTE_MS, 5000).map((readyMs) => simulate(readyMs, 4 * MINUTE_MS))

  it('sees the end of a four-minute change 3.5 s late at the median, 10 s late in one of twenty', () => {
    const lags = runs.map(({ lagMs }) => lagMs)

    expect(quantile(lags, 0.5)).toBeLessThanOrEqual(3500)
    expect(quantile(lags, 0.95)).toBeLessThanOrEqual(10_000)
  })

  it('stays below 0.12 calls a second, with the three calls around it', () => {
    const calls = runs.reduce((sum, { polls }) => sum + polls + 3, 0)
    const seconds = runs.reduce((sum, { waitedMs }) => sum + waitedMs, 0) / 1000

    expect(calls / seconds).toBeLessThanOrEqual(0.12)
  })

  it('sees the end of a flush of two minutes as soon', () => {
    const lags = readyTimes(2 * MINUTE_MS, 5000).map((readyMs) => simulate(readyMs, 2 * MINUTE_MS).lagMs)

    expect(quantile(lags, 0.5)).toBeLessThanOrEqual(3500)
    expect(quantile(lags, 0.95)).toBeLessThanOrEqual(10_000)
  })

  it('never waits less than a second nor more than half a minute', () => {
    for (let waitedMs = 0; waitedMs < 15 * MINUTE_MS; waitedMs += 999) {
      for (const expectedMs of [2 * MINUTE_MS, 4 * MINUTE_MS]) {
        expect(nextPoll(waitedMs, expectedMs)).toBeGreaterThanOrEqual(1000)
        expect(nextPoll(waitedMs, expectedMs)).toBeLessThanOrEqual(30_000)
      }
    }
  })

  it('sees a cluster that takes seconds within as many', () => {
    for (const readyMs of [1000, 2000, 3000, 4000]) {
      expect(simulate(readyMs, 4 * MINUTE_MS).lagMs).toBeLessThanOrEqual(readyMs)
    }
  })
})
