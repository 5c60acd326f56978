import { describe, expect, it } from 'vitest'
import { ApigwCacheError } from '../../../src/core/base/errors.js'
import { selectStages } from '../../../src/core/find/select.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'
import { control } from '../doctor/running.js'

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
    expect(await selecting(['pets-us', 'pets-eu'], [])).toEqual(['pets-eu dev', 'pets-eu prod', 'pets-us prod'])
  })

  it.each([
    [['pets-*', 'shpo'], [], 3, ['no REST API "shpo" in us-east-1']],
    [['pets-eu', 'shpo', 'oops'], ['dev', 'qa'], 1, ['"shpo"', '"oops"', 'no stage "qa" in these APIs']],
  ])('are those that fit where a plain name fits nothing, and it is told: %j %j', async (apis, names, count, told) => {
    const bench = await withSandbox({ seed: FLEET })

    const { stages, failed } = await selectStages(await connectionTo(bench), { apis, stages: names }, null)

    expect(stages).toHaveLength(count)
    expect(failed.map(({ message }) => message)).toEqual(told.map((one) => expect.stringContaining(one)))
  })

  it('are none where no plain name of several fits, and each is told', async () => {
    const bench = await withSandbox({ seed: FLEET })
    const asked = { apis: ['shpo', 'oops'], stages: [] }

    const { stages, failed } = await selectStages(await connectionTo(bench), asked, null)

    expect(stages).toEqual([])
    expect(failed.map(({ message }) => message)).toEqual([
      'no REST API "shpo" in us-east-1',
      'no REST API "oops" in us-east-1',
    ])
  })

  it('are refused where the only plain name fits nothing', async () => {
    await expect(selecting(['shpo'], [])).rejects.toMatchObject({
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
    expect(found.map(({ target }) => `${target.api.name} ${target.stage}`)).toEqual(['pets-eu dev', 'pets-us prod'])
  })
})

describe('an API that is deleted after the list of APIs was made', () => {
  /** The list still has them; whoever asks for their stages is told that there is no such API. */
  async function selectingWithout(bench: Bench, ...names: string[]) {
    const connection = await connectionTo(bench)
    const restApis = async () => {
      const listed = await connection.control.restApis()
      for (const { id, name } of listed) {
        if (name !== null && names.includes(name)) await control(bench, `DELETE /restapis/${id}`)
      }
      return listed
    }
    const racing = { ...connection, control: { ...connection.control, restApis } }
    return selectStages(racing, { apis: ['pets-*'], stages: ['prod'] }, null)
  }

  it('has no stage any more, which is no failure', async () => {
    const { stages, failed } = await selectingWithout(await withSandbox({ seed: FLEET }), 'pets-eu')

    expect(stages.map(({ target }) => `${target.api.name} ${target.stage}`)).toEqual(['pets-us prod'])
    expect(failed).toEqual([])
  })

  it('is not assumed where its stages cannot be read for another reason', async () => {
    const bench = await withSandbox({ seed: FLEET })
    const connection = await connectionTo(bench)
    const denying: typeof connection.control.stages = (id) =>
      id === bench.sandbox.apis.find(({ name }) => name === 'pets-eu')?.id
        ? Promise.reject(new ApigwCacheError('denied', 'test', 'not allowed'))
        : connection.control.stages(id)

    const { stages, failed } = await selectStages(
      { ...connection, control: { ...connection.control, stages: denying } },
      { apis: ['pets-*'], stages: ['prod'] },
      null,
    )

    expect(stages.map(({ target }) => target.api.name)).toEqual(['pets-us'])
    expect(failed.map(({ target, message }) => [target.api?.name, message])).toEqual([['pets-eu', 'not allowed']])
  })

  it('leaves nothing to do where it was the last one that fitted', async () => {
    const bench = await withSandbox({ seed: FLEET })

    await expect(selectingWithout(bench, 'pets-eu', 'pets-us')).rejects.toMatchObject({
      kind: 'failure',
      message: 'there is no stage that fits prod in an API that fits pets-* of us-east-1',
    })
  })
})
