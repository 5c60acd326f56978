import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import {
  briefly,
  delay,
  type RetryNote,
  type RetryPolicy,
  retryRead,
  retryStep,
  retryThrottled,
} from '../../../src/core/base/retry.js'
import { FakeClock } from '../../support/clock.js'

const failed = (name: string, status: number, more = {}) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status }, ...more })

const THROTTLED = failed('TooManyRequestsException', 429)
const CONFLICT = failed('ConflictException', 409)
const BROKEN = failed('InternalFailure', 500)
const LOST = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' })
const REFUSED = failed('BadRequestException', 400)

/** Fails with these in turn, then succeeds. */
function failing(...errors: readonly Error[]): { attempts: () => number; run: () => Promise<string> } {
  const left = [...errors]
  let attempts = 0
  return {
    attempts: () => attempts,
    run: () => {
      attempts++
      const error = left.shift()
      return error ? Promise.reject(error) : Promise.resolve('done')
    },
  }
}

const policy = (clock: FakeClock, more: Partial<RetryPolicy> = {}): RetryPolicy => ({
  clock,
  random: () => 0.5,
  ...more,
})

describe('the time until a call is repeated', () => {
  const ceilingOf = (tries: number) => Math.min(20_000, 500 * 2 ** (tries - 1))
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })

  it('lies in the upper half of a ceiling that doubles from half a second to twenty', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), chance, (tries, random) => {
        const waitMs = delay(tries, () => random)

        expect(waitMs).toBeGreaterThanOrEqual(Math.floor(ceilingOf(tries) / 2))
        expect(waitMs).toBeLessThanOrEqual(ceilingOf(tries))
      }),
    )
  })

  it('is never shorter than Retry-After', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), chance, fc.nat(600_000), (tries, random, retryAfterMs) => {
        expect(delay(tries, () => random, retryAfterMs)).toBeGreaterThanOrEqual(retryAfterMs)
      }),
    )
  })

  it('is spread by chance, so that many that failed together do not come back together', () => {
    expect(delay(5, () => 0)).toBe(4000)
    expect(delay(5, () => 0.999)).toBe(7996)
  })
})

describe('a read', () => {
  it('gets through throttling, server errors and lost connections', async () => {
    const clock = new FakeClock()
    const call = failing(THROTTLED, BROKEN, LOST)
    const notes: RetryNote[] = []

    expect(await retryRead(policy(clock, { onRetry: (note) => notes.push(note) }), call.run)).toBe('done')
    expect(notes).toEqual([
      { trouble: 'throttled', attempt: 1, delayMs: 375 },
      { trouble: 'server', attempt: 2, delayMs: 750 },
      { trouble: 'lost', attempt: 3, delayMs: 1500 },
    ])
    expect(clock.sleeps).toEqual([375, 750, 1500])
  })

  it.each([CONFLICT, REFUSED])('is not repeated after $name', async (error) => {
    const call = failing(error)

    await expect(retryRead(policy(new FakeClock()), call.run)).rejects.toBe(error)
    expect(call.attempts()).toBe(1)
  })

  it('waits as long as Retry-After says', async () => {
    const clock = new FakeClock()

    await retryRead(policy(clock), failing(failed('TooManyRequestsException', 429, { retryAfterSeconds: '7' })).run)

    expect(clock.sleeps).toEqual([7000])
  })

  it('is given up after a minute of trouble, with that trouble', async () => {
    const clock = new FakeClock()
    const started = clock.now()

    await expect(retryRead(policy(clock), () => Promise.reject(BROKEN))).rejects.toBe(BROKEN)
    expect(clock.now() - started).toBeGreaterThan(30_000)
    expect(clock.now() - started).toBeLessThanOrEqual(60_000)
  })

  it('that never gets through says for how long it was tried, once', async () => {
    const refused = new ApigwCacheError('failure', 'failure', 'AWS refused: InternalFailure', {
      cause: BROKEN,
      requestId: 'r-1',
    })
    const clock = new FakeClock()
    const inner = () => retryRead(policy(clock), () => Promise.reject(refused))

    await expect(retryStep(policy(clock), inner)).rejects.toMatchObject({
      kind: 'failure',
      message: expect.stringMatching(/^AWS refused: InternalFailure, tried for \d+ s$/),
      hint: expect.stringContaining('repeat the command'),
      requestId: 'r-1',
    })
  })

  it('is given up at once where Retry-After lies behind the deadline', async () => {
    const clock = new FakeClock()
    const error = failed('TooManyRequestsException', 429, { retryAfterSeconds: '90' })

    await expect(retryRead(policy(clock), failing(error).run)).rejects.toBe(error)
    expect(clock.sleeps).toEqual([])
  })

  it('stops waiting when it is interrupted', async () => {
    const clock = new FakeClock()
    const interrupt = new AbortController()
    const onRetry = () => interrupt.abort(new Error('Ctrl-C'))

    await expect(
      retryRead(policy(clock, { signal: interrupt.signal, onRetry }), failing(THROTTLED).run),
    ).rejects.toThrow('Ctrl-C')
  })
})

describe('a write', () => {
  it('is repeated where AWS said that it did nothing', async () => {
    const call = failing(THROTTLED, THROTTLED)

    expect(await retryThrottled(policy(new FakeClock()), call.run)).toBe('done')
    expect(call.attempts()).toBe(3)
  })

  it.each([
    ['a conflict', CONFLICT],
    ['a server error', BROKEN],
    ['a lost answer', LOST],
    ['a refusal', REFUSED],
  ])('is not repeated blindly after %s', async (_, error) => {
    const call = failing(error)

    await expect(retryThrottled(policy(new FakeClock()), call.run)).rejects.toBe(error)
    expect(call.attempts()).toBe(1)
  })
})

describe('a step that looks before it writes', () => {
  it('is repeated after any trouble that may pass, also where an error of ours wraps it', async () => {
    const wrapped = new ApigwCacheError('failure', 'failure', 'AWS refused', { cause: CONFLICT })
    const call = failing(THROTTLED, CONFLICT, BROKEN, LOST, wrapped)

    expect(await retryStep(policy(new FakeClock()), call.run)).toBe('done')
    expect(call.attempts()).toBe(6)
  })

  it('is not repeated after a refusal or a mistake', async () => {
    for (const error of [REFUSED, new ApigwCacheError('usage', 'command-line', 'wrong'), new TypeError('a bug')]) {
      const call = failing(error)
      await expect(retryStep(policy(new FakeClock()), call.run)).rejects.toBe(error)
      expect(call.attempts()).toBe(1)
    }
  })

  it('never starts again after its deadline, and uses nearly all of it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 900_000 }),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (patienceMs, chance) => {
          const clock = new FakeClock()
          const deadline = clock.now() + patienceMs
          const attempt = () => {
            expect(clock.now()).toBeLessThanOrEqual(deadline)
            return Promise.reject(CONFLICT)
          }

          await expect(retryStep(policy(clock, { deadline, random: () => chance }), attempt)).rejects.toBe(CONFLICT)
          expect(deadline - clock.now()).toBeLessThanOrEqual(20_000)
        },
      ),
      { numRuns: 30 },
    )
  })

  it.each([
    ['a shorter', 10_000],
    ['a longer', 900_000],
  ])('bears trouble for %s time than a minute where the caller gave it', async (_, givenMs) => {
    const clock = new FakeClock()
    const latest = clock.now() + givenMs

    await expect(retryRead(policy(clock, { latest }), () => Promise.reject(LOST))).rejects.toBe(LOST)
    expect(clock.now()).toBeGreaterThan(latest - 20_000)
    expect(clock.now()).toBeLessThanOrEqual(latest)
  })

  it('bears trouble on the way to what is not needed for a minute at most', async () => {
    const clock = new FakeClock()
    const started = clock.now()
    const read = (latest: number) => retryRead(briefly(policy(clock, { latest })), () => Promise.reject(LOST))

    await expect(read(started + 900_000)).rejects.toBe(LOST)
    expect(clock.now() - started).toBeLessThanOrEqual(60_000)
    await expect(read(clock.now() + 1000)).rejects.toBe(LOST)
    expect(clock.now() - started).toBeLessThanOrEqual(61_000)
  })

  it('bears no trouble beyond the time that the caller gave for everything', async () => {
    const clock = new FakeClock()
    const latest = clock.now() + 10_000

    await expect(retryRead(policy(clock, { latest }), () => Promise.reject(LOST))).rejects.toBe(LOST)
    expect(clock.now()).toBeLessThanOrEqual(latest)
  })
})
