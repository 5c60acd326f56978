import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/core/declare/report.js'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const USERS: SeedMethod = { integration: { type: 'MOCK' }, parameters: ['querystring.type'] }

const NAMES = { pets: 'pets', birds: 'birds', odd: 'odd {a,b}*' }

const SEED: Seed = {
  apis: Object.values(NAMES).map((name, index) => ({
    id: `000000000${index}`,
    name,
    methods: { 'GET /users': USERS },
    stages: { prod: { cluster: '0.5' } },
  })),
}

const FILES = {
  'apigw-cache.yaml': JSON.stringify({
    version: 1,
    stages: Object.values(NAMES).map((api) => ({
      ...{ api, stage: 'prod' },
      methods: { 'GET /users': { keys: ['querystring.type'] } },
    })),
  }),
}

async function planned(deploy: string | null, targets: readonly string[]) {
  const { cli } = await withSandbox({ seed: SEED })
  const words = (glob: string | null) => [
    ...['plan', '-o', 'json'],
    ...targets.flatMap((one) => ['--target', one]),
    ...(glob === null ? [] : [`--deploy=${glob}`]),
  ]
  const planOf = async (glob: string | null): Promise<Plan> =>
    JSON.parse((await cli(words(glob), { files: FILES })).stdout)
  const told = (plan: Plan) => [...new Set(plan.needs.map(({ flag }) => flag).filter((flag) => flag !== '--yes'))]
  return { told: told(await planOf(deploy)), again: async (glob: string) => (await planOf(glob)).summary.blocked }
}

describe('what apply needs', () => {
  it.each([
    [null, ['pets/prod'], '--deploy'],
    ['other/*', ['pets/prod'], "--deploy '{other/*,pets/prod}'"],
    ['birds/*', ['pets/prod', 'birds/prod'], "--deploy '{birds/*,pets/prod}'"],
    ['{birds,x}/*', ['pets/prod', 'birds/prod'], "--deploy '{birds/*,x/*,pets/prod}'"],
    ['other/*', ['odd*', 'pets/prod'], "--deploy '{other/*,pets/prod,0000000002/prod}'"],
    ['[xy]/*', ['pets/prod'], '--deploy'],
    ['{x}/*', ['pets/prod'], '--deploy'],
    ['x,y/*', ['pets/prod'], '--deploy'],
  ])('with --deploy %j is one that takes %j as well: %s', async (given, targets, flag) => {
    const { told, again } = await planned(given, targets)
    expect(told).toEqual([flag])
    expect(await again(/'(.*)'/.exec(flag)?.[1] ?? '*')).toBe(0)
  })
})
