import { describe, expect, it, onTestFinished } from 'vitest'
import type { Needs } from '../../fieldtest/observation.js'
import { sandboxTarget } from '../../fieldtest/targets/sandbox.js'
import { inner } from '../../fieldtest/wire/answer.js'
import { openDoor } from '../../fieldtest/wire/send.js'
import { createClients } from '../../fieldtest/world/clients.js'
import { createWorld } from '../../fieldtest/world/world.js'

async function worldFor(needs: Needs) {
  const target = await sandboxTarget({ quota: 'off' })
  onTestFinished(() => target.close())
  const door = openDoor()
  onTestFinished(door.close)
  const clients = createClients({ target, send: door.send })
  return createWorld({ target, clients, needs: [needs], account: '', tags: {} })
}

describe('the API that a fieldtest calls', () => {
  it('has all methods but one that was refused, and says why that is missing', async () => {
    const world = await worldFor({ methods: { 'GET /good': {}, 'GET /bad': { status: 700 }, 'GET /bad/below': {} } })
    const { broken } = await world.served()
    expect([...broken.keys()]).toEqual(['GET /bad'])
    expect(broken.get('GET /bad')).toMatch(/^PutMethodResponse was answered with 400 .*'700'/)
    expect((await world.call('GET /good', { stage: 'bare' })).status).toBe(200)
    expect((await world.call('GET /bad/below', { stage: 'bare' })).status).toBe(200)
  })

  it('has all settings but one that was refused', async () => {
    const settings = { '/nonsense': 'x', '/~1plain/GET/caching/ttlInSeconds': '60' }
    const world = await worldFor({ stages: ['main'], settings })
    await world.clusters()
    const { api } = await world.served()
    const { json } = await world.control(`GET ${api}/stages/main`)
    expect(inner(inner(json, 'methodSettings'), '~1plain/GET')).toMatchObject({ cacheTtlInSeconds: 60 })
  })
})
