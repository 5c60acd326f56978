import { describe, expect, it } from 'vitest'
import { noFaults } from '../../../src/sandbox/world/faults.js'
import { startWorlds } from '../../../src/sandbox/worlds/start.js'
import { ManualClock } from '../support/manual-clock.js'

const region = 'us-east-1'
const accountIds = (count: number) => Array.from({ length: count }, (_, index) => String(100_000_000_000 + index))

function worldsWithout() {
  const given = { clock: new ManualClock(), random: Math.random, faults: noFaults(), metricsSeed: 1 }
  return startWorlds({ seed: 'empty' }, given, null)
}

describe('the number of worlds', () => {
  it('L62 is at most 1,000, of which those that are empty make room for others', () => {
    const worlds = worldsWithout()
    const [kept = '', next = '', ...others] = accountIds(999)
    worlds.at({ accountId: kept, region }).logs.create('group')
    for (const accountId of [next, ...others]) worlds.at({ accountId, region })
    expect(worlds.all()).toHaveLength(1_000)

    expect(worlds.at({ accountId: '999999999999', region }).enabled).toBe(true)
    expect(worlds.all()).toHaveLength(1_000)
    const left = worlds.all().map(({ accountId }) => accountId)
    expect(left).toContain(worlds.home.accountId)
    expect(left).toContain(kept)
    expect(left).not.toContain(next)
  })

  it('L62 leaves strangers out where every world has something in it', () => {
    const worlds = worldsWithout()
    for (const accountId of accountIds(999)) worlds.at({ accountId, region }).logs.create('group')
    const stranger = { accountId: '999999999999', region }

    expect(worlds.at(stranger).enabled).toBe(false)
    expect(worlds.all()).toHaveLength(1_000)
    worlds.at({ accountId: accountIds(1)[0] ?? '', region }).logs.remove('group')
    expect(worlds.at(stranger).enabled).toBe(true)
  })
})
