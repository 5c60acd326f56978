import { describe, expect, it } from 'vitest'
import type { Seed, SeedApi, SeedAuthorizer, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, runCli, withSandbox } from '../../support/cli.js'
import { behind, elsewhere } from '../../support/elsewhere.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }
const keyed = (...keys: string[]): SeedMethod => ({ ...MOCK, keys })

function seedOf(methods: Readonly<Record<string, SeedMethod>>, stage: SeedApi['stages'][string] = {}): Seed {
  return { apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods, stages: { prod: stage } }] }
}

const UNKEYED = seedOf({ 'GET /pets': MOCK, 'GET /pets/{id}': MOCK, 'GET /users/{id}': keyed('path.id') })
const MESSAGE = "error: caching would answer one caller with another's data: GET /pets/{id} is not keyed on path.id"

const writes = ({ sent }: Bench) => sent().filter((one) => !one.startsWith('Get'))

describe('enable, where a path parameter is not in the cache key', () => {
  it.each(['', '--yes', '--default-caching on', '--no-wait', "--accept-unkeyed 'GET /pets'"])(
    'refuses in a pipe and names the flag: enable %s',
    async (flags) => {
      const bench = await withSandbox({ seed: UNKEYED })

      const { code, stdout, stderr } = await bench.cli(`enable --api pets --stage prod ${flags}`)

      expect(code).toBe(2)
      expect(stdout).toBe('')
      expect(stderr).toContain(MESSAGE)
      expect(stderr).toContain("repeat with --accept-unkeyed 'GET /pets/{id}' (or --accept-unkeyed all)")
      expect(writes(bench)).toEqual([])
    },
  )

  it.each(["'GET /pets/{id}'", "' GET   /pets/{id} '", 'all'])('goes on with --accept-unkeyed %s', async (accepted) => {
    const bench = await withSandbox({ seed: UNKEYED })

    const { code, stdout } = await bench.cli(`enable --stage prod --accept-unkeyed ${accepted} -o json`)

    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      cluster: { status: 'AVAILABLE' },
      defaults: { caching: true },
    })
  })

  it('needs every method to be accepted, and names only those that are not', async () => {
    const seed = seedOf({ 'GET /a/{x}': MOCK, 'GET /b/{y}/{rest+}': keyed('path.y'), 'GET /c/{z}': MOCK })
    const bench = await withSandbox({ seed })

    const one = await bench.cli("enable --stage prod --accept-unkeyed 'GET /a/{x}'")
    expect(one.code).toBe(2)
    expect(one.stderr).toContain('GET /b/{y}/{rest+} is not keyed on path.rest; GET /c/{z} is not keyed on path.z')
    expect(one.stderr).not.toContain('GET /a/{x} (')

    const all = await bench.cli(
      "enable --stage prod --accept-unkeyed 'GET /a/{x}' --accept-unkeyed 'GET /b/{y}/{rest+}' --accept-unkeyed 'GET /c/{z}'",
    )
    expect(all.code).toBe(0)
  })

  it('asks in a terminal: a no changes nothing, a yes goes on', async () => {
    const bench = await withSandbox({ seed: UNKEYED })

    const no = await bench.cli('enable --stage prod', { answers: [false] })
    expect(no).toMatchObject({ code: 3, stdout: '' })
    expect(no.stderr).toContain('warning: caching would answer one caller with another')
    expect(no.stderr).toContain('error: nothing was changed')
    expect(writes(bench)).toEqual([])

    const yes = await bench.cli('enable --stage prod --yes', { answers: [true] })
    expect(yes.code).toBe(0)
    expect(yes.stderr.match(/^\? /gm)).toHaveLength(1)
    expect(writes(bench)).toEqual(['UpdateStage'])
  })

  it('asks once, also where the write has to be repeated', async () => {
    const bench = await withSandbox({ seed: UNKEYED })
    bench.sandbox.faults.next = [
      { kind: 'conflict', method: 'PATCH' },
      { kind: 'reset', method: 'PATCH' },
    ]

    const { code, stderr } = await bench.cli('enable --stage prod', { answers: [true] })

    expect(code).toBe(0)
    expect(stderr.match(/\? Cache them all the same/g)).toHaveLength(1)
  })

  it('sends nothing under --dry-run and says what would be refused', async () => {
    const bench = await withSandbox({ seed: UNKEYED })

    const { code, stdout, stderr } = await bench.cli('enable --stage prod --dry-run -o json')

    expect(code).toBe(0)
    expect(JSON.parse(stdout).requests).toHaveLength(1)
    expect(stderr).toContain("would refuse without --accept-unkeyed 'GET /pets/{id}'")
    expect(writes(bench)).toEqual([])
  })

  it.each<[string, Seed, string]>([
    [
      'the defaults, turned on on a cluster',
      seedOf({ 'GET /pets/{id}': MOCK }, { cluster: '0.5' }),
      '--default-caching on',
    ],
    [
      'a TTL above 0 that takes the place of 0',
      seedOf(
        { 'GET /pets/{id}': MOCK },
        { cluster: '0.5', settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 0 } } },
      ),
      '--ttl 60',
    ],
    [
      'an override that a new cluster wakes up',
      seedOf({ 'POST /pets/{id}': MOCK }, { settings: { 'POST /pets/{id}': { cachingEnabled: true } } }),
      '--default-caching off',
    ],
    ['a GET that an ANY method serves', seedOf({ 'ANY /pets/{id}': MOCK }), ''],
    ['a greedy path', seedOf({ 'ANY /{proxy+}': MOCK }), ''],
    [
      'a key that is mapped from something else',
      seedOf({
        'GET /pets/{id}': {
          integration: {
            type: 'MOCK',
            requestParameters: { 'integration.request.header.X': 'method.request.querystring.x' },
          },
          parameters: ['querystring.x'],
          keys: ['integration.header.X'],
        },
      }),
      '',
    ],
  ])('refuses %s', async (_, seed, flags) => {
    const bench = await withSandbox({ seed })

    const { code, stderr } = await bench.cli(`enable --stage prod ${flags}`)

    expect(stderr).toMatch(/repeat with --accept-unkeyed '(GET|POST|ANY) \/[^']+'/)
    expect(code).toBe(2)
    expect(writes(bench)).toEqual([])
  })

  it.each<[string, Seed, string]>([
    ['nothing is cached', UNKEYED, '--default-caching off'],
    ['the TTL is 0', UNKEYED, '--ttl 0'],
    ['every parameter is a key', seedOf({ 'GET /a/{b}/{c}': keyed('path.b', 'path.c') }), ''],
    [
      'an integration parameter that is a key is mapped from the path',
      seedOf({
        'GET /pets/{id}': {
          integration: {
            type: 'MOCK',
            requestParameters: { 'integration.request.header.X': 'method.request.path.id' },
          },
          keys: ['integration.header.X'],
        },
      }),
      '',
    ],
    [
      'the method has an override with caching off',
      seedOf({ 'GET /pets/{id}': MOCK }, { settings: { 'GET /pets/{id}': { cachingEnabled: false } } }),
      '',
    ],
    ['only another verb has the parameter', seedOf({ 'POST /pets/{id}': MOCK, 'GET /pets': MOCK }), ''],
    [
      'the ANY method serves no GET, which has its key',
      seedOf({ 'ANY /pets/{id}': MOCK, 'GET /pets/{id}': keyed('path.id') }),
      '',
    ],
    [
      'the method is cached so already',
      seedOf(
        { 'GET /pets/{id}': MOCK },
        { cluster: '0.5', settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 300 } } },
      ),
      '--ttl 60',
    ],
  ])('has nothing to refuse where %s', async (_, seed, flags) => {
    const bench = await withSandbox({ seed })

    const { code } = await bench.cli(`enable --stage prod ${flags}`)

    expect(code).toBe(0)
    expect(writes(bench)).toEqual(['UpdateStage'])
  })

  it('looks again after it has waited: what was deployed meanwhile is refused as well', async () => {
    const bench = await withSandbox({
      seed: seedOf({ 'GET /pets/{id}': keyed('path.id') }, { cluster: '0.5' }),
    })
    await bench.cli('keys remove GET /pets/{id} path.id --stage prod')
    await bench.cli('disable --stage prod --yes --no-wait')
    bench.sent()
    const endpoint = await behind(bench, async ({ path, forward }) => {
      const answer = await forward()
      const looked = path.endsWith('/exports/oas30')
      if (looked) await elsewhere(bench, 'POST', '/restapis/aaaaaaaaaa/deployments', { stageName: 'prod' })
      return answer
    })

    const { code, stderr } = await runCli('enable --stage prod', bench.clock, endpoint)

    expect(stderr).toContain(MESSAGE)
    expect(code).toBe(2)
    expect(writes(bench)).not.toContain('UpdateStage')
  })

  it('looks again after it has waited: an override that is gone meanwhile keeps nothing off', async () => {
    const off = { 'GET /pets/{id}': { cachingEnabled: false } }
    const bench = await withSandbox({
      seed: seedOf({ 'GET /pets/{id}': MOCK }, { cluster: '0.5', settings: off }),
    })
    await bench.cli('disable --stage prod --yes --no-wait')
    let gone = false
    const endpoint = await behind(bench, async ({ path, forward }) => {
      const answer = await forward()
      const op = { op: 'remove', path: '/~1pets~1{id}/GET' }
      if (path.endsWith('/exports/oas30') && !gone)
        await elsewhere(bench, 'PATCH', '/restapis/aaaaaaaaaa/stages/prod', { patchOperations: [op] })
      gone ||= path.endsWith('/exports/oas30')
      return answer
    })

    const { code, stderr } = await runCli('enable --stage prod', bench.clock, endpoint)

    expect(stderr).toContain(MESSAGE)
    expect(code).toBe(2)
  })

  it('reads the export only where caching would be turned on', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /pets': MOCK }, { cluster: '0.5' }) })

    await bench.cli('enable --stage prod --encrypt')
    expect(bench.sent()).not.toContain('GetExport')

    await bench.cli('enable --stage prod --default-caching on')
    expect(bench.sent().filter((one) => one === 'GetExport')).toHaveLength(1)
  })
})

describe('enable, where an identity is not in the cache key', () => {
  const authorized = (type: SeedAuthorizer['type'], header: string, ...keys: string[]): SeedMethod => ({
    ...keyed(...keys),
    authorizer: { name: 'gate', type, identitySource: `method.request.header.${header}` },
  })
  const iam: SeedMethod = { ...MOCK, authorization: 'AWS_IAM' }

  it.each<[string, SeedMethod, string]>([
    ['a TOKEN authorizer', authorized('TOKEN', 'Authorization'), 'header.Authorization'],
    ['a TOKEN authorizer that reads another header', authorized('TOKEN', 'X-Caller'), 'header.X-Caller'],
    ['a REQUEST authorizer', authorized('REQUEST', 'X-Caller'), 'header.X-Caller'],
    ['a Cognito user pool', authorized('COGNITO_USER_POOLS', 'Authorization'), 'header.Authorization'],
    ['AWS_IAM', iam, 'IAM'],
  ])('refuses %s, and goes on where it is accepted', async (_, method, missing) => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /orders': method }) })

    const { code, stderr } = await bench.cli('enable --stage prod --yes')

    expect(stderr).toContain(
      missing === 'IAM'
        ? 'GET /orders takes signed requests, which no cache key tells apart'
        : `GET /orders is not keyed on ${missing}`,
    )
    expect(stderr).toContain("repeat with --accept-unkeyed 'GET /orders'")
    expect(code).toBe(2)
    expect(writes(bench)).toEqual([])
    expect((await bench.cli("enable --stage prod --accept-unkeyed 'GET /orders'")).code).toBe(0)
  })

  it.each(['TOKEN', 'REQUEST', 'COGNITO_USER_POOLS'] as const)(
    'has nothing to refuse where what a %s authorizer reads is a key',
    async (type) => {
      const method = authorized(type, 'Authorization', 'header.Authorization')
      const bench = await withSandbox({ seed: seedOf({ 'GET /orders': method }) })

      expect((await bench.cli('enable --stage prod')).code).toBe(0)
    },
  )
})

describe('enable --accept-unkeyed', () => {
  it('has to name a method of the deployed API, also where nothing is wrong', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /pets': MOCK, 'GET /users': MOCK }) })

    const { code, stderr } = await bench.cli("enable --stage prod --accept-unkeyed 'GET /nopets'")

    expect(stderr).toContain('--accept-unkeyed says "GET /nopets", which the deployed API does not have')
    expect(stderr).toContain("did you mean 'GET /pets'?")
    expect(code).toBe(2)
    expect(writes(bench)).toEqual([])
  })
})

describe('enable, where another tool changes the size before the cache serves', () => {
  it.each(['', '--size 1.6'])('says what reads back: enable %s', async (size) => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /pets': MOCK }) })
    let served = false
    const endpoint = await behind(bench, async ({ path, forward }) => {
      const answer = await forward()
      if (served || !path.endsWith('/stages/prod') || !answer.body.includes('"AVAILABLE"')) return answer
      served = true
      await elsewhere(bench, 'PATCH', path, {
        patchOperations: [{ op: 'replace', path: '/cacheClusterSize', value: '6.1' }],
      })
      return forward()
    })

    const { code, stdout, stderr } = await runCli(`enable --stage prod ${size}`, bench.clock, endpoint)

    expect(stderr).toContain('error: AWS accepted the change, but stage prod of API pets reads back 6.1 GB')
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })
})
