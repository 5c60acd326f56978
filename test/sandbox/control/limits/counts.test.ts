import { CreateVpcLinkCommand, DeleteVpcLinkCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { createControlPlane } from '../../../../src/sandbox/control/control-plane.js'
import { checkCount } from '../../../../src/sandbox/control/limits/counts.js'
import { createRoom, sizeOf } from '../../../../src/sandbox/control/limits/room.js'
import { buildRequest } from '../../support/gateway.js'
import { ManualClock } from '../../support/manual-clock.js'
import { refused, running, SIGNED } from '../../support/sandbox.js'
import { buildApi, buildWorld } from '../../support/world.js'

const MIB = 1024 * 1024

describe('what the control plane keeps', () => {
  it('L67 is refused where there is one too many', async () => {
    const { gateway } = await running()
    const create = (name: string) =>
      gateway.send(
        new CreateVpcLinkCommand({
          name,
          targetArns: ['arn:aws:elasticloadbalancing:x:1:loadbalancer/net/a/b'],
        }),
      )
    const links = await Promise.all(Array.from({ length: 200 }, (_, index) => create(`link ${index}`)))

    expect(await refused(create('one more'))).toBe(
      '429 LimitExceededException: Maximum number of VPC links has been reached',
    )
    await gateway.send(new DeleteVpcLinkCommand({ vpcLinkId: links[0]?.id }))
    expect((await create('one more')).name).toBe('one more')
  })

  it.each([
    ['CreateResource', 3_000, 'resources'],
    ['CreateModel', 3_000, 'models'],
    ['CreateDeployment', 10_000, 'deployments'],
    ['CreateStage', 100, 'stages'],
    ['CreateAuthorizer', 100, 'authorizers'],
    ['CreateRequestValidator', 1_000, 'requestValidators'],
    ['CreateDocumentationPart', 20_000, 'documentationParts'],
    ['CreateDocumentationVersion', 1_000, 'documentationVersions'],
  ] as const)('L67 counts for %s to %i in each API', (operation, most, kind) => {
    const withThings = (count: number) => {
      const api = buildApi({})
      const things: Map<string, unknown> = api[kind]
      things.clear()
      for (let index = 0; index < count; index++) things.set(`${index}`, {})
      return api
    }
    const check = (count: number) => {
      const api = withThings(count)
      checkCount(operation, buildWorld({ clock: new ManualClock() }, [api]), { api: api.id })
    }

    expect(() => check(most - 1)).not.toThrow()
    expect(() => check(most)).toThrow('Maximum number of')
  })

  it('L68 has a size beyond which every change is refused, until something is deleted', () => {
    const world = buildWorld({ clock: new ManualClock() }, [])
    const room = createRoom(() => [world], 4 * MIB)
    const add = (id: string) => {
      room.claim(MIB)
      world.apis.set(id, buildApi({}, { description: 'x'.repeat(MIB) }))
    }
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
    const refusedAt = ids.findIndex((id) => {
      try {
        add(id)
        return false
      } catch {
        return true
      }
    })

    expect(refusedAt).toBe(3)
    expect(sizeOf([...world.apis.values()])).toBeGreaterThan(3 * MIB)
    world.apis.delete('a')
    expect(() => add('again')).toThrow('A limit of the account is exceeded')
    room.freed()
    expect(() => add('again')).not.toThrow()
  })

  it('L68 says so to who asks the control plane, and lets reads and deletions through', async () => {
    const world = buildWorld({ clock: new ManualClock() }, [])
    const room = createRoom(() => [world], MIB)
    const ask = createControlPlane(world, { pageSize: 500, quota: 'off', room })
    const send = async (line: string, body = '') => {
      const [method = '', path = ''] = line.split(' ')
      const { answer } = await ask(buildRequest(path, { method, body, headers: Object.entries(SIGNED) }))
      if (answer === 'cut') throw new Error('no fault is on')
      return { status: answer.status, body: String(answer.body) }
    }
    const create = () => send('POST /restapis', JSON.stringify({ name: 'a', description: 'x'.repeat(MIB / 5) }))
    const ids: string[] = []
    let last = await create()
    while (last.status === 201 && ids.length < 10) {
      ids.push(JSON.parse(last.body).id)
      last = await create()
    }

    expect([last.status, ids.length]).toEqual([429, 5])
    expect((await send(`PATCH /restapis/${ids[0]}`, '{"patchOperations":[]}')).status).toBe(429)
    expect((await send('GET /restapis')).status).toBe(200)
    for (const id of ids.slice(0, 2)) expect((await send(`DELETE /restapis/${id}`)).status).toBe(202)
    expect((await create()).status).toBe(201)
  })
})
