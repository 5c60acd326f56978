import { describe, expect, it } from 'vitest'
import { selectStages } from '../../../src/core/find/select.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'

const api = (name: string, ...stages: string[]): Seed['apis'][number] => ({
  name,
  methods: { 'GET /pets': { integration: { type: 'MOCK' } } },
  stages: Object.fromEntries(stages.map((stage) => [stage, {}])),
})

const FLEET: Seed = {
  apis: [
    api('pets-eu', 'prod', 'dev'),
    api('pets-us', 'prod'),
    api('shop/admin', 'prod-blue', 'prod-green'),
    api('odd [old]*', 'prod'),
  ],
}

async function selecting(apis: readonly string[], stages: readonly string[]) {
  const bench = await withSandbox({ seed: FLEET })
  const { stages: found } = await selectStages(await connectionTo(bench), { apis, stages }, null)
  return found.map(({ target }) => `${target.api.name} ${target.stage}`)
}

describe('stages that are meant', () => {
  it.each([
    [[], [], 6],
    [['pets-*'], [], 3],
    [['pets-*'], ['prod'], 2],
    [[], ['prod*'], 5],
    [['*'], ['prod-{blue,red}'], 1],
    [['pets-[eu]*', 'shop/admin'], [], 5],
    [['shop*'], [], 2],
    [['odd [old]*'], [], 1],
  ])('for --api %j --stage %j are %i', async (apis, stages, count) => {
    expect(await selecting(apis, stages)).toHaveLength(count)
  })

  it('come in the order of their names', async () => {
    expect(await selecting(['pets-us', 'pets-eu'], [])).toEqual([
      'pets-eu dev',
      'pets-eu prod',
      'pets-us prod',
    ])
  })

  it('are refused where a plain name fits nothing, even when others fit', async () => {
    await expect(selecting(['pets-*', 'shpo'], [])).rejects.toMatchObject({
      kind: 'failure',
      message: 'no REST API "shpo" in us-east-1',
    })
  })

  it('are refused where nothing fits, with what was asked for', async () => {
    await expect(selecting(['pets-*'], ['qa*'])).rejects.toMatchObject({
      kind: 'failure',
      message: 'there is no stage that fits qa* in an API that fits pets-* of us-east-1',
    })
  })

  it('may be named by an ARN that has the stage, beside globs', async () => {
    const bench = await withSandbox({ seed: FLEET })
    const id = bench.sandbox.apis.find(({ name }) => name === 'pets-eu')?.id
    const arn = `arn:aws:apigateway:us-east-1::/restapis/${id}/stages/dev`
    const { stages: found } = await selectStages(
      await connectionTo(bench),
      { apis: [arn, 'pets-u?'], stages: [] },
      null,
    )
    expect(found.map(({ target }) => `${target.api.name} ${target.stage}`)).toEqual([
      'pets-eu dev',
      'pets-us prod',
    ])
  })
})
