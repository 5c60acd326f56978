import { describe, expect, it } from 'vitest'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const USERS: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } }
const CACHED = { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } as const
const tokenIn = (header: string): SeedMethod => ({
  ...USERS,
  authorizer: { name: 'gate', type: 'TOKEN', identitySource: `method.request.header.${header}` },
})
const seedOf = (
  methods: Readonly<Record<string, SeedMethod>>,
  stage: Seed['apis'][number]['stages'][string] = CACHED,
): Seed => ({ apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods, stages: { prod: stage } }] })

const probes = ({ sandbox }: Bench) => sandbox.requests().filter(({ service }) => service === 'execute-api').length

describe('verify', () => {
  it('proves that a method is cached, on the screen and as JSON', async () => {
    const { cli } = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

    const screen = await cli('verify /users --stage prod')
    expect(screen.stdout).toContain('cached')
    expect(screen.code).toBe(0)

    const { code, stdout } = await cli('verify /users --stage prod -o json')
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      passed: true,
      reports: [
        {
          target: { region: 'us-east-1', api: { id: 'aaaaaaaaaa', name: 'pets' }, stage: 'prod' },
          method: 'GET',
          verdict: 'cached',
          expected: 'cached',
          passed: true,
          freshness: { source: 'body:generatedAt', kind: 'timestamp' },
        },
      ],
    })
    const fields =
      'target method url verdict layer expected expectedBy passed reason freshness probes latency checks next'
    expect(new Set(Object.keys(JSON.parse(stdout).reports[0]))).toEqual(new Set(fields.split(' ')))
  })

  it('finds the stage of an invoke URL whatever stage the environment names', async () => {
    const { cli, sandbox } = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })
    const url = `${sandbox.apis[0]?.stages[0]?.invokeUrl}/users`

    const { code, stdout } = await cli(['verify', url, '-o', 'json'], { env: { APIGW_CACHE_STAGE: 'dev' } })

    expect(JSON.parse(stdout)).toMatchObject({ reports: [{ target: { stage: 'prod' }, verdict: 'cached' }] })
    expect(code).toBe(0)
  })

  it('demands every test-invoke before the first probe', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

    const { code, stderr } = await bench.cli(
      'verify /users http://127.0.0.1:9/elsewhere --stage prod --api pets --control test-invoke',
    )

    expect(stderr).toContain('no test-invoke is possible for')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })
})

describe('verify with an identity, where a cache may serve that caller to everyone', () => {
  it.each([
    ['Authorization: Bearer x', 'header.Authorization'],
    ['Cookie: s=1', 'header.Cookie'],
    ['X-Access-Token: x', 'header.X-Access-Token'],
    ['x-id-token: x', 'header.x-id-token'],
    ['X-Amz-Security-Token: x', 'header.X-Amz-Security-Token'],
    ['Proxy-Authorization: x', 'header.Proxy-Authorization'],
  ])('refuses %s before anything is probed, and --yes is not enough', async (header, key) => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS, 'GET /pets/{id}': USERS }) })

    const { code, stdout, stderr } = await bench.cli([
      ...['verify', '/pets/1', '/users', '--stage', 'prod', '--yes', '--header', header],
    ])

    expect(stderr).toContain(`GET /pets/{id} is cached without ${key} in its key`)
    expect(stderr).toContain("--accept-unkeyed 'GET /pets/{id}' --accept-unkeyed 'GET /users'")
    expect(stdout).toBe('')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('checks every path before the first one is probed', async () => {
    const open: SeedMethod = { ...USERS, keys: ['header.Authorization'] }
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': open, 'GET /pets': USERS }) })

    const { code, stderr } = await bench.cli("verify /users /pets --stage prod --header 'Authorization: Bearer x'")

    expect(stderr).toContain('GET /pets is cached without header.Authorization')
    expect(stderr).not.toContain('GET /users is')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('knows the header that the authorizer reads, whatever its name', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': tokenIn('X-Caller') }) })

    const { code, stderr } = await bench.cli("verify /users --stage prod --header 'x-caller: ann'")

    expect(stderr).toContain('GET /users is cached without header.x-caller in its key')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('knows the query parameter that the authorizer reads', async () => {
    const authorizer = {
      name: 'gate',
      type: 'REQUEST',
      identitySource: 'method.request.querystring.t',
    } as const
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': { ...USERS, authorizer } }) })

    const { code, stderr } = await bench.cli("verify '/users?t=1' --stage prod")

    expect(stderr).toContain('GET /users is cached without querystring.t in its key')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('counts a method whose cache keys may not be read as one without them', async () => {
    const Statement = [
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { Effect: 'Deny', Action: 'apigateway:GET', Resource: 'arn:aws:apigateway:us-east-1::*/exports/*' },
    ] as const
    const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
    const { apis } = seedOf({ 'GET /users': { ...USERS, keys: ['header.Cookie'] } })
    const bench = await withSandbox({ seed: { apis, identities: [ann] }, iam: 'enforce' })

    const { code, stderr } = await bench.cli("verify /users --stage prod --header 'Cookie: s=1'", {
      env: { AWS_ACCESS_KEY_ID: 'AKIDANN', AWS_SECRET_ACCESS_KEY: 's' },
    })

    expect(stderr).toContain('without header.Cookie in its key')
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })

  it('counts a URL of which nothing is known as one that may be cached', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })
    const url = `${bench.sandbox.url}/elsewhere/users?x=1`

    const command = ['verify', url, '--api-key', 'k']
    const refused = await bench.cli([...command, '--yes'])
    expect(refused.stderr).toContain('GET /elsewhere/users may be cached without header.x-api-key in its key')
    expect(refused.code).toBe(2)
    expect(probes(bench)).toBe(0)

    const accepted = await bench.cli([...command, '--accept-unkeyed', 'GET /elsewhere/users'])
    expect(accepted.stderr).not.toContain('may be cached')
  })

  it('asks in a terminal, also with --yes, and a no sends nothing', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

    const { code, stderr } = await bench.cli("verify /users --stage prod --yes --header 'Cookie: s=1'", {
      answers: [false],
    })

    expect(stderr).toContain('this answer would be stored for everyone. Go on? no')
    expect(code).toBe(3)
    expect(probes(bench)).toBe(0)
  })

  it.each(["'GET /users'", "'get   /users'", 'all'])('goes on with --accept-unkeyed %s', async (accepted) => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

    const { code } = await bench.cli(`verify /users --stage prod --header 'Cookie: s=1' --accept-unkeyed ${accepted}`)

    expect(code).toBe(0)
    expect(probes(bench)).toBeGreaterThanOrEqual(5)
  })

  it.each<[string, Seed]>([
    ['the header is in the key', seedOf({ 'GET /users': { ...USERS, keys: ['header.Cookie'] } })],
    ['there is no cluster', seedOf({ 'GET /users': USERS }, { settings: CACHED.settings })],
    [
      'the method is not cached',
      seedOf(
        { 'GET /users': USERS },
        {
          ...CACHED,
          settings: { ...CACHED.settings, 'GET /users': { cachingEnabled: false } },
        },
      ),
    ],
  ])('has nothing to ask where %s', async (_, seed) => {
    const bench = await withSandbox({ seed })

    const { stderr } = await bench.cli("verify /users --stage prod --header 'Cookie: s=1'")

    expect(stderr).not.toContain('stored for everyone')
    expect(probes(bench)).toBeGreaterThanOrEqual(5)
  })

  it('refuses an --accept-unkeyed that names no method, with the closest one', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

    const { code, stderr } = await bench.cli(
      "verify /users --stage prod --header 'Cookie: s=1' --accept-unkeyed 'GET /user'",
    )

    expect(stderr).toContain('--accept-unkeyed says "GET /user", which the deployed API does not have')
    expect(stderr).toContain("did you mean 'GET /users'?")
    expect(code).toBe(2)
    expect(probes(bench)).toBe(0)
  })
})
