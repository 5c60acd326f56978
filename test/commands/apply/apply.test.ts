import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { ApplyReport } from '../../../src/core/declare/apply/apply.js'
import type { Plan } from '../../../src/core/declare/report.js'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, type CliOptions, withSandbox } from '../../support/cli.js'
import { elsewhere } from '../../support/elsewhere.js'
import { sharedFiles } from '../../support/shared-files.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }

type Stages = Seed['apis'][number]['stages']

const seedOf = (stages: Stages): Seed => ({
  apis: [
    {
      id: '0123456789',
      name: 'pets',
      methods: { 'GET /users': MOCK, 'GET /pets/{id}': { ...MOCK, keys: ['path.id'] }, 'POST /search': MOCK },
      stages,
    },
  ],
})

const CACHED: Stages = { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } }

const fileOf = (...stages: readonly object[]) => ({
  'apigw-cache.yaml': JSON.stringify({
    version: 1,
    stages: stages.map((stage) => ({ api: 'pets', stage: 'prod', ...stage })),
  }),
})

const KEYED = { settings: { caching: true }, methods: { 'GET /users': { keys: ['querystring.type'] } } }

const reportIn = (stdout: string): ApplyReport => JSON.parse(stdout)
const writes = (bench: Bench) => bench.sent().filter((one) => !/^(Get|POST)/.test(one))

/** The requests of a dry run, in the words that count. */
async function kept(bench: Bench, flags: string, files: CliOptions['files']): Promise<readonly string[]> {
  const { stdout } = await bench.cli(`apply --dry-run -o json ${flags}`, { files: files ?? {} })
  const {
    requests,
  }: {
    requests: {
      method: string
      url: string
      body: { patchOperations?: { path: string; value?: string }[] }
    }[]
  } = JSON.parse(stdout)
  return requests.flatMap(({ method, url, body }) =>
    body.patchOperations
      ? body.patchOperations.map(({ path, value }) => `${path} ${value ?? ''}`.trim())
      : [`${method} ${url.replace(/^.*\/restapis/, '')}`],
  )
}

describe('apply', () => {
  it('makes a stage what the file says, and a second time nothing', async () => {
    const bench = await withSandbox({ seed: seedOf({ prod: {} }) })
    const files = fileOf({
      cache: '0.5',
      settings: { caching: true, ttl: 60 },
      methods: { 'POST /search': { caching: true } },
    })
    const first = await bench.cli('apply --yes -o json', { files })
    expect(first.code).toBe(0)
    expect(reportIn(first.stdout)).toMatchObject({
      changed: true,
      failed: [],
      applied: [{ changes: 4, deployment: null }],
    })
    const { stdout } = await bench.cli('status --stage prod -o json')
    expect(JSON.parse(stdout)).toMatchObject({
      cluster: { status: 'AVAILABLE', size: '0.5' },
      defaults: { ttlSeconds: 60 },
    })
    bench.sent()
    const second = await bench.cli('apply --yes -o json', { files })
    expect(reportIn(second.stdout)).toMatchObject({ changed: false, applied: [] })
    expect(writes(bench)).toEqual([])
  })

  it('pauses a method while its keys change, and turns the cluster on last', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const order = await kept(bench, '--deploy', fileOf({ ...KEYED, cache: '0.5' }))
    expect(order.map((one) => one.replace(/ .*/, (value) => value))).toEqual([
      expect.stringMatching(/^\/~1users\/GET\/caching\/enabled false/),
      ...order.slice(1, order.indexOf('/cacheKeyParameters/method.request.querystring.type')),
      '/cacheKeyParameters/method.request.querystring.type',
      'POST /0123456789/deployments',
      '/~1users/GET',
    ])
    const fresh = await withSandbox({ seed: seedOf({ prod: {} }) })
    const all = await kept(fresh, '--deploy', fileOf({ ...KEYED, cache: '0.5' }))
    expect(all.slice(-3)).toEqual(['/*/*/caching/enabled true', '/cacheClusterEnabled true', '/cacheClusterSize 0.5'])
    expect(all.indexOf('POST /0123456789/deployments')).toBeLessThan(all.indexOf('/*/*/caching/enabled true'))
    expect(writes(fresh)).toEqual([])
  })

  it('leaves a method that waits for a deployment as it is, and exits 6', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const ran = await bench.cli('apply --yes', { files: fileOf({ ...KEYED, settings: { ttl: 60 } }) })
    expect(ran).toMatchObject({
      code: 6,
      stdout: expect.stringContaining('GET /users.keys: waits for a deployment'),
    })
    expect(writes(bench)).toEqual(['UpdateStage'])
    const drafted = await bench.cli('apply --yes --draft-keys', { files: fileOf(KEYED) })
    expect(drafted.code).toBe(6)
    const { stdout } = await bench.cli('keys list GET /users --stage prod -o json')
    expect(JSON.parse(stdout).methods[0]).toMatchObject({ keys: [], pendingKeys: ['querystring.type'] })
  })

  it('blocks keys that a method cannot have, with the reason, and does the rest', async () => {
    const bench = await withSandbox()
    const files = fileOf({
      methods: {
        'GET /users': { keys: ['querystring.type'] },
        'POST /search': { caching: true, keys: ['integration.header.Body=method.request.body'] },
      },
    })
    const reason = 'POST /search has a proxy integration (AWS_PROXY), which a mapping makes fail'
    const planned = await bench.cli('plan --deploy -o json', { files })
    expect(planned.code).toBe(0)
    const { changes, failed }: Plan = JSON.parse(planned.stdout)
    expect(failed).toEqual([])
    expect(changes.map(({ path, blocked }) => [path, blocked])).toEqual([
      ['methods.POST /search.caching', reason],
      ['methods.GET /users.keys', null],
      ['methods.POST /search.keys', reason],
    ])
    expect(await bench.cli('apply --deploy --draft-keys --yes', { files })).toMatchObject({
      code: 6,
      stdout: expect.stringContaining(reason),
    })
    const { stdout } = await bench.cli('keys list --stage prod -o json')
    const { methods }: { methods: { method: string; path: string; keys: string[] }[] } = JSON.parse(stdout)
    const keysOf = (path: string) => methods.find((one) => one.path === path)?.keys
    expect([keysOf('/users'), keysOf('/search')]).toEqual([['querystring.type'], []])
    bench.sent()
    expect((await bench.cli('apply --deploy --draft-keys --yes', { files })).code).toBe(6)
    expect(writes(bench)).toEqual([])
    expect((await bench.cli('plan --check', { files })).code).toBe(0)
  })

  it('caches nothing by the defaults whose keys it cannot have', async () => {
    const bench = await withSandbox({ seed: seedOf({ prod: { cluster: '0.5' } }) })
    const files = fileOf({
      settings: { caching: true, ttl: 60 },
      methods: { 'GET /users': { keys: ['integration.header.Type'] } },
    })
    const { stdout } = await bench.cli('plan --deploy -o json', { files })
    const { changes }: Plan = JSON.parse(stdout)
    expect(changes.map(({ path, blocked }) => [path, blocked])).toEqual([
      ['defaults.caching', 'not without the keys of GET /users, which it cannot have'],
      ['defaults.ttl', null],
      ['methods.GET /users.keys', 'GET /users has no mapping for integration.header.Type'],
    ])
  })

  it('names the deployment that it replaced, and the way back', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const ran = await bench.cli('apply --yes --deploy -o json', { files: fileOf(KEYED) })
    const [applied] = reportIn(ran.stdout).applied
    expect(applied?.deployment).not.toBe(applied?.previousDeployment)
    expect(ran.stderr).toContain(
      `value=${applied?.previousDeployment} --endpoint-url ${bench.sandbox.url} --region us-east-1`,
    )
    const { stdout } = await bench.cli('override --list --stage prod -o json')
    expect(JSON.parse(stdout).methods).toEqual([])
  })

  it('names the way back with the profile that the file gives the stage', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const env = await sharedFiles('', '[ops]\naws_access_key_id = AKIA\naws_secret_access_key = s\n')
    const files = fileOf({ ...KEYED, profile: 'ops' })
    const { stderr } = await bench.cli('apply --yes --deploy', { files, env })
    expect(stderr).toContain('--region us-east-1 --profile ops')
  })

  it('publishes nothing that nobody named without --deploy-all', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    await bench.cli('keys add POST /search querystring.q --stage prod')
    const held = await bench.cli('apply --yes --deploy', { files: fileOf(KEYED) })
    expect(held).toMatchObject({
      code: 6,
      stdout: expect.stringContaining('would also publish POST /search'),
    })
    expect(await bench.cli('apply --yes --deploy --deploy-all', { files: fileOf(KEYED) })).toMatchObject({
      code: 0,
    })
  })

  it('asks once for all of it, and changes nothing after a no', async () => {
    const bench = await withSandbox({ seed: seedOf({ prod: {}, test: {} }) })
    const files = fileOf({ settings: { ttl: 60 } }, { stage: 'test', settings: { ttl: 60 } })
    const ran = await bench.cli('apply', { files, answers: [false] })
    expect(ran.code).toBe(3)
    expect(ran.stderr).toContain('account 000000000000, region us-east-1, endpoint http')
    expect(ran.stderr.match(/^\? /gm)).toHaveLength(1)
    expect(writes(bench)).toEqual([])
    expect(await bench.cli('apply', { files, answers: [true] })).toMatchObject({ code: 0 })
  })

  it('needs --yes where nobody can be asked, and more where one caller would get the data of another', async () => {
    const bench = await withSandbox({ seed: seedOf({ prod: { cluster: '0.5' } }) })
    const plain = fileOf({ settings: { ttl: 60 } })
    expect(await bench.cli('apply', { files: plain })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--yes'),
    })
    const wrong = { methods: { 'GET /pets/{id}': { keys: [], caching: true } } }
    const flags = 'apply --yes --deploy'
    const refused = await bench.cli(flags, { files: fileOf(wrong) })
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--accept-unkeyed 'GET /pets/{id}'"),
    })
    expect(refused.stderr).toContain('add path.id to the keys of GET /pets/{id}')
    expect(refused.stderr).not.toContain('keys add')
    expect(writes(bench)).toEqual([])
    expect(await bench.cli(`${flags} --accept-unkeyed all`, { files: fileOf(wrong) })).toMatchObject({
      code: 0,
    })
  })

  it('caches nothing unchecked unless that is said, where the deployed API may not be read', async () => {
    const Statement = [
      { Effect: 'Allow' as const, Action: '*', Resource: '*' },
      {
        Effect: 'Deny' as const,
        Action: 'apigateway:GET',
        Resource: 'arn:aws:apigateway:us-east-1::*/exports/*',
      },
    ]
    const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
    const seed = { identities: [ann], ...seedOf({ prod: { cluster: '0.5' } }) }
    const bench = await withSandbox({ seed, iam: 'enforce' })
    const env = { AWS_ACCESS_KEY_ID: ann.accessKeyId, AWS_SECRET_ACCESS_KEY: ann.secretAccessKey }
    const run = (command: string, file: object) => bench.cli(command, { files: fileOf(file), env })
    const refused = await run('apply --yes', { settings: { caching: true } })
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--accept-unchecked') })
    expect(await run('apply --yes --accept-unchecked', { settings: { caching: true } })).toMatchObject({
      code: 0,
    })
    expect(await run('apply --yes', { settings: { ttl: 60 } })).toMatchObject({ code: 0 })
    const keys = await run('plan -o json', { methods: { 'GET /users': { keys: ['querystring.type'] } } })
    expect(JSON.parse(keys.stdout).changes).toMatchObject([{ blocked: expect.stringContaining('may not be read') }])
  })

  it('names the number past a threshold', async () => {
    const stages = Array.from({ length: 11 }, (_, at) => `s${at}`)
    const bench = await withSandbox({ seed: seedOf(Object.fromEntries(stages.map((name) => [name, {}]))) })
    const files = fileOf(...stages.map((stage) => ({ stage, settings: { ttl: 60 } })))
    expect(await bench.cli('apply --yes', { files })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--max-stages 11'),
    })
    expect(await bench.cli('apply --yes --max-stages 11', { files })).toMatchObject({ code: 0 })
  })

  it('removes the overrides that the file does not have, where it says so', async () => {
    const settings = { 'GET /users': { cacheTtlInSeconds: 60 }, 'POST /search': { throttlingRateLimit: 5 } }
    const bench = await withSandbox({ seed: seedOf({ prod: { settings } }) })
    await bench.cli('apply --yes', { files: fileOf({ prune: true }) })
    const { stdout } = await bench.cli('override --list --stage prod -o json')
    // The one that throttles stays for that.
    expect(JSON.parse(stdout).methods.map(({ path }: { path: string }) => path)).toEqual(['/search'])
  })

  it('backs up what is live as a file that restores it', async () => {
    const settings = {
      '*/*': { cachingEnabled: true, cacheTtlInSeconds: 120 },
      'POST /search': { cacheTtlInSeconds: 9 },
    }
    const bench = await withSandbox({ seed: seedOf({ prod: { cluster: '1.6', settings } }) })
    const before = await bench.cli('export --api pets --stage prod')
    const written = new Map<string, string>()
    const change = { cache: '0.5', prune: true, ...KEYED }
    const flags = 'apply --yes --deploy --accept-unkeyed all'
    expect(await bench.cli(`${flags} --backup before.yaml`, { files: fileOf(change), written })).toMatchObject({
      code: 0,
    })
    expect((await bench.cli('export --api pets --stage prod')).stdout).not.toBe(before.stdout)
    const restored = await bench.cli(`${flags} -f before.yaml`, { files: Object.fromEntries(written) })
    expect(restored.code).toBe(0)
    expect((await bench.cli('export --api pets --stage prod')).stdout).toBe(before.stdout)
  })

  it('finishes what an interrupted run has left', async () => {
    const bench = await withSandbox({ seed: seedOf({ prod: {} }) })
    const files = fileOf({ cache: '0.5', settings: { caching: true } })
    const ended = await bench.cli('apply --yes', { files, interruptAt: 'CREATE_IN_PROGRESS' })
    expect(ended).toMatchObject({ code: 130, stderr: expect.stringContaining('the same command goes on') })
    expect(await bench.cli('apply --yes', { files })).toMatchObject({ code: 0 })
  })

  it('keeps out of the way of another run on the same API', async () => {
    const bench = await withSandbox({ seed: seedOf({ prod: {}, test: {} }) })
    const files = fileOf({ cache: '0.5' })
    const [first, second] = await Promise.all([
      bench.cli('apply --yes', { files }),
      bench.cli('apply --yes', { files: fileOf({ cache: '1.6' }) }),
    ])
    expect([first.code, second.code].sort()).toEqual([0, 1])
    expect(first.stderr + second.stderr).toContain('another run is changing API 0123456789')
  })

  it('on another machine at the same time ends in one of the two files for each method, or in a refusal', async () => {
    const lineOf = (ttl: number, encrypted: boolean) => ({
      caching: true,
      ttl,
      encrypted,
      unauthorized: 'fail',
    })
    const wanted = (ttl: number, encrypted: boolean) => ({
      settings: lineOf(ttl, encrypted),
      methods: { 'GET /users': lineOf(ttl, encrypted), 'POST /search': lineOf(ttl, encrypted) },
    })
    const bench = await withSandbox({ seed: seedOf({ prod: {} }) })
    const flags = 'apply --yes --accept-unkeyed all'
    const runs = await Promise.all([
      bench.cli(flags, { files: fileOf(wanted(60, true)) }),
      bench.cli(flags, { files: fileOf(wanted(120, false)), otherMachine: true }),
    ])
    for (const { code } of runs) expect([0, 1, 7]).toContain(code)
    const exported = parse((await bench.cli('export --api pets --stage prod')).stdout)
    const [{ settings, methods }] = exported.stages
    for (const { ttl, encrypted } of [settings, methods['GET /users'], methods['POST /search']]) {
      expect([
        [60, true],
        [120, false],
      ]).toContainEqual([ttl, encrypted])
    }
  })

  it('goes on with the other stages where one fails, and exits 7', async () => {
    const bench = await withSandbox({ seed: seedOf({ prod: {}, test: {} }) })
    const files = fileOf({ settings: { ttl: 60 } }, { stage: 'test', settings: { ttl: 60 } }, { stage: 'gone' })
    const ran = await bench.cli('apply --yes -o json', { files })
    expect(ran.code).toBe(7)
    expect(reportIn(ran.stdout)).toMatchObject({
      applied: [{}, {}],
      failed: [{ message: expect.stringContaining('"gone"') }],
    })
  })
})

describe('a file of twelve stages in a repository', () => {
  it('goes through plan, apply, drift by hand, check and apply', async () => {
    const names = Array.from({ length: 12 }, (_, at) => `s${at}`)
    const bench = await withSandbox({ seed: seedOf(Object.fromEntries(names.map((name) => [name, {}]))) })
    const files = fileOf(...names.map((stage) => ({ stage, cache: '0.5', settings: { caching: true, ttl: 60 } })))
    const written = new Map<string, string>()
    const run = (command: string) => bench.cli(command, { files, written })
    expect(await run('plan --report markdown=plan.md')).toMatchObject({ code: 0 })
    expect(written.get('plan.md')).toContain(
      '**12 stages, 12 differ**: 36 to create; $0.00 a month before, $175.20 after',
    )
    const flags = '--yes --max-stages 12 --accept-unkeyed all'
    expect(await run(`apply ${flags}`)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('12 stages done'),
    })
    expect(await run('plan --check')).toMatchObject({ code: 0 })
    await elsewhere(bench, 'PATCH', '/restapis/0123456789/stages/s7', {
      patchOperations: [{ op: 'replace', path: '/*/*/caching/ttlInSeconds', value: '5' }],
    })
    const check = await run('plan --check -o json')
    expect(check.code).toBe(6)
    expect(JSON.parse(check.stdout).changes).toMatchObject([
      { target: { stage: 's7' }, path: 'defaults.ttl', before: 5, after: 60 },
    ])
    expect(await run(`apply ${flags}`)).toMatchObject({ code: 0 })
    expect(await run('plan --check')).toMatchObject({ code: 0 })
  })
})

describe('a saved plan', () => {
  const FILES = fileOf({ ...KEYED, cache: '1.6' })

  async function saved(bench: Bench): Promise<Record<string, string>> {
    const written = new Map<string, string>()
    expect(await bench.cli('plan --deploy --out plan.json', { files: FILES, written })).toMatchObject({
      code: 0,
    })
    return Object.fromEntries(written)
  }

  it('is carried out without its files, with --yes alone', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const files = await saved(bench)
    const ran = await bench.cli('apply plan.json --yes', { files })
    expect(ran.code).toBe(0)
    expect(await bench.cli('plan --deploy --check', { files: FILES })).toMatchObject({ code: 0 })
  })

  it('is refused as a whole before its first write when a stage has changed, naming stage and field', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const files = await saved(bench)
    await elsewhere(bench, 'PATCH', '/restapis/0123456789/stages/prod', {
      patchOperations: [{ op: 'replace', path: '/*/*/caching/ttlInSeconds', value: '60' }],
    })
    bench.sent()
    const ran = await bench.cli('apply plan.json --yes', { files })
    expect(ran).toMatchObject({ code: 1, stderr: expect.stringContaining('stage prod of API pets') })
    expect(ran.stderr).toContain('defaults.ttl is 60, and was 300')
    expect(writes(bench)).toEqual([])
  })

  it('that died half way is finished by the same command', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const files = await saved(bench)
    const ended = await bench.cli('apply plan.json --yes', { files, interruptAt: 'CREATE_IN_PROGRESS' })
    expect(ended.code).toBe(130)
    expect(await bench.cli('apply plan.json --yes', { files })).toMatchObject({ code: 0 })
    expect(await bench.cli('plan --deploy --check', { files: FILES })).toMatchObject({ code: 0 })
  })

  it('cannot be narrowed, nor changed by hand', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const files = await saved(bench)
    for (const flag of ['--target pets/prod', '-f apigw-cache.yaml', '--deploy-all']) {
      expect(await bench.cli(`apply plan.json --yes ${flag}`, { files })).toMatchObject({ code: 2 })
    }
    const plan = JSON.parse(files['plan.json'] ?? '')
    const [wanted] = plan.wanted
    const [change] = plan.changes
    const forgeries = [
      { wanted: [{ ...wanted, cache: '237' }] },
      { wanted: [{}] },
      { choices: { ...plan.choices, acceptUnkeyed: ['all'] } },
      { choices: { ...plan.choices, deployAll: true } },
      { changes: [{ ...change, after: '118' }, ...plan.changes.slice(1)] },
      { summary: { ...plan.summary, monthlyUsdAfter: 1 } },
      { checksum: 'none' },
    ]
    bench.sent()
    for (const forgery of forgeries) {
      const forged = { 'plan.json': JSON.stringify({ ...plan, ...forgery }) }
      const ran = await bench.cli('apply plan.json --yes', { files: forged })
      expect(ran.stderr, JSON.stringify(forgery)).toContain('the plan in "plan.json" was changed by hand')
      expect(ran.code).toBe(2)
    }
    expect(bench.sent()).toEqual([])
  })

  it('may be written again by a tool that orders fields', async () => {
    const bench = await withSandbox({ seed: seedOf(CACHED) })
    const plan = JSON.parse((await saved(bench))['plan.json'] ?? '')
    const turned = Object.fromEntries(Object.entries(plan).reverse())
    const files = { 'plan.json': JSON.stringify(turned) }
    expect(await bench.cli('apply plan.json --yes', { files })).toMatchObject({ code: 0 })
  })
})
