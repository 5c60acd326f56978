import { describe, expect, it } from 'vitest'
import type { Plan } from '../../../src/core/declare/report.js'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }

type Stages = Seed['apis'][number]['stages']

const seedOf = (stages: Stages, tags: Record<string, string> = {}): Seed => ({
  apis: [
    {
      id: '0123456789',
      name: 'pets',
      tags,
      methods: {
        'GET /users': { ...MOCK, parameters: ['querystring.type'] },
        'GET /pets/{id}': MOCK,
        'POST /search': MOCK,
      },
      stages,
    },
  ],
})

const CACHED: Stages = { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } }

const fileOf = (stage: object, more: object = {}) => ({
  'apigw-cache.yaml': JSON.stringify({
    version: 1,
    ...more,
    stages: [{ api: 'pets', stage: 'prod', ...stage }],
  }),
})

const planIn = (stdout: string): Plan => JSON.parse(stdout)
const pathsOf = ({ changes }: Plan) => changes.map(({ path, before, after }) => [path, before, after])

describe('plan', () => {
  it('only reads, tells what changes from what to what, and exits 0', async () => {
    const { cli, sent } = await withSandbox({ seed: seedOf(CACHED) })
    const files = fileOf({
      cache: '1.6',
      settings: { ttl: 60 },
      methods: { 'POST /search': { caching: true } },
    })
    const ran = await cli('plan -o json', { files })
    expect(ran.code).toBe(0)
    expect(pathsOf(planIn(ran.stdout))).toEqual([
      ['cache', '0.5', '1.6'],
      ['defaults.ttl', 300, 60],
      ['methods.POST /search.caching', false, true],
    ])
    expect(sent().filter((one) => !one.startsWith('Get'))).toEqual([])
  })

  it('counts methods that share a cache namespace as wrong data, until one of them is accepted', async () => {
    const shared: SeedMethod = { ...MOCK, cacheNamespace: 'copied' }
    const api = { id: '0123456789', name: 'pets', methods: { 'GET /a': shared, 'GET /b': shared } }
    const { cli } = await withSandbox({ seed: { apis: [{ ...api, stages: { prod: { cluster: '0.5' } } }] } })
    const files = fileOf({ settings: { caching: true } })

    const plan = planIn((await cli('plan -o json', { files })).stdout)

    expect(plan.needs.map(({ flag }) => flag)).toContain("--accept-unkeyed 'GET /b'")
    expect(JSON.stringify(plan.changes)).toContain('GET /b shares answers with GET /a')
    const accepted = await cli(['apply', '--yes', '--accept-unkeyed', 'GET /a'], { files })
    expect(accepted.code).toBe(0)
  })

  it('exits 6 with --check where something differs, and 0 where nothing does', async () => {
    const { cli } = await withSandbox({ seed: seedOf(CACHED) })
    expect(await cli('plan --check', { files: fileOf({ settings: { ttl: 60 } }) })).toMatchObject({ code: 6 })
    expect(await cli('plan --check', { files: fileOf({ settings: { ttl: 300 } }) })).toMatchObject({
      code: 0,
    })
  })

  it('says risks as figures', async () => {
    const { cli } = await withSandbox({ seed: seedOf({ prod: {} }) })
    const files = fileOf({ cache: '13.5', settings: { caching: true } })
    const plan = planIn((await cli('plan -o json', { files })).stdout)
    const risks = plan.changes.flatMap(({ path, risks: own }) => own.map(({ code, value }) => [path, code, value]))
    expect(risks).toEqual([
      ['cache', 'cost', 182.5],
      ['defaults.caching', 'turns-on', 2],
      ['defaults.caching', 'wrong-data', 1],
    ])
    expect(plan.needs.map(({ flag }) => flag)).toEqual(['--yes', "--accept-unkeyed 'GET /pets/{id}'"])
    expect(plan.summary).toMatchObject({ monthlyUsdBefore: 0, monthlyUsdAfter: 182.5 })
  })

  it('takes a decision of the file until its last day', async () => {
    const { cli } = await withSandbox({ seed: seedOf({ prod: { cluster: '0.5' } }) })
    const needs = async (until: string) => {
      const decision = { method: 'GET /pets/{id}', reason: 'there is one pet', until }
      const files = fileOf({ settings: { caching: true }, acceptUnkeyed: [decision] })
      const { stdout } = await cli('plan', { files })
      const said = /which the file accepted until (\S+)/.exec(stdout)?.[1] ?? null
      const plan = planIn((await cli('plan -o json', { files })).stdout)
      return [...plan.needs.map(({ flag }) => flag), said]
    }
    // The clock stands at the first of January 2026.
    expect(await needs('2026-01-01')).toEqual(['--yes', null])
    expect(await needs('2025-12-31')).toEqual(['--yes', "--accept-unkeyed 'GET /pets/{id}'", '2025-12-31'])
  })

  it('starts no caching of a method whose keys are not live', async () => {
    const { cli } = await withSandbox({ seed: seedOf({ prod: { cluster: '0.5' } }) })
    const files = fileOf({
      settings: { caching: true, ttl: 60 },
      methods: {
        'GET /users': { ttl: 30, keys: ['querystring.type'] },
        'GET /pets/{id}': { keys: ['path.id'] },
      },
    })
    const waiting = planIn((await cli('plan -o json', { files })).stdout)
    expect(waiting.changes.map(({ path, blocked }) => [path, blocked])).toEqual([
      ['defaults.caching', expect.stringContaining('would cache GET /users')],
      ['defaults.ttl', null],
      ['methods.GET /users.ttl', 'waits for a deployment'],
      ['methods.GET /users.keys', 'waits for a deployment'],
      ['methods.GET /pets/{id}.keys', 'waits for a deployment'],
    ])
    const { stdout } = await cli('plan', { files })
    expect(stdout).toMatch(/\n {2}\+ settings\.ttl .*300 → 60\n/)
    expect(stdout).toMatch(/GET \/users\.ttl .*\n {6}BLOCKED waits for the deployment of its keys\n/)
    expect(stdout).toMatch(/GET \/users\.keys .*\n {6}BLOCKED waits for a deployment\n/)
    const deploying = planIn((await cli('plan --deploy -o json', { files })).stdout)
    expect(deploying.changes.every(({ blocked }) => blocked === null)).toBe(true)
    expect(deploying.needs.map(({ flag }) => flag)).toEqual(['--yes'])
    expect(deploying.deployments).toMatchObject([{ alsoLive: [], otherStages: [] }])
  })

  it('shows what keys that wait for a deployment would share once they are live', async () => {
    const seed = seedOf(CACHED)
    const keyed = { ...MOCK, keys: ['path.id'] }
    const apis = seed.apis.map((api) => ({ ...api, methods: { ...api.methods, 'GET /pets/{id}': keyed } }))
    const { cli } = await withSandbox({ seed: { apis } })
    const files = fileOf({
      methods: { 'GET /pets/{id}': { keys: [] }, 'GET /users': { keys: ['querystring.type'] } },
    })
    const risksOf = async (flags: string) =>
      planIn((await cli(`plan ${flags} -o json`, { files })).stdout).changes.map(({ path, risks }) => [
        path,
        risks.filter(({ code }) => code === 'wrong-data').map(({ message }) => message),
      ])
    const shared = 'callers who differ in path.id share answers of GET /pets/{id}'

    for (const flags of ['', '--draft-keys']) {
      expect(await risksOf(flags)).toEqual([
        ['methods.GET /pets/{id}.keys', [`${shared} once it is deployed`]],
        ['methods.GET /users.keys', []],
      ])
    }
    expect(await risksOf('--deploy')).toContainEqual(['methods.GET /pets/{id}.keys', [shared]])
    expect((await cli('plan', { files })).stdout).toContain('WRONG DATA')
  })

  it('fails a stage where caching is on for an ANY method that serves no GET', async () => {
    const [api] = seedOf(CACHED).apis
    if (!api) throw new Error('there is no API')
    const methods = { ...api.methods, 'ANY /users': MOCK }
    const { cli } = await withSandbox({ seed: { apis: [{ ...api, methods }] } })
    const on = await cli('plan', { files: fileOf({ methods: { 'ANY /users': { caching: true } } }) })
    const off = await cli('plan', { files: fileOf({ methods: { 'ANY /users': { caching: false } } }) })

    expect(on.stdout + on.stderr).toContain('ANY /users does not serve GET, which is a method of its own')
    expect([on.code, off.code]).toEqual([7, 0])
  })

  it('leaves to a manager what it can express, and counts that as no drift', async () => {
    const tags = { 'aws:cloudformation:stack-name': 'pets' }
    const { cli } = await withSandbox({ seed: seedOf(CACHED, tags) })
    const managed = fileOf({ settings: { ttl: 60 } })
    const plan = await cli('plan --check -o json', { files: managed })
    expect(plan.code).toBe(0)
    expect(planIn(plan.stdout)).toMatchObject({
      changes: [{ path: 'defaults.ttl', blocked: expect.stringMatching(/^managed by CloudFormation/) }],
      needs: [{ flag: '--take-over' }],
    })
    const free = fileOf({ settings: { requireAuthorization: false } })
    expect(await cli('plan --check', { files: free })).toMatchObject({ code: 6 })
    const taken = fileOf({ takeOver: true, settings: { ttl: 60 } })
    expect(await cli('plan --check', { files: taken })).toMatchObject({ code: 6 })
  })

  it('keeps its hands off a stage on hold, and says why', async () => {
    const held: Stages = { prod: { ...CACHED.prod, tags: { 'apigw-cache:hold': 'incident 7' } } }
    const { cli } = await withSandbox({ seed: seedOf(held) })
    const plan = await cli('plan --check -o json', { files: fileOf({ settings: { ttl: 60 } }) })
    expect(plan.code).toBe(0)
    expect(planIn(plan.stdout).changes).toMatchObject([{ blocked: 'on hold: incident 7' }])
  })

  it('blocks a stage whose API has another name than the file says', async () => {
    const { cli } = await withSandbox({ seed: seedOf(CACHED) })
    const files = fileOf({ api: '0123456789', name: 'birds', settings: { ttl: 60 } })
    const plan = planIn((await cli('plan -o json', { files })).stdout)
    expect(plan.changes.map(({ path, blocked }) => [path, blocked])).toEqual([
      ['api', 'API 0123456789 is called "pets", not "birds"'],
      ['defaults.ttl', 'API 0123456789 is called "pets", not "birds"'],
    ])
  })

  it('plans the other stages where one cannot be, and exits 7', async () => {
    const { cli } = await withSandbox({ seed: seedOf(CACHED) })
    const stages = [
      { api: 'pets', stage: 'prod', settings: { ttl: 60 } },
      { api: 'pets', stage: 'gone' },
      { api: 'birds', stage: 'prod' },
    ]
    const files = { 'apigw-cache.yaml': JSON.stringify({ version: 1, stages }) }
    const ran = await cli('plan -o json', { files })
    expect(ran.code).toBe(7)
    expect(planIn(ran.stdout)).toMatchObject({
      empty: false,
      changes: [{ path: 'defaults.ttl' }],
      failed: [
        { message: expect.stringContaining('no stage "gone"') },
        { message: expect.stringContaining('no REST API "birds"') },
      ],
    })
    const route = fileOf({ methods: { 'GET /user': { ttl: 60 } } })
    expect(await cli('plan', { files: route })).toMatchObject({
      code: 7,
      stdout: expect.stringContaining("did you mean 'GET /users'?"),
    })
  })

  it('asks nothing of an account that the file does not mean', async () => {
    const { cli, sent } = await withSandbox({ seed: seedOf(CACHED) })
    const ran = await cli('plan', { files: fileOf({ account: '123456789012' }) })
    expect(ran).toMatchObject({ code: 2, stderr: expect.stringContaining('not 123456789012') })
    expect(sent()).toEqual(['GetCallerIdentity'])
  })

  it('names the ways into another account where the credentials belong to none that is meant', async () => {
    const { cli } = await withSandbox({ seed: seedOf(CACHED) })
    const other = { api: 'pets', stage: 'prod', account: '123456789012' }
    const alone = await cli('plan', { files: fileOf(other) })
    expect(alone.stderr).toContain('not 123456789012, and no role is named that leads there')
    for (const { stderr } of [alone, await cli('plan --account 123456789012', { files: fileOf({}) })])
      expect(stderr.replaceAll(/\s+/g, ' ')).toContain('leads there: --role, or role in the file of plan and apply')

    const stages = [
      { api: 'pets', stage: 'prod' },
      { ...other, stage: 'dev' },
    ]
    const both = { 'apigw-cache.yaml': JSON.stringify({ version: 1, stages }) }
    const ran = await cli('plan -o json', { files: both })
    expect([ran.code, planIn(ran.stdout).failed.map(({ message }) => message)]).toEqual([
      7,
      ['the credentials belong to account 000000000000, not 123456789012, and no role is named that leads there'],
    ])
  })

  it('goes through accounts and regions, with a role for each', async () => {
    const apiIn = (id: string, accountId: string, region: string): Seed['apis'][number] => ({
      ...{ id, accountId, region },
      name: 'pets',
      methods: { 'GET /': MOCK },
      stages: CACHED,
    })
    const seed = {
      apis: [apiIn('aaaaaaaaaa', '111111111111', 'eu-west-1'), apiIn('bbbbbbbbbb', '222222222222', 'us-west-2')],
    }
    const { cli } = await withSandbox({ seed })
    const stages = [
      { api: 'pets', stage: 'prod', account: '111111111111', region: 'eu-west-1', settings: { ttl: 60 } },
      { api: 'pets', stage: 'prod', account: '222222222222', region: 'us-west-2', settings: { ttl: 60 } },
    ]
    const defaults = { role: 'arn:aws:iam::{account}:role/ops' }
    const files = { 'apigw-cache.yaml': JSON.stringify({ version: 1, defaults, stages }) }
    const plan = planIn((await cli('plan -o json', { files })).stdout)
    expect(plan.failed).toEqual([])
    expect(plan.changes.map(({ target }) => [target.account, target.region, target.api.id])).toEqual([
      ['111111111111', 'eu-west-1', 'aaaaaaaaaa'],
      ['222222222222', 'us-west-2', 'bbbbbbbbbb'],
    ])
    const plain = { 'apigw-cache.yaml': JSON.stringify({ version: 1, stages }) }
    const byFlag = await cli("plan -o json --role 'arn:aws:iam::{account}:role/ops'", { files: plain })
    expect(planIn(byFlag.stdout).changes).toHaveLength(2)
    const west = planIn((await cli('plan -o json --regions us-west-2', { files })).stdout)
    expect(west.changes.map(({ target }) => target.region)).toEqual(['us-west-2'])
    expect(await cli('plan --regions eu-west-1,sa-east-1', { files })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('region "sa-east-1" fits no stage'),
    })
    const parts = await Promise.all(['1/2', '2/2'].map((part) => cli(`plan -o json --shard ${part}`, { files })))
    expect(parts.flatMap(({ stdout }) => planIn(stdout).changes)).toHaveLength(2)
    expect(await cli('apply --yes', { files })).toMatchObject({ code: 0 })
  })

  it('finds that a name and an id are one API', async () => {
    const { cli } = await withSandbox({ seed: seedOf(CACHED) })
    const stages = [
      { api: 'pets', stage: 'prod' },
      { api: '0123456789', stage: 'prod' },
    ]
    const files = { 'apigw-cache.yaml': JSON.stringify({ version: 1, stages }) }
    expect(await cli('plan', { files })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is the one of apigw-cache.yaml:1'),
    })
  })

  it('looks only at the targets that are named, and refuses one that fits nothing', async () => {
    const seed = seedOf({ ...CACHED, test: {} })
    const { cli } = await withSandbox({ seed })
    const stages = [
      { api: 'pets', stage: 'prod', settings: { ttl: 60 } },
      { api: 'pets', stage: 'test' },
    ]
    const files = { 'apigw-cache.yaml': JSON.stringify({ version: 1, stages }) }
    expect((await cli("plan --target 'pets/te*'", { files })).stdout).toContain('1 of 2 stages: nothing differs')
    expect(await cli('plan --target pets/uat', { files })).toMatchObject({ code: 2 })
  })

  it('reads several files, folders and stdin', async () => {
    const { cli } = await withSandbox({ seed: seedOf({ ...CACHED, test: {}, dev: {} }) })
    const of = (stage: string) => JSON.stringify({ version: 1, stages: [{ api: 'pets', stage }] })
    const files = { 'a.yaml': of('prod'), 'folder/b.yaml': of('test'), 'folder/notes.txt': '{' }
    const { stdout } = await cli('plan -f a.yaml -f folder -f -', { files, stdin: of('dev') })
    expect(stdout).toContain('3 stages: nothing differs')
    expect(await cli('plan', {})).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no file'),
    })
  })

  it('with --strict also finds what is live but in no file', async () => {
    const stages: Stages = {
      ...CACHED,
      prod: { ...CACHED.prod, settings: { 'GET /users': { cacheTtlInSeconds: 60 } } },
      test: { cluster: '1.6' },
    }
    const { cli } = await withSandbox({ seed: seedOf(stages) })
    const ran = await cli('plan --strict --check -o json', { files: fileOf({}) })
    expect(ran.code).toBe(6)
    expect(planIn(ran.stdout).unlisted?.map(({ target, path }) => [target.stage, path])).toEqual([
      ['prod', 'methods.GET /users'],
      ['test', 'cache'],
    ])
  })

  it('counts the overrides that no file has also where nothing differs, and says what counts them as drift', async () => {
    const settings = { 'GET /users': { cacheTtlInSeconds: 60 } }
    const { cli } = await withSandbox({
      seed: seedOf({ ...CACHED, prod: { ...CACHED.prod, settings } }),
    })

    const ran = await cli('plan --check', { files: fileOf({}) })
    const named = await cli('plan --check', { files: fileOf({ methods: { 'GET /users': { ttl: 60 } } }) })
    const strict = await cli('plan --strict', { files: fileOf({}) })

    expect(ran.code).toBe(0)
    const rest = '1 override is in no file and is left alone (plan --strict counts it)'
    expect(ran.stdout).toContain(`nothing differs; ${rest}`)
    expect(named.stdout).not.toContain('in no file')
    expect(strict.stdout).toContain('in no file: pets/prod')
    expect(strict.stdout).not.toContain(rest)
    const json = await cli('plan -o json', { files: fileOf({}) })
    expect(planIn(json.stdout).summary.leftAlone).toBe(1)
  })

  it('takes neither a lingering size nor another spelling of a key for drift', async () => {
    const stages: Stages = { prod: { lingeringSize: '6.1' } }
    const { cli } = await withSandbox({ seed: seedOf(stages) })
    expect(await cli('plan --check', { files: fileOf({ cache: false }) })).toMatchObject({ code: 0 })
  })

  it('writes a comment that fits its limit, with a marker', async () => {
    const names = Array.from({ length: 900 }, (_, at) => `GET /resource-with-a-long-name-${at}`)
    const methods = Object.fromEntries(names.map((name) => [name, MOCK]))
    const seed: Seed = { apis: [{ id: '0123456789', name: 'pets', methods, stages: { prod: {} } }] }
    const { cli } = await withSandbox({ seed, pageSize: 500 })
    const written = new Map<string, string>()
    const wanted = Object.fromEntries(names.map((name) => [name, { caching: true, ttl: 60 }]))
    await cli('plan --report markdown=plan.md', { files: fileOf({ methods: wanted }), written })
    const text = written.get('plan.md') ?? ''
    expect(text.length).toBeLessThan(60_000)
    expect(text.length).toBeGreaterThan(40_000)
    expect(text.startsWith('<!-- apigw-cache-plan -->\n')).toBe(true)
    expect(text).toContain('did not fit')
  }, 60_000)
})
