import {
  CreateDeploymentCommand,
  CreateStageCommand,
  DeleteStageCommand,
  GetStageCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { API, PROD, refused, replace } from '../../support/sandbox.js'
import { BUSY, CACHED, stage } from './stage.js'

const ENABLE = [replace('/cacheClusterEnabled', 'true'), replace('/cacheClusterSize', '0.5')]
const DISABLE = [replace('/cacheClusterEnabled', 'false')]

describe('the cluster', () => {
  it('L1 is created for four seconds before it is available, as time passes and not as it is polled', async () => {
    const { patch, status, clock } = await stage()

    expect(await patch(ENABLE)).toMatchObject({
      cacheClusterEnabled: true,
      cacheClusterStatus: 'CREATE_IN_PROGRESS',
    })
    clock.advance(3999)
    expect(await status()).toBe('CREATE_IN_PROGRESS')
    clock.advance(1)
    expect(await status()).toBe('AVAILABLE')
  })

  it('L1 takes as long as the sandbox was told', async () => {
    const { patch, status, clock } = await stage({}, { clusterTimeMs: 240_000 })

    await patch(ENABLE)
    clock.advance(239_999)
    expect(await status()).toBe('CREATE_IN_PROGRESS')
    clock.advance(1)
    expect(await status()).toBe('AVAILABLE')
  })

  it('L2 is deleted for as long, and its size lingers', async () => {
    const { patch, read, clock } = await stage({ cluster: '1.6' })

    expect(await patch(DISABLE)).toMatchObject({ cacheClusterStatus: 'DELETE_IN_PROGRESS' })
    clock.advance(4000)

    expect(await read()).toMatchObject({
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      cacheClusterSize: '1.6',
    })
  })

  it.each([true, false])(
    'L3 says cacheClusterEnabled %s while it is deleted, as the knob wants',
    async (enabledDuringDelete) => {
      const { patch, read, clock } = await stage({ cluster: '0.5' }, { knobs: { enabledDuringDelete } })

      await patch(DISABLE)

      expect((await read()).cacheClusterEnabled).toBe(enabledDuringDelete)
      clock.advance(4000)
      expect((await read()).cacheClusterEnabled).toBe(false)
    },
  )

  it('L4 is created anew when it is resized, and every entry is lost', async () => {
    const { patch, read, pet, clock } = await stage(CACHED)
    expect([await pet(), await pet()]).toEqual(['call 1', 'call 1'])

    expect(await patch([replace('/cacheClusterSize', '1.6')])).toMatchObject({
      cacheClusterStatus: 'CREATE_IN_PROGRESS',
    })
    clock.advance(4000)

    expect(await read()).toMatchObject({ cacheClusterStatus: 'AVAILABLE', cacheClusterSize: '1.6' })
    expect([await pet(), await pet()]).toEqual(['call 2', 'call 2'])
  })

  it('L4 is deleted before it is created anew where the knob says so', async () => {
    const { patch, status, clock } = await stage({ cluster: '0.5' }, { knobs: { resizeSequence: 'delete-create' } })
    const seen = [(await patch([replace('/cacheClusterSize', '1.6')])).cacheClusterStatus]

    for (const ms of [4000, 4000]) {
      clock.advance(ms)
      seen.push(await status())
    }

    expect(seen).toEqual(['DELETE_IN_PROGRESS', 'CREATE_IN_PROGRESS', 'AVAILABLE'])
  })

  it.each([
    ['created', {}, ENABLE, 4000],
    ['deleted', CACHED, DISABLE, 4000],
    ['resized', CACHED, [replace('/cacheClusterSize', '6.1')], 4000],
  ])('L7 takes no other change while it is %s', async (_, prod, change, durationMs) => {
    const { patch, flush, clock } = await stage(prod)
    await patch(change)
    clock.advance(durationMs - 1)

    expect(await refused(patch([replace('/description', 'x')]))).toBe(BUSY)
    expect(await refused(flush())).toBe(BUSY)
    clock.advance(1)
    await patch([replace('/description', 'x')])
  })

  it('L8 is not created by a size alone', async () => {
    const { patch, read, clock } = await stage()

    await patch([replace('/cacheClusterSize', '6.1')])
    clock.advance(60_000)

    expect(await read()).toMatchObject({
      cacheClusterEnabled: false,
      cacheClusterStatus: 'NOT_AVAILABLE',
      cacheClusterSize: '6.1',
    })
  })

  it('L9 has 0.5 GB when nobody named a size, or the size that lingers', async () => {
    const fresh = await stage()
    const old = await stage({ lingeringSize: '13.5' })

    expect((await fresh.patch([replace('/cacheClusterEnabled', 'true')])).cacheClusterSize).toBe('0.5')
    expect((await old.patch([replace('/cacheClusterEnabled', 'true')])).cacheClusterSize).toBe('13.5')
  })

  it('L10 may be reported in its old state for a while after a change was accepted', async () => {
    const { patch, flush, status, clock } = await stage({}, { knobs: { statusLag: 500 } })

    expect((await patch(ENABLE)).cacheClusterStatus).toBe('NOT_AVAILABLE')
    expect(await refused(flush())).toBe(BUSY)
    clock.advance(500)
    expect(await status()).toBe('CREATE_IN_PROGRESS')
    clock.advance(3500)
    await flush()
    expect(await status()).toBe('AVAILABLE')
    clock.advance(500)
    expect(await status()).toBe('FLUSH_IN_PROGRESS')
  })

  it('L11 stays in deletion for ever under the fault stuckDelete', async () => {
    const { patch, status, clock, sandbox } = await stage({ cluster: '0.5' })
    sandbox.faults.stuckDelete = true

    await patch(DISABLE)
    clock.advance(365 * 86_400_000)

    expect(await status()).toBe('DELETE_IN_PROGRESS')
  })

  it('L13 is left alone by a patch that asks for what is there', async () => {
    const { patch, pet } = await stage(CACHED)
    await pet()

    expect(await patch(ENABLE)).toMatchObject({ cacheClusterStatus: 'AVAILABLE' })
    expect(await pet()).toBe('call 1')
  })

  it('L14 goes with its stage, also in the middle of a change', async () => {
    const { patch, gateway } = await stage()
    await patch(ENABLE)

    expect((await gateway.send(new DeleteStageCommand(PROD))).$metadata.httpStatusCode).toBe(202)
    expect(await refused(gateway.send(new GetStageCommand(PROD)))).toBe(
      '404 NotFoundException: Invalid stage identifier specified',
    )
  })

  it('L15 can come with a new stage or a deployment to a new one', async () => {
    const { gateway, read } = await stage()
    const { deploymentId } = await read()
    const cluster = { restApiId: API, cacheClusterEnabled: true, cacheClusterSize: '1.6' } as const

    const created = await gateway.send(new CreateStageCommand({ ...cluster, stageName: 'a', deploymentId }))
    await gateway.send(new CreateDeploymentCommand({ ...cluster, stageName: 'b' }))

    expect(created).toMatchObject({ cacheClusterStatus: 'CREATE_IN_PROGRESS', cacheClusterSize: '1.6' })
    expect(await gateway.send(new GetStageCommand({ ...PROD, stageName: 'b' }))).toMatchObject({
      cacheClusterStatus: 'CREATE_IN_PROGRESS',
    })
  })
})
