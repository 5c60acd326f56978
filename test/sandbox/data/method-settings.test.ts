import { describe, expect, it } from 'vitest'
import { changeCluster, flushCluster, NO_CLUSTER } from '../../../src/sandbox/world/cluster.js'
import { type Gateway, gateway, type SendOptions } from '../support/gateway.js'
import { AVAILABLE } from '../support/world.js'

/** Whether the second of two equal requests is answered by the first one's call. */
async function caches({ send }: Gateway, path: string, options?: SendOptions): Promise<boolean> {
  const first = await send(path, options)
  return (await send(path, options)).body === first.body
}

const times = {
  clusterTimeMs: 4_000,
  flushTimeMs: 2_000,
  resizeSequence: 'create',
  stuckDelete: false,
} as const

describe('effective settings', () => {
  it("K1 caches GET under the stage's own setting, and other verbs only under a setting of their own", async () => {
    const made = gateway({ 'GET /pets': {}, 'POST /pets': {}, 'GET /off': {}, 'ANY /any': {} })
    made.set('~1off/GET', { cachingEnabled: false })
    expect(await caches(made, '/pets')).toBe(true)
    expect(await caches(made, '/any')).toBe(true)
    expect(await caches(made, '/pets', { method: 'POST' })).toBe(false)
    expect(await caches(made, '/any', { method: 'POST' })).toBe(false)
    expect(await caches(made, '/off')).toBe(false)

    made.stage.methodSettings.delete('*/*')
    expect(await caches(made, '/pets')).toBe(false)
  })

  it('K31 takes no other wildcard than */*', async () => {
    const made = gateway({ 'GET /pets': {}, 'GET /pets/{id}': {} })
    made.stage.methodSettings.clear()
    for (const key of ['*/GET', '~1*/GET', '~1pets/*', '~1pets~1*/GET', '~1pets~1*/*', '/*/*']) made.set(key, {})

    expect(await caches(made, '/pets')).toBe(false)
    expect(await caches(made, '/pets/1')).toBe(false)
    made.set('*/*', {})
    expect([await caches(made, '/pets'), await caches(made, '/pets/1')]).toEqual([true, true])
  })

  it('K1 finds the setting of a nested and of the root resource under its ~1 spelling', async () => {
    const made = gateway({ 'GET /': {}, 'GET /pets/{id}/toys': {} })
    made.set('*/*', { cachingEnabled: false })
    made.set('~1/GET', {})
    made.set('~1pets~1{id}~1toys/GET', {})
    expect(await caches(made, '/')).toBe(true)
    expect(await caches(made, '/pets/1/toys')).toBe(true)
  })

  it('K2 honours the spelling without ~1 for a path of one segment, and the canonical one before it', async () => {
    const made = gateway({ 'GET /pets': {}, 'GET /a/b': {} })
    made.set('*/*', { cachingEnabled: false })
    made.set('pets/GET', {})
    made.set('a/b/GET', {})
    expect(await caches(made, '/pets')).toBe(true)
    expect(await caches(made, '/a/b')).toBe(false)

    made.set('~1pets/GET', { cachingEnabled: false })
    expect(await caches(made, '/pets')).toBe(false)
  })

  it('K3 lets a setting for ANY apply to nothing, unless anyKeyMatches', async () => {
    const apply = gateway({ 'ANY /pets': {}, 'GET /own': {} }, { knobs: { anyKeyMatches: true } })
    const ignore = gateway({ 'ANY /pets': {} })
    for (const made of [apply, ignore]) {
      made.set('*/*', { cachingEnabled: false })
      made.set('~1pets/ANY', {})
      made.set('~1own/ANY', {})
    }
    expect(await caches(ignore, '/pets')).toBe(false)
    expect(await caches(apply, '/pets')).toBe(true)
    expect(await caches(apply, '/pets', { method: 'POST' })).toBe(true)
    expect(await caches(apply, '/own')).toBe(false)
  })

  it('K4 really caches POST where the setting of the method says so', async () => {
    const made = gateway({ 'POST /search': {} })
    made.set('~1search/POST', {})
    expect(await caches(made, '/search', { method: 'POST' })).toBe(true)
  })

  it('K5 caches only while the cluster is AVAILABLE and the TTL is above 0', async () => {
    const made = gateway({ 'GET /pets': {} })
    const { stage, clock } = made
    stage.cluster = NO_CLUSTER
    expect(await caches(made, '/pets')).toBe(false)

    stage.cluster = changeCluster(NO_CLUSTER, { enabled: true, size: '0.5' }, clock.now(), times)
    expect(await caches(made, '/pets')).toBe(false)
    clock.advance(4_000)
    expect(await caches(made, '/pets')).toBe(true)

    stage.cluster = flushCluster(stage.cluster, clock.now(), times)
    expect(await caches(made, '/pets')).toBe(false)
    clock.advance(2_000)
    expect(await caches(made, '/pets')).toBe(true)

    stage.cluster = changeCluster(stage.cluster, { enabled: false, size: '0.5' }, clock.now(), times)
    expect(await caches(made, '/pets')).toBe(false)

    stage.cluster = AVAILABLE
    made.set('*/*', { cacheTtlInSeconds: 0 })
    expect(await caches(made, '/pets')).toBe(false)
  })
})
