import { describe, expect, it } from 'vitest'
import { exchangeOf } from '../../../src/core/answer/exchange.js'
import { type Observation, observe } from '../../../src/core/answer/observation.js'
import { isOlder } from '../../../src/core/warm/stored.js'

const START = Date.UTC(2026, 0, 1, 10, 7, 3, 217)

function answer(at: number, body: string, status = 200): Observation {
  const request = { method: 'GET', url: 'https://x.example/', headers: [], maxBytes: 1, timeoutMs: 1 }
  const receivedAt = START + at + 10
  const reply = {
    ...{ status, truncated: false, latencyMs: 10, receivedAt },
    rawHeaders: ['Date', new Date(receivedAt).toUTCString()],
    body: new TextEncoder().encode(body),
  }
  return observe(exchangeOf(request, reply), START + at, null)
}

const made = (at: number, digits = 23) =>
  JSON.stringify({ generatedAt: `${new Date(START + at).toISOString().slice(0, digits)}Z` })

describe('an answer past the cache', () => {
  it.each<[string, readonly Observation[], Observation, boolean]>([
    [
      'shows that the others are old',
      [answer(0, made(-9000)), answer(4000, made(-9000))],
      answer(2000, made(2005)),
      true,
    ],
    ['needs one after it', [answer(0, made(-9000)), answer(1500, made(-9000))], answer(2000, made(2005)), false],
    [
      'must say when it was made itself',
      [answer(0, made(-9000)), answer(4000, made(-9000))],
      answer(2000, made(-5000)),
      false,
    ],
    [
      'is nothing against answers that moved on',
      [answer(0, made(5)), answer(4000, made(4005))],
      answer(2000, made(2005)),
      false,
    ],
    [
      'may be a second ahead by another clock',
      [answer(0, made(1005)), answer(4000, made(1005))],
      answer(2000, made(2005)),
      false,
    ],
    [
      'is not ahead by more than that without a cache',
      [answer(0, made(1004)), answer(4000, made(1004))],
      answer(2000, made(2005)),
      true,
    ],
    [
      'may be a minute ahead where times tick in minutes',
      [answer(0, made(0, 16)), answer(59_000, made(0, 16))],
      answer(57_000, made(57_000, 16)),
      false,
    ],
    [
      'is not two minutes ahead without a cache',
      [answer(0, made(-60_000, 16)), answer(59_000, made(-60_000, 16))],
      answer(57_000, made(57_000, 16)),
      true,
    ],
    [
      'is nothing with another status',
      [answer(0, made(-9000)), answer(4000, made(-9000))],
      answer(2000, made(2005), 201),
      false,
    ],
    [
      'is nothing where it has no such value',
      [answer(0, made(-9000)), answer(4000, made(-9000))],
      answer(2000, '{}'),
      false,
    ],
  ])('%s', (_, answers, pastCache, older) => {
    expect(isOlder(answers, pastCache)).toBe(older)
  })
})
