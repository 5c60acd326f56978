import { describe, expect, it } from 'vitest'
import { createCacheRoom } from '../../../../src/sandbox/data/cache/room.js'
import { createStore, type Entries } from '../../../../src/sandbox/data/cache/store.js'
import { gateway } from '../../support/gateway.js'
import { AVAILABLE } from '../../support/world.js'

const KIBIBYTE = 1024
const MEBIBYTE = 1024 ** 2

function stores(most: number, count: number) {
  const room = createCacheRoom(most)
  return Array.from({ length: count }, () => {
    const { clock, stage } = gateway({})
    stage.cluster = { ...AVAILABLE, size: '237' }
    return createStore(clock, room)(stage)
  })
}

const reply = (bytes: number) => ({ status: 200, headers: [], body: Buffer.alloc(bytes) })

function held(entries: Entries, names: readonly number[]): number[] {
  return names.filter((name) => entries.get(String(name)) !== undefined)
}

describe('the room of all clusters', () => {
  it('L72 is kept by the cluster that takes most, which drops what was not used for longest', () => {
    const [large, small] = stores(10 * MEBIBYTE, 2)
    if (!large || !small) throw new Error('no stores')
    small.set('0', reply(MEBIBYTE))
    const names = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]
    for (const name of names) large.set(String(name), reply(MEBIBYTE))

    expect(held(small, [0])).toEqual([0])
    const left = held(large, names)
    expect(left).toEqual(names.slice(-left.length))
    expect(left.length).toBeGreaterThan(5)
    expect(left.length).toBeLessThan(9)
  })

  it('L72 counts what an entry takes beside its bytes', () => {
    const [entries] = stores(MEBIBYTE, 1)
    if (!entries) throw new Error('no store')
    const names = Array.from({ length: 5_000 }, (_, name) => name)
    for (const name of names) entries.set(String(name), reply(0))
    const left = held(entries, names)
    expect(left.length).toBeGreaterThan(800)
    expect(left.length).toBeLessThan(1_024)
    expect(left.at(-1)).toBe(4_999)
  })

  it('L72 counts an entry once that is stored again and again', () => {
    const [entries] = stores(10 * MEBIBYTE, 1)
    if (!entries) throw new Error('no store')
    entries.set('0', reply(MEBIBYTE))
    for (let time = 0; time < 50; time++) entries.set('1', reply(MEBIBYTE))
    expect(held(entries, [0, 1])).toEqual([0, 1])
  })

  it('L72 costs little, however many clusters there are and however near the bound', () => {
    const [clusters, each] = [300, 10]
    const room = createCacheRoom(clusters * each * KIBIBYTE * 2)
    let looks = 0
    const counted = Array.from({ length: clusters }, () => {
      let size = each
      return {
        get size() {
          looks++
          return size
        },
        get calculatedSize() {
          return size * KIBIBYTE
        },
        pop: () => void size--,
      }
    })
    for (const one of counted) room.add(one)
    // As if each were overwritten ten times.
    for (let time = 0; time < clusters * each * 10; time++) room.stored(KIBIBYTE)
    expect(looks).toBeLessThan(clusters * 120)
    const left = counted.map(({ size }) => size)
    expect(Math.max(...left) - Math.min(...left)).toBeLessThan(2)
    expect(left.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(clusters * each * 0.9)
  })
})
