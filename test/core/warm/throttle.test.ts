import { describe, expect, it } from 'vitest'
import { commandSpelling } from '../../../src/commands/session/spelling.js'
import { exchangeOf } from '../../../src/core/answer/exchange.js'
import { createThrottle } from '../../../src/core/warm/throttle.js'

const START = Date.UTC(2026, 0, 1, 10, 7, 3)

function throttling() {
  let now = START
  const slept: number[] = []
  const clock = {
    now: () => now,
    sleep: async (ms: number) => {
      slept.push(ms)
      now += ms
    },
  }
  const throttle = createThrottle(clock, commandSpelling({}))
  return {
    slept,
    later: (ms: number) => {
      now += ms
    },
    wait: () => throttle.wait(),
    /** What is said to a 429 for a request that was sent so many milliseconds after the start. */
    objection(retryAfter: string | null, sentMs: number) {
      const request = { method: 'GET', url: 'https://x.example/', headers: [], maxBytes: 1, timeoutMs: 1 }
      const rawHeaders = retryAfter === null ? [] : ['Retry-After', retryAfter]
      const reply = { status: 429, rawHeaders, body: Buffer.from(''), truncated: false, latencyMs: 5 }
      return throttle.objection(exchangeOf(request, { ...reply, receivedAt: now }), START + sentMs)
    },
  }
}

describe('a 429', () => {
  it('is obeyed: nothing is sent until the pause is over', async () => {
    const { slept, later, wait, objection } = throttling()
    await wait()
    expect(slept).toEqual([])

    expect(objection('17', -20)).toBeNull()
    later(1000)
    await wait()
    await wait()

    expect(slept).toEqual([16_000])
  })

  it('belongs to the first one where its request was under way by then, and ends it where it was sent later', () => {
    const { later, objection } = throttling()
    expect(objection('1', -20)).toBeNull()

    later(5)
    expect(objection('1', -10)).toBeNull()
    expect(objection(null, 0)).toBeNull()
    expect(objection('1', 1)).toContain('429 again after a pause')
  })

  it('that came with it makes the pause no longer', async () => {
    const { slept, wait, objection } = throttling()
    objection('10', -20)
    objection('60', -10)

    await wait()

    expect(slept).toEqual([10_000])
  })

  it.each([
    ['120', null],
    ['121', '429 for 121 s'],
    [new Date(START + 120_000).toUTCString(), null],
    [new Date(START + 121_000).toUTCString(), '429 for 121 s'],
    // A time that is over asks for no pause.
    [new Date(START - 1000).toUTCString(), null],
    ['soon', '429 without a Retry-After'],
    [null, '429 without a Retry-After'],
  ])('with Retry-After %s is waited for, or the reason to stop', (retryAfter, reason) => {
    const { objection } = throttling()

    const said = objection(retryAfter, -20)

    if (reason === null) expect(said).toBeNull()
    else expect(said).toBe(`the stage throttles (${reason}), so ask more slowly (--rate)`)
  })
})
