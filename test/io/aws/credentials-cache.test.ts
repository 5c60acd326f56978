import { describe, expect, it } from 'vitest'
import { remembered } from '../../../src/io/aws/credentials-cache.js'
import { FakeClock } from '../../support/clock.js'

const KEYS = { accessKeyId: 'AKIA', secretAccessKey: 's' }

describe('an answer of a credentials provider', () => {
  it('without an end is asked for once', async () => {
    const clock = new FakeClock()
    let asked = 0
    const provide = remembered(async () => ({ ...KEYS, sessionToken: String(++asked) }), clock)

    await Promise.all([provide(), provide()])
    clock.advance(1e12)

    expect(await provide()).toMatchObject({ sessionToken: '1' })
  })

  it('with an end is asked for again five minutes before it, and not earlier', async () => {
    const clock = new FakeClock()
    const HOUR_MS = 3_600_000
    const end = clock.now() + HOUR_MS
    let asked = 0
    const provide = remembered(async () => {
      asked++
      return { ...KEYS, sessionToken: String(asked), expiration: new Date(end + (asked - 1) * HOUR_MS) }
    }, clock)
    await provide()

    clock.advance(55 * 60_000 - 1)
    expect(await provide()).toMatchObject({ sessionToken: '1' })
    clock.advance(1)
    expect(await Promise.all([provide(), provide()])).toMatchObject([{ sessionToken: '2' }, { sessionToken: '2' }])
    clock.advance(HOUR_MS - 1)
    expect(await provide()).toMatchObject({ sessionToken: '2' })
    clock.advance(1)
    expect(await provide()).toMatchObject({ sessionToken: '3' })
  })

  it('that is a failure is asked for again', async () => {
    const answers = [() => Promise.reject(new Error('not yet')), () => Promise.resolve(KEYS)]
    const provide = remembered(() => answers.shift()?.() ?? Promise.reject(new Error('too often')), new FakeClock())

    await expect(provide()).rejects.toThrow('not yet')
    expect(await provide()).toEqual(KEYS)
    expect(await provide()).toEqual(KEYS)
  })
})
