import { describe, expect, it } from 'vitest'
import { exchangeOf } from '../../../src/core/answer/exchange.js'
import { type Observation, observe } from '../../../src/core/answer/observation.js'
import { nextDelayMs } from '../../../src/core/verify/spacing.js'

const SECOND = Date.UTC(2026, 0, 1, 9, 14, 2)

function observed(at: number, made = at, name = 'at'): Observation {
  const request = { method: 'GET', url: 'http://x/', headers: [], maxBytes: 1, timeoutMs: 1 }
  const reply = {
    status: 200,
    rawHeaders: ['Date', new Date(at).toUTCString()],
    body: Buffer.from(JSON.stringify({ [name]: new Date(made).toISOString() })),
    truncated: false,
    latencyMs: 5,
    receivedAt: at,
  }
  return observe(exchangeOf(request, reply), at - 5, null)
}

describe('the distance of probes', () => {
  it.each([
    ['whose times tick in seconds is more than one', [0, 1000, 2000], 1100],
    ['whose times tick in milliseconds is what was asked for', [113, 613, 1113], 500],
    ['is that also after one that happens to be at a whole second', [113, 613, 2000], 500],
  ])('%s', (_, offsets, delayMs) => {
    const probes = offsets.map((offset) => observed(SECOND + offset))
    expect(nextDelayMs(probes, { intervalMs: 500, extraMs: 0, named: false, samples: 5 })).toBe(delayMs)
  })

  it.each([
    [0, 1100],
    [29_999, 1100],
    [30_000, 500],
  ])('is more than a second only until half a minute was added: after %d ms it is %d', (extraMs, delayMs) => {
    const probes = [0, 1000, 2000].map((offset) => observed(SECOND + offset))
    expect(nextDelayMs(probes, { intervalMs: 500, extraMs, named: false, samples: 5 })).toBe(delayMs)
  })

  it.each([
    [1099, 1100],
    [1100, 1100],
    [3000, 3000],
  ])('is never less than the %d ms that were asked for: %d', (intervalMs, delayMs) => {
    const probes = [0, 1000, 2000].map((offset) => observed(SECOND + offset))
    expect(nextDelayMs(probes, { intervalMs, extraMs: 0, named: false, samples: 5 })).toBe(delayMs)
  })

  /** :05 is round in five seconds, and a clock of seconds may be behind by one. */
  const FIVE = SECOND + 3000
  it.each([
    ['after the first answer', [0], 'now', 5, 1525],
    ['while it stays', [0, 0], 'now', 5, 1525],
    ['over fewer answers', [0], 'now', 3, 3050],
    ['no more once it has moved', [0, 1000], 'now', 5, 1100],
    ['not for a time that may be that of a record', [0], 'at', 5, 1100],
  ])('is wider where a time that counts may tick in steps: %s', (_, made, name, samples, delayMs) => {
    const probes = made.map((after, index) => observed(FIVE + index * 1100, FIVE + after, name))
    expect(nextDelayMs(probes, { intervalMs: 500, extraMs: 0, named: false, samples })).toBe(delayMs)
  })

  it('is not wider for what would take more than half a minute', () => {
    const minute = observed(SECOND + 58_000, SECOND + 58_000, 'now')
    expect(nextDelayMs([minute], { intervalMs: 500, extraMs: 0, named: false, samples: 5 })).toBe(1100)
  })
})
