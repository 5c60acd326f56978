import { describe, expect, it } from 'vitest'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, withSettledSandbox } from '../../support/cli.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }
const ON = { cachingEnabled: true }
type Settings = NonNullable<Seed['apis'][number]['stages'][string]['settings']>

const benchOf = (methods: Readonly<Record<string, SeedMethod>>, settings: Settings, tags = {}) =>
  withSettledSandbox({
    seed: {
      apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods, stages: { prod: { cluster: '0.5', settings, tags } } }],
    },
  })
const FIX = 'doctor --api aaaaaaaaaa --stage prod --ignore idle-cluster --fix'
const writes = (bench: Bench) => bench.sent().filter((name) => !/^Get/.test(name))
const settings = async ({ cli }: Bench, method: string) => {
  const { stdout } = await cli(`override ${method} --api aaaaaaaaaa --stage prod -o json`)
  return JSON.parse(stdout).methods[0]
}

/** Everything that is safe, at once. */
const SICK: Settings = {
  '*/*': { ...ON, requireAuthorizationForCacheControl: false },
  'POST /pets': ON,
  'GET /gone': { cacheTtlInSeconds: 5 },
  'pets/GET': { cacheTtlInSeconds: 60 },
}
const METHODS = { 'GET /pets': MOCK, 'POST /pets': MOCK, 'GET /pets/{id}': MOCK }

describe('doctor --fix', () => {
  it('lists what it will run, asks once, does it, and judges again', async () => {
    const bench = await benchOf(METHODS, SICK)

    const { code, stdout, stderr } = await bench.cli(`${FIX} -o json`, { answers: [true] })

    const listed = [...stderr.matchAll(/--fix would run: (apigw-cache .*) --api/g)].map(([, one]) => one)
    expect(listed).toEqual([
      "apigw-cache override GET '/pets/{id}' --cache off",
      'apigw-cache override POST /pets --cache off',
      'apigw-cache defaults --require-authorization',
      'apigw-cache override GET /pets --require-authorization',
      'apigw-cache override GET /gone --remove',
      'apigw-cache override --clean-strays',
    ])
    expect(stderr.match(/\?/g)?.length).toBe(2)
    const report = JSON.parse(stdout)
    expect(report.findings.filter(({ suppressed }: { suppressed: unknown }) => !suppressed)).toEqual([])
    expect(report.fixed).toContainEqual({
      rule: 'override-without-method',
      method: 'GET',
      path: '/gone',
      command: expect.stringContaining('override GET /gone --remove'),
    })
    expect(new Set(writes(bench))).toEqual(new Set(['UpdateStage']))
    expect(code).toBe(0)
  })

  it('keeps what cures a method whose caching it turned off, and only there', async () => {
    const { cli } = await benchOf(METHODS, SICK)

    const { stdout } = await cli(`${FIX} --yes`)

    expect(stdout).toMatch(
      /path-parameter-not-in-key GET \/pets\/\{id\}: caching is off now; to cache it again:\n {4}apigw-cache keys add GET '\/pets\/\{id\}' path.id --deploy .*\n {4}apigw-cache override GET '\/pets\/\{id\}' --cache on /,
    )
    expect(stdout.match(/caching is off now/g)).toHaveLength(1)
  })

  it('leaves nothing to do for a second run, which writes nothing', async () => {
    const bench = await benchOf(METHODS, SICK)
    await bench.cli(`${FIX} --yes`)
    bench.sent()

    const { code, stdout } = await bench.cli(FIX)

    expect(stdout).toContain('nothing found')
    expect(code).toBe(0)
    expect(writes(bench)).toEqual([])
  })

  it('keeps what a method has besides: TTL, encryption, throttling', async () => {
    const bench = await benchOf(
      { 'POST /pets': MOCK },
      { '*/*': ON, 'POST /pets': { ...ON, cacheTtlInSeconds: 7, cacheDataEncrypted: true } },
    )
    await bench.cli(`${FIX} --yes`)
    expect(await settings(bench, 'POST /pets')).toMatchObject({
      caching: false,
      ttlSeconds: 7,
      encrypted: true,
    })
  })

  it('changes nothing without somebody to ask, or where the answer is no', async () => {
    const bench = await benchOf(METHODS, SICK)

    const alone = await bench.cli(FIX)
    expect(alone.code).toBe(2)
    expect(alone.stderr).toContain('repeat with --yes')
    expect((await bench.cli(FIX, { answers: [false] })).code).toBe(3)
    expect(writes(bench)).toEqual([])
  })

  it('shows the exact requests under --dry-run', async () => {
    const bench = await benchOf({ 'GET /pets/{id}': MOCK }, { '*/*': ON })

    const { code, stdout, stderr } = await bench.cli(`${FIX} --dry-run -o json`)

    expect(JSON.parse(stdout).requests).toMatchObject([
      { method: 'PATCH', body: { patchOperations: expect.any(Array) } },
    ])
    expect(stderr).toContain('would ask: Make this change?')
    expect(stderr).not.toContain('done: ')
    expect(writes(bench)).toEqual([])
    expect(code).toBe(0)
  })

  it('says under --dry-run as well that what is left takes a decision', async () => {
    const parameters = ['querystring.type']
    const bench = await benchOf({ 'GET /users': { ...MOCK, parameters } }, { '*/*': ON })

    const { stdout, stderr } = await bench.cli(`${FIX} --dry-run`)

    expect(stderr).toContain('nothing of this can be fixed safely without a decision')
    expect(stdout).toBe('nothing would be sent\n')
  })

  it('does not touch what is suppressed', async () => {
    const bench = await benchOf({ 'GET /pets/{id}': MOCK }, { '*/*': ON })
    const { code, stdout } = await bench.cli(`${FIX} --yes --ignore path-parameter-not-in-key -o json`)
    expect(JSON.parse(stdout).fixed).toEqual([])
    expect(writes(bench)).toEqual([])
    expect(code).toBe(0)
  })

  it('says that what is left takes a decision', async () => {
    const parameters = ['querystring.type']
    const bench = await benchOf({ 'GET /users': { ...MOCK, parameters } }, { '*/*': ON })
    const { stdout, stderr } = await bench.cli(`${FIX} --yes`)
    expect(stderr).toContain('nothing of this can be fixed safely without a decision')
    expect(stdout).toContain('keys add GET /users querystring.type --deploy')
    expect(writes(bench)).toEqual([])
  })

  it.each<readonly [string, Settings]>([
    [
      'clients that renew entries today would get 403',
      {
        '*/*': {
          ...ON,
          requireAuthorizationForCacheControl: false,
          unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
        },
      },
    ],
    ['a stray entry would take effect', { 'a/b/GET': ON, '*/*': {}, 'GET /pets': ON }],
    ['a dead override has throttling of its own', { '*/*': ON, 'GET /gone': { throttlingRateLimit: 5 } }],
    ['AWS may heed settings of ANY', { '*/*': ON, 'ANY /any': { cachingEnabled: false } }],
  ])('is not for what changes more than it mends: %s', async (_, stage) => {
    const bench = await benchOf({ 'GET /pets': MOCK, 'GET /a/b': MOCK, 'ANY /any': MOCK }, stage)

    const { stdout } = await bench.cli(`${FIX} --yes -o json`)

    const { findings, fixed } = JSON.parse(stdout)
    expect(findings.filter(({ suppressed }: { suppressed: unknown }) => !suppressed)).toMatchObject([{ safe: false }])
    expect(fixed).toEqual([])
    expect(writes(bench)).toEqual([])
  })

  it('warns of a tool that owns the stage and will revert it', async () => {
    const tags = { 'aws:cloudformation:stack-name': 'pets' }
    const bench = await benchOf({ 'GET /pets/{id}': MOCK }, { '*/*': ON }, tags)
    const { stderr } = await bench.cli(`${FIX} --yes`)
    expect(stderr).toContain('manages this stage')
  })

  it('mends several stages one after the other, and asks nothing of the second before the first is done', async () => {
    const sick = (id: string, name: string) => ({
      ...{ id, name, methods: METHODS },
      stages: { prod: { cluster: '0.5', settings: SICK } as const },
    })
    const bench = await withSettledSandbox({
      seed: { apis: [sick('aaaaaaaaaa', 'pets'), sick('bbbbbbbbbb', 'shop')] },
    })

    const { code } = await bench.cli("doctor --api '*' --ignore idle-cluster --fix", {
      answers: [true],
      // Both have been judged by then.
      whileAsked: () => bench.sandbox.clearRequests(),
    })

    expect(code).toBe(0)
    const entries = bench.sandbox.requests()
    const apis = entries.flatMap(({ path }) => /^\/restapis\/(\w{10})\//.exec(path)?.[1] ?? [])
    expect(apis.filter((id, index) => id !== apis[index - 1])).toEqual(['aaaaaaaaaa', 'bbbbbbbbbb'])
    expect(entries.filter(({ operation }) => operation === 'UpdateStage').length).toBeGreaterThanOrEqual(2)
  })

  it('fails by what is left, not by what it has mended', async () => {
    const bench = await benchOf({ 'GET /pets/{id}': MOCK, 'GET /pets': MOCK }, { '*/*': ON })
    expect((await bench.cli(`${FIX} --yes --fail-on error`)).code).toBe(0)
  })
})
