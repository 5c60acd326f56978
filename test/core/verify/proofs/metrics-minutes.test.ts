import { describe, expect, it } from 'vitest'
import type { Observation } from '../../../../src/core/answer/observation.js'
import { minutesOf } from '../../../../src/core/verify/proofs/metrics.js'

const MINUTE = 60_000
const START = Date.UTC(2026, 0, 1, 9, 14)

/** Times in milliseconds after the start of a minute; `dateMs` is that of the answer's `Date`. */
const answer = (sentMs: number, receivedMs: number, dateMs: number | null = null): Observation => ({
  status: 200,
  sentAt: START + sentMs,
  receivedAt: START + receivedMs,
  latencyMs: receivedMs - sentMs,
  dateMs: dateMs === null ? null : START + dateMs,
  body: '',
  bodyBytes: 0,
  truncated: false,
  candidates: new Map(),
  otherCache: null,
  cacheBehind: null,
  xCache: null,
  warned: false,
})

const minutes = (...answers: readonly Observation[]) => minutesOf(answers).map((start) => (start - START) / MINUTE)

describe('the minutes in which CloudWatch may have counted an answer', () => {
  it.each<[string, Observation, readonly number[]]>([
    ['in the middle of a minute are that one', answer(30_000, 30_500), [0]],
    ['just under two seconds before the next are that one', answer(57_000, 57_999), [0]],
    ['two seconds before the next are both', answer(57_000, 58_000), [0, 1]],
    ['one second into a minute are that one', answer(1000, 1500), [0]],
    ['less than a second into a minute are the one before as well', answer(999, 1500), [-1, 0]],
    ['over a whole minute are all that it touches', answer(30_000, 119_000), [0, 1, 2]],
    ['are those of its Date, which is ahead of the clock here', answer(30_000, 30_500, 150_500), [2]],
    ['or behind it', answer(30_000, 30_500, -89_500), [-2]],
    ['with the same margins', answer(30_000, 30_500, 58_000), [0, 1]],
    ['and none more', answer(30_000, 30_500, 57_999), [0]],
  ])('%s', (_, one, expected) => {
    expect(minutes(one)).toEqual(expected)
  })

  it('are each named once, the earliest first', () => {
    expect(minutes(answer(90_000, 90_100), answer(30_000, 30_100), answer(95_000, 95_100))).toEqual([0, 1])
  })
})
