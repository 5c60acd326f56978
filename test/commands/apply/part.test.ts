import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/core/declare/report.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const [EAST, WEST, ELSEWHERE] = ['111111111111', '222222222222', '333333333333']

const api = (id: string, accountId: string, region: string): Seed['apis'][number] => ({
  ...{ id, accountId, region },
  name: `api-${id[0]}`,
  methods: { 'GET /': { integration: { type: 'MOCK' } } },
  stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
})

const SEED: Seed = {
  apis: [
    api('aaaaaaaaaa', EAST, 'us-east-1'),
    api('bbbbbbbbbb', EAST, 'eu-west-1'),
    api('cccccccccc', WEST, 'us-east-1'),
  ],
}

const stage = (name: string, account: string, region: string) => ({
  ...{ api: name, stage: 'prod', account, region },
  settings: { ttl: 60 },
})

const FILES = {
  'apigw-cache.yaml': JSON.stringify({
    version: 1,
    stages: [
      stage('api-a', EAST, 'us-east-1'),
      stage('bbbbbbbbbb', EAST, 'eu-west-1'),
      stage('api-c', WEST, 'us-east-1'),
    ],
  }),
}
const ROLE = "--role 'arn:aws:iam::{account}:role/ops'"

const lines = (...targets: readonly object[]) => targets.map((one) => JSON.stringify(one)).join('\n')
const namesIn = (stdout: string) => (JSON.parse(stdout) as Plan).fingerprints.map(({ target }) => target.api.name)

describe('a part of the stages of a file', () => {
  it.each([
    ['by the name of the API', { account: EAST, region: 'us-east-1', api: 'api-a', stage: 'prod' }, 'api-a'],
    ['by its id', { account: EAST, region: 'us-east-1', api: 'aaaaaaaaaa', stage: 'prod' }, 'api-a'],
    [
      'as a list writes it',
      { account: EAST, region: 'eu-west-1', api: { id: 'bbbbbbbbbb', name: 'api-b' }, stage: 'prod' },
      'api-b',
    ],
  ])('is what --targets names %s', async (_, target, name) => {
    const { cli } = await withSandbox({ seed: SEED })
    const others = { account: WEST, region: 'eu-west-1', api: 'api-c', stage: 'prod' }
    const ran = await cli(`plan -o json ${ROLE} --targets -`, { files: FILES, stdin: lines(others, target) })
    expect(namesIn(ran.stdout)).toEqual([name])
  })

  it('is what the accounts of --accounts have, in their regions and by their roles', async () => {
    const { cli } = await withSandbox({ seed: SEED })
    const roles = { role: `arn:aws:iam::${EAST}:role/ops`, externalId: 'from-the-list' }
    const files = { ...FILES, list: lines({ account: EAST, ...roles, regions: ['eu-west-1'] }) }
    const ran = await cli('plan -o json --accounts list', { files })
    expect(namesIn(ran.stdout)).toEqual(['api-b'])
    const all = await cli(`plan -o json ${ROLE} --accounts list`, {
      files: { ...files, list: `account\n${EAST}\n${WEST}\n` },
    })
    expect(namesIn(all.stdout)).toHaveLength(3)
    const applied = await cli('apply --yes --accounts list', { files })
    expect(applied).toMatchObject({ code: 0, stderr: expect.stringContaining('1 of 3 stages') })
  })

  it.each([
    ['--targets list', lines({ account: EAST, region: 'us-east-1', api: 'gone', stage: 'prod' })],
    ['--accounts list', `account\n${ELSEWHERE}\n`],
    ['--regions sa-east-1', ''],
    ["--target 'gone/*'", ''],
  ])('is refused where nothing fits: %s', async (flags, list) => {
    const { cli } = await withSandbox({ seed: SEED })
    const ran = await cli(`plan ${ROLE} ${flags}`, { files: { ...FILES, list } })
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('fits no stage of the files') })
  })

  it('is guarded by --account also where roles are assumed', async () => {
    const { cli } = await withSandbox({ seed: SEED })
    const ran = await cli(`plan -o json ${ROLE} --account ${EAST}`, { files: FILES })
    expect(ran.code).toBe(7)
    expect(namesIn(ran.stdout)).toEqual(['api-a', 'api-b'])
  })

  it('leaves the others alone where an account may not be entered, whatever narrows it', async () => {
    const { cli } = await withSandbox({ seed: SEED })
    const stages = [
      stage('api-a', EAST, 'us-east-1'),
      { ...stage('api-c', WEST, 'us-east-1'), role: `arn:aws:iam::${ELSEWHERE}:role/none` },
    ]
    const files = { 'apigw-cache.yaml': JSON.stringify({ version: 1, stages }) }
    const flags = `${ROLE} --regions us-east-1 --shard 1/1 --accounts list`
    const ran = await cli(`plan -o json ${flags}`, {
      files: { ...files, list: `account\n${EAST}\n${WEST}\n` },
    })
    expect(ran.code).toBe(7)
    expect(namesIn(ran.stdout)).toEqual(['api-a'])
  })

  it('cannot be taken of a saved plan, which keeps the roles that it was made with', async () => {
    const { cli } = await withSandbox({ seed: SEED })
    const written = new Map<string, string>()
    await cli(`plan --out plan.json ${ROLE} --external-id shared`, { files: FILES, written })
    const files = { 'plan.json': written.get('plan.json') ?? '', list: `account\n${EAST}\n` }
    for (const flag of ['--targets list', '--accounts list', '--shard 1/2', '--regions us-east-1', '--resume r']) {
      expect(await cli(`apply plan.json --yes ${flag}`, { files })).toMatchObject({
        code: 2,
        stderr: expect.stringContaining(`${flag.split(' ')[0]} would change the plan`),
      })
    }
    expect(await cli('apply plan.json --yes', { files })).toMatchObject({ code: 0 })
  })
})

describe('apply --resume', () => {
  const seed: Seed = {
    apis: ['aaaaaaaaaa', 'bbbbbbbbbb'].map((id) => ({
      ...api(id, '000000000000', 'us-east-1'),
      ...(id[0] === 'b' ? { tags: { 'aws:cloudformation:stack-name': 'shop' } } : {}),
    })),
  }
  const fileOf = (ttl: number) => ({
    'apigw-cache.yaml': JSON.stringify({
      version: 1,
      stages: ['api-a', 'api-b', 'gone'].map((name) => ({ api: name, stage: 'prod', settings: { ttl } })),
    }),
  })

  it('leaves out what is done, repeats what failed, and remembers what was blocked', async () => {
    const { cli } = await withSandbox({ seed })
    const written = new Map<string, string>()
    const run = (ttl: number, flags = '') => {
      const r = written.get('r')
      const files = { ...fileOf(ttl), ...(r === undefined ? {} : { r }) }
      return cli(`apply --yes -o json --resume r ${flags}`, { files, written })
    }
    const seen = () => (written.get('r') ?? '').match(/"outcome":"\w+"/g)
    expect(await run(60)).toMatchObject({ code: 7 })
    expect(seen()?.toSorted()).toEqual(['"outcome":"done"', '"outcome":"failed"', '"outcome":"negative"'])

    const again = await run(60)
    expect(again).toMatchObject({
      code: 7,
      stderr: expect.stringContaining('2 stages left out, done before'),
    })
    expect(again.stderr).toContain('the answer was a no for api-b prod')
    expect(JSON.parse(again.stdout)).toMatchObject({ plan: { summary: { stages: 1 } } })

    expect(JSON.parse((await run(90)).stdout)).toMatchObject({ plan: { summary: { stages: 3 } } })
    const before = written.get('r')
    await run(120, '--dry-run')
    expect(written.get('r')).toBe(before)
  })

  it('still exits 6 where all that is left out was blocked', async () => {
    const { cli } = await withSandbox({ seed })
    const written = new Map<string, string>()
    const run = () => {
      const r = written.get('r')
      const files = { ...fileOf(60), ...(r === undefined ? {} : { r }) }
      return cli("apply --yes --resume r --target 'api-*/prod'", { files, written })
    }
    expect((await run()).code).toBe(6)
    expect((await run()).code).toBe(6)
  })
})

describe('export of a part of the stages', () => {
  const seed: Seed = {
    apis: ['aaaaaaaaaa', 'bbbbbbbbbb'].map((id) => {
      const one = api(id, '000000000000', 'us-east-1')
      return { ...one, stages: { ...one.stages, dev: {} } }
    }),
  }
  const stagesIn = (stdout: string) =>
    (JSON.parse(stdout) as { stages: readonly { name: string; stage: string }[] }).stages.map(
      ({ name, stage: own }) => `${name}/${own}`,
    )

  it('takes pairs of API and stage', async () => {
    const { cli } = await withSandbox({ seed })
    const ran = await cli('export -o json --target api-a/prod --target bbbbbbbbbb/dev')
    expect(stagesIn(ran.stdout)).toEqual(['api-a/prod', 'api-b/dev'])
    expect(stagesIn((await cli("export -o json --target '*/dev'")).stdout)).toEqual(['api-a/dev', 'api-b/dev'])
    expect(stagesIn((await cli('export -o json --target api-a/dev')).stdout)).toEqual(['api-a/dev'])
    expect(await cli("export --target 'api-*/prod' --target 'shop*/prod'")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"shop*/prod" fits no stage'),
    })
    expect(await cli('export --target api-a --api x')).toMatchObject({ code: 2 })
  })

  it('takes a list, and a shard of it', async () => {
    const { cli } = await withSandbox({ seed })
    const { stdout: list } = await cli('list -o ndjson --stage dev')
    expect(stagesIn((await cli('export -o json --targets -', { stdin: list })).stdout)).toEqual([
      'api-a/dev',
      'api-b/dev',
    ])
    const parts = await Promise.all(
      ['1/2', '2/2'].map((part) => cli(`export -o json --targets - --shard ${part}`, { stdin: list })),
    )
    expect(parts.map(({ stdout }) => stagesIn(stdout).length).toSorted()).toEqual([0, 2])
  })
})
