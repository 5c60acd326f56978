import { describe, expect, it } from 'vitest'
import type { PatchOperation } from '../../../src/core/aws/api.js'
import { dryRunControl } from '../../../src/core/aws/dry-run.js'
import { clusterOff, clusterOn, clusterSize, entryRemoval, settingsPatch } from '../../../src/core/change/patch.js'
import type { StageRecord } from '../../../src/core/gateway/record.js'
import { refOf } from '../../../src/core/gateway/stage.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { openStageOf } from '../../support/connection.js'

const SEED: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: {
        'GET /users': {
          integration: { type: 'HTTP', uri: 'https://backend.example.com/users' },
          parameters: ['querystring.type'],
        },
      },
      stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true }, 'GET /users': {} } } },
    },
  ],
}

const SETTINGS = {
  caching: false,
  ttlSeconds: 7,
  encrypted: true,
  requireAuthorization: false,
  unauthorized: 'FAIL_WITH_403',
  metrics: true,
  loggingLevel: 'INFO',
  dataTrace: true,
  burstLimit: 5,
  rateLimit: 9,
} as const

/** The same operations on a dry run, whose writes go nowhere, and on the sandbox. */
async function both(operations: readonly PatchOperation[]) {
  const bench = await withSandbox({ seed: SEED })
  const { connection, target } = await openStageOf(bench)
  const { control } = connection
  const dry = dryRunControl({ ...control, updateStage: async () => {} })
  await dry.updateStage(refOf(target), operations)
  const shown = await dry.stage(refOf(target))
  await control.updateStage(refOf(target), operations)
  bench.clock.advance(3_600_000)
  return { shown, done: await control.stage(refOf(target)) }
}

const comparable = ({ updatedAt: _, clusterEnabled: _e, ...record }: StageRecord) => record

describe('a dry run shows the stage as the sandbox has it afterwards:', () => {
  it.each([
    ['new defaults', settingsPatch('*/*', null, SETTINGS)],
    ['an override', settingsPatch('~1users/GET', null, SETTINGS)],
    ['an override taken away', [entryRemoval('~1users/GET')]],
    ['another capacity', clusterSize('1.6')],
    ['no cluster', clusterOff()],
    ['a cluster again', [...clusterOff(), ...clusterOn('6.1')].slice(1)],
  ])('%s', async (_, operations) => {
    const { shown, done } = await both(operations)

    expect(comparable(shown)).toEqual(comparable(done))
  })
})

describe('a dry run', () => {
  const planeOf = async (bench: Bench) => {
    const { connection, target } = await openStageOf(bench)
    const nothing = async () => {}
    const writes = { updateMethod: nothing, updateIntegration: nothing, createDeployment: nothing }
    return { plane: dryRunControl({ ...connection.control, ...writes }), ref: refOf(target) }
  }

  it('shows a method with the keys, mappings and parameters that it was given', async () => {
    const { plane, ref } = await planeOf(await withSandbox({ seed: SEED }))
    const [before] = await plane.methods(ref.apiId)
    if (!before) throw new Error('there is no method')

    await plane.updateMethod(ref.apiId, before, [
      { op: 'add', path: '/requestParameters/method.request.header.X', value: 'false' },
    ])
    await plane.updateIntegration(ref.apiId, before, [
      { op: 'add', path: '/requestParameters/integration.request.header.B', value: 'method.request.body' },
      { op: 'add', path: '/cacheKeyParameters/integration.request.header.B', value: '' },
      { op: 'add', path: '/cacheKeyParameters/method.request.header.X', value: '' },
      { op: 'remove', path: '/cacheKeyParameters/method.request.header.X' },
    ])

    const after = await plane.method(ref.apiId, before)
    expect(after.parameters).toEqual({ ...before.parameters, 'method.request.header.X': false })
    expect(after.cacheKeyParameters).toEqual(['integration.request.header.B'])
    expect(after.integration?.requestParameters).toEqual({
      'integration.request.header.B': 'method.request.body',
    })
    expect(await plane.methods(ref.apiId)).toEqual([after])
  })

  it('shows another deployment once one was made', async () => {
    const { plane, ref } = await planeOf(await withSandbox({ seed: SEED }))
    const { deploymentId } = await plane.stage(ref)

    await plane.createDeployment(ref, '')

    expect((await plane.stage(ref)).deploymentId).not.toBe(deploymentId)
  })
})
