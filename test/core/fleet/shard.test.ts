import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isInShard } from '../../../src/core/fleet/in-shard.js'
import { parseShard } from '../../../src/core/fleet/shard.js'

const places = fc.record({
  account: fc.stringMatching(/^\d{12}$/),
  region: fc.constantFrom('us-east-1', 'eu-west-1', 'ap-southeast-2'),
})

describe('a shard', () => {
  it('has each account and region in exactly one of them, that of the hash', () => {
    fc.assert(
      fc.property(places, fc.integer({ min: 1, max: 40 }), (place, count) => {
        const shards = Array.from({ length: count }, (_, at) => ({ index: at + 1, count }))
        const digest = createHash('sha256').update(`${place.account}/${place.region}`).digest()
        const whole = [...digest].reduce((rest, byte) => (rest * 256 + byte) % count, 0)
        expect(shards.filter((shard) => isInShard(place, shard)).map(({ index }) => index)).toEqual([whole + 1])
      }),
    )
  })

  it('is as large as the others', () => {
    const all = Array.from({ length: 4000 }, (_, at) => ({
      account: String(at).padStart(12, '0'),
      region: 'us-east-1',
    }))
    const inFirst = all.filter((place) => isInShard(place, { index: 1, count: 4 })).length
    expect(inFirst).toBeGreaterThan(900)
    expect(inFirst).toBeLessThan(1100)
  })

  it.each(['1/1', '1/8', '8/8'])('is written %s', (text) => {
    const [index, count] = text.split('/').map(Number)
    expect(parseShard(text)).toEqual({ index, count })
  })

  it.each(['0/8', '9/8', '1', '1/0', '1/x', '-1/2', ''])('is not %s', (text) => {
    expect(() => parseShard(text)).toThrow(`"${text}" is not a shard`)
  })
})
