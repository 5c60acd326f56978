import { describe, expect, it } from 'vitest'
import type { Seed } from '../../../src/sandbox/index.js'
import { withObservedSandbox } from '../../support/observer.js'

const MOCK = { integration: { type: 'MOCK' as const } }

const seedOf = (prod: Seed['apis'][number]['stages'][string]): Seed => ({
  apis: [
    {
      id: '0123456789',
      name: 'pets',
      methods: { 'GET /pets/{id}': MOCK, 'ANY /any': { ...MOCK, authorization: 'AWS_IAM' } },
      stages: { prod },
    },
  ],
})

const fileOf = (stage: object) => ({
  'apigw-cache.yaml': JSON.stringify({ version: 1, stages: [{ api: 'pets', stage: 'prod', ...stage }] }),
})

describe('apply of settings that would share answers', () => {
  it('asks about them before it takes the cluster away, not half way', async () => {
    const bench = await withObservedSandbox({ seed: seedOf({ cluster: '0.5' }) })
    const files = fileOf({ cache: false, settings: { caching: true } })
    bench.sent()
    expect(await bench.cli('apply --yes', { files })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--accept-unkeyed 'GET /pets/{id}'"),
    })
    expect(bench.sent()).not.toContain('UpdateStage')
    expect(await bench.cli('apply --yes --accept-unkeyed all', { files })).toMatchObject({ code: 0 })
  })

  it('goes on with a method that shared them before, once its keys are live', async () => {
    const settings = { 'GET /any': { cachingEnabled: true } }
    const bench = await withObservedSandbox({ seed: seedOf({ settings }) })
    const files = fileOf({ methods: { 'ANY /any': { caching: true, keys: ['querystring.q'] } } })
    const ran = await bench.cli('apply --yes --deploy', { files })
    expect(ran, ran.stdout).toMatchObject({ code: 0 })
    expect(bench.cameToBeShared()).toEqual([])
    expect(await bench.cli('plan --check', { files })).toMatchObject({ code: 0 })
  })
})
