import { describe, expect, it } from 'vitest'
import { remembered } from '../../src/io/remembered.js'
import { FakeClock } from '../support/clock.js'

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

  it('that is a failure is asked for again', async () => {
    const answers = [() => Promise.reject(new Error('not yet')), () => Promise.resolve(KEYS)]
    const provide = remembered(
      () => answers.shift()?.() ?? Promise.reject(new Error('too often')),
      new FakeClock(),
    )

    await expect(provide()).rejects.toThrow('not yet')
    expect(await provide()).toEqual(KEYS)
    expect(await provide()).toEqual(KEYS)
  })
})
