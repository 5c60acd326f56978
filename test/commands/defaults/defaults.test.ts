import { describe, expect, it } from 'vitest'
import type { Seed, SeedMethod, SeedStage } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }

const seedOf = (stage: SeedStage, methods: Record<string, SeedMethod> = {}): Seed => ({
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets': MOCK, 'GET /users': MOCK, 'POST /search': MOCK, ...methods },
      stages: { prod: stage },
    },
  ],
})

const CACHED = seedOf({ cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } })
const OVERRIDDEN = seedOf({
  cluster: '0.5',
  settings: {
    '*/*': { cachingEnabled: true, cacheTtlInSeconds: 60 },
    'GET /pets': { cacheTtlInSeconds: 30 },
    'GET /users': { cachingEnabled: false },
    'POST /search': { cachingEnabled: false, cacheDataEncrypted: true },
  },
})

const writes = ({ sent }: Bench) => sent().filter((one) => !one.startsWith('Get'))
const json = async ({ cli }: Bench, command: string) =>
  JSON.parse((await cli(`${command} --stage prod -o json`)).stdout)

describe('defaults without a setting', () => {
  it('shows the settings of the stage and what keeps another value, and sends only reads', async () => {
    const bench = await withSandbox({ seed: OVERRIDDEN })

    const { code, stdout } = await bench.cli('defaults --stage prod')

    expect(stdout).toContain('defaults  GET cached for 60 s')
    expect(stdout).toMatch(/GET +\/pets +TTL +30 s\n/)
    expect(stdout).toMatch(/GET +\/users +caching +off\n/)
    expect(stdout).toMatch(/POST +\/search +encryption +on\n/)
    // Default caching does not concern another verb than GET.
    expect(stdout).not.toMatch(/POST +\/search +caching/)
    expect(code).toBe(0)
    expect(writes(bench)).toEqual([])
  })

  it('says that TTL 0 is not cached', async () => {
    const seed = seedOf({
      cluster: '0.5',
      settings: {
        '*/*': { cachingEnabled: true, cacheTtlInSeconds: 0 },
        'GET /pets': { cacheTtlInSeconds: 0 },
      },
    })
    const { cli } = await withSandbox({ seed })

    expect((await cli('defaults --stage prod')).stdout).toContain('TTL 0 (not cached)')
    expect((await cli('defaults --stage prod --ttl 5')).stdout).toMatch(/\/pets +TTL +0 \(not cached\)/)
    expect((await cli('override GET /pets --stage prod')).stdout).toContain('no (TTL 0)')
  })

  it('takes no --include-overrides', async () => {
    const { cli } = await withSandbox({ seed: CACHED })

    expect(await cli('defaults --include-overrides --stage prod')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--include-overrides says nothing without a setting'),
    })
  })
})

describe('defaults with settings', () => {
  it('sets them and gives the StageCache of the contract', async () => {
    const bench = await withSandbox({ seed: CACHED })

    const result = await json(bench, 'defaults --ttl 60 --encrypt --no-require-authorization --unauthorized fail')

    expect(result).toEqual({
      account: null,
      region: 'us-east-1',
      api: { id: 'aaaaaaaaaa', name: 'pets' },
      stage: 'prod',
      cluster: { enabled: true, status: 'AVAILABLE', size: '0.5' },
      defaults: {
        caching: true,
        ttlSeconds: 60,
        encrypted: true,
        requireAuthorization: false,
        unauthorized: 'FAIL_WITH_403',
      },
      changed: true,
      waitedMs: expect.any(Number),
      detailedMetrics: false,
      shadowedBy: [],
    })
    expect(writes(bench)).toEqual(['UpdateStage'])
  })

  it('sends no write the second time, and says so', async () => {
    const bench = await withSandbox({ seed: CACHED })
    const command = 'defaults --cache off --ttl 60 --encrypt --require-authorization --stage prod'
    await bench.cli(command)
    bench.sent()

    const { stdout } = await bench.cli(command)

    expect(stdout).toContain('= nothing to change, the defaults are so: pets / prod')
    expect(writes(bench)).toEqual([])
    expect((await json(bench, 'defaults --no-encrypt')).defaults.encrypted).toBe(false)
  })

  it('prints the exact request under --dry-run and sends only reads', async () => {
    const bench = await withSandbox({ seed: CACHED })

    const { requests } = await json(bench, 'defaults --cache off --ttl 60 --dry-run')

    expect(requests).toMatchObject([
      {
        method: 'PATCH',
        body: {
          patchOperations: [
            { op: 'replace', path: '/*/*/caching/enabled', value: 'false' },
            { op: 'replace', path: '/*/*/caching/ttlInSeconds', value: '60' },
          ],
        },
      },
    ])
    expect(writes(bench)).toEqual([])
  })

  it('names the overrides that keep another value of what was set, and no others', async () => {
    const bench = await withSandbox({ seed: OVERRIDDEN })

    const { shadowedBy } = await json(bench, 'defaults --ttl 30')

    expect(shadowedBy).toEqual([
      { method: 'POST', path: '/search', field: 'ttlSeconds', value: 60 },
      { method: 'GET', path: '/users', field: 'ttlSeconds', value: 60 },
    ])
  })

  it('waits for a change that runs on the stage', async () => {
    const { cli, clock } = await withSandbox({ seed: CACHED })
    await cli('flush --yes --no-wait --stage prod')
    const before = clock.now()

    const { code, stdout, stderr } = await cli('defaults --ttl 60 --stage prod -o json')

    expect(stderr).toContain('FLUSH_IN_PROGRESS')
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, defaults: { ttlSeconds: 60 } })
    expect(clock.now() - before).toBeGreaterThan(100_000)
    expect(code).toBe(0)
  })

  it('gets through a conflict and a lost answer', async () => {
    const bench = await withSandbox({ seed: CACHED })
    bench.sandbox.faults.next = [
      { kind: 'conflict', method: 'PATCH' },
      { kind: 'lost', method: 'PATCH' },
    ]

    expect(await json(bench, 'defaults --ttl 60')).toMatchObject({
      changed: true,
      defaults: { ttlSeconds: 60 },
    })
    expect(writes(bench)).toEqual(['UpdateStage', 'UpdateStage'])
  })

  it('warns that another tool will revert it', async () => {
    const seed = seedOf({ cluster: '0.5', tags: { 'aws:cloudformation:stack-name': 'shop' } })
    const { cli } = await withSandbox({ seed })

    expect((await cli('defaults --ttl 60 --stage prod')).stderr).toContain('CloudFormation manages this stage')
  })

  it.each(['--ttl 3601', '--ttl -1', '--cache maybe', '--unauthorized perhaps', '--encrypt=yes'])(
    'refuses %s before anything is sent',
    async (flag) => {
      const bench = await withSandbox({ seed: CACHED })

      expect((await bench.cli(`defaults ${flag} --stage prod`)).code).toBe(2)
      expect(bench.sent()).toEqual([])
    },
  )
})

describe('defaults --include-overrides', () => {
  const command = 'defaults --ttl 30 --include-overrides --stage prod'

  it('changes overrides that differ, after asking, in one request', async () => {
    const bench = await withSandbox({ seed: OVERRIDDEN })

    const { code, stderr } = await bench.cli(command, { answers: [true] })

    expect(stderr).toContain('POST /search has TTL 60 s of its own')
    expect(stderr).toContain('? Change the overrides of stage prod too? yes')
    expect(writes(bench)).toEqual(['UpdateStage'])
    expect((await json(bench, 'defaults --ttl 30')).shadowedBy).toEqual([])
    expect(code).toBe(0)
  })

  it('changes nothing when the answer is no', async () => {
    const bench = await withSandbox({ seed: OVERRIDDEN })

    const { code, stdout, stderr } = await bench.cli(command, { answers: [false] })

    expect([code, stdout]).toEqual([3, ''])
    expect(stderr).toContain('error: nothing was changed')
    expect(writes(bench)).toEqual([])
  })

  it('needs --yes where nobody is there to ask, and only where there is something to ask', async () => {
    const bench = await withSandbox({ seed: OVERRIDDEN })

    expect(await bench.cli(command)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('repeat with --yes'),
    })
    expect(writes(bench)).toEqual([])
    expect((await bench.cli(`${command} --yes`)).code).toBe(0)
    bench.sent()
    expect((await bench.cli(command)).stdout).toContain('nothing to change')
    expect(writes(bench)).toEqual([])
  })

  it('never caches another verb than GET', async () => {
    const bench = await withSandbox({
      seed: seedOf({ cluster: '0.5', settings: { '*/*': {}, 'GET /pets': {}, 'POST /search': {} } }),
    })

    const { shadowedBy } = await json(bench, 'defaults --cache on --include-overrides --yes')
    const { methods } = await json(bench, 'override --list')

    expect(shadowedBy).toEqual([])
    expect(methods).toMatchObject([
      { method: 'GET', path: '/pets', caching: true },
      { method: 'POST', path: '/search', caching: false },
    ])
  })

  it('asks by itself where a TTL makes another verb than GET cached', async () => {
    const bench = await withSandbox({
      seed: seedOf({
        cluster: '0.5',
        settings: { '*/*': {}, 'POST /search': { cachingEnabled: true, cacheTtlInSeconds: 0 } },
      }),
    })

    const no = await bench.cli(command, { answers: [true, false] })
    expect(no.stderr).toContain('? Cache POST /search? no')
    expect(no.code).toBe(3)
    expect(writes(bench)).toEqual([])
    const yes = await bench.cli(`${command} --yes`)
    expect(yes.stderr).toContain('AWS advises to cache GET only')
    expect(yes.code).toBe(0)
  })

  it('turns caching off for every verb, and without it names those that stay cached', async () => {
    const bench = await withSandbox({
      seed: seedOf({
        cluster: '0.5',
        settings: { '*/*': { cachingEnabled: true }, 'POST /search': { cachingEnabled: true } },
      }),
    })

    expect((await json(bench, 'defaults --cache off')).shadowedBy).toEqual([
      { method: 'POST', path: '/search', field: 'caching', value: true },
    ])
    const off = await bench.cli('defaults --cache off --include-overrides --stage prod', { answers: [true] })

    expect(off.stderr).toContain('POST /search has caching on of its own')
    expect((await json(bench, 'override --list')).methods).toMatchObject([
      { method: 'POST', path: '/search', caching: false },
    ])
  })

  it('splits what AWS would not take at once', async () => {
    const paths = Array.from({ length: 90 }, (_, i) => `GET /p${i}`)
    const bench = await withSandbox({
      seed: seedOf(
        { cluster: '0.5', settings: { '*/*': {}, ...Object.fromEntries(paths.map((path) => [path, {}])) } },
        Object.fromEntries(paths.map((path) => [path, MOCK])),
      ),
    })

    const { shadowedBy } = await json(bench, 'defaults --ttl 9 --encrypt --include-overrides --yes')

    expect(shadowedBy).toEqual([])
    expect(writes(bench)).toEqual(['UpdateStage', 'UpdateStage', 'UpdateStage'])
  })
})

describe('defaults that would cache one caller’s data for another', () => {
  const UNKEYED = seedOf(
    { cluster: '0.5' },
    { 'GET /pets/{id}': MOCK, 'GET /orders': { ...MOCK, authorization: 'AWS_IAM' } },
  )

  it('need --accept-unkeyed for a path parameter and an identity; --yes is not enough', async () => {
    const bench = await withSandbox({ seed: UNKEYED })

    const { code, stderr } = await bench.cli('defaults --cache on --yes --stage prod')

    expect(code).toBe(2)
    expect(stderr).toContain('GET /pets/{id} is not keyed on path.id')
    expect(stderr).toContain('GET /orders takes signed requests')
    expect(writes(bench)).toEqual([])
    const named = "--accept-unkeyed 'GET /pets/{id}' --accept-unkeyed 'GET /orders'"
    expect((await bench.cli(`defaults --cache on ${named} --stage prod`)).code).toBe(0)
  })

  it('ask in a terminal', async () => {
    const bench = await withSandbox({ seed: UNKEYED })

    expect((await bench.cli('defaults --cache on --stage prod', { answers: [false] })).code).toBe(3)
    expect(writes(bench)).toEqual([])
  })

  it('have nothing to ask where it is so already', async () => {
    const seed = seedOf({ settings: { '*/*': { cachingEnabled: true } } }, { 'GET /pets/{id}': MOCK })
    const bench = await withSandbox({ seed })

    expect((await bench.cli('defaults --encrypt --stage prod')).code).toBe(0)
  })
})

describe('enable', () => {
  it('takes the flags of defaults and sends one ordered batch', async () => {
    const bench = await withSandbox({
      seed: seedOf({ settings: { '*/*': { cachingEnabled: true, cacheDataEncrypted: true } } }),
    })

    const { requests } = await json(bench, 'enable --default-caching off --no-encrypt --ttl 9 --dry-run')

    const paths = requests[0].body.patchOperations.map(({ path, value }: Record<string, string>) => [path, value])
    expect(paths).toEqual([
      ['/*/*/caching/enabled', 'false'],
      ['/cacheClusterEnabled', 'true'],
      ['/cacheClusterSize', '0.5'],
      ['/*/*/caching/dataEncrypted', 'false'],
      ['/*/*/caching/ttlInSeconds', '9'],
    ])
    expect(requests).toHaveLength(1)
  })
})

describe('defaults --detailed-metrics', () => {
  it('is set once, copied to no override unless that is asked for, and shown', async () => {
    const override = { cachingEnabled: true, metricsEnabled: false }
    const seed = seedOf({ settings: { '*/*': { cachingEnabled: true }, 'GET /pets': override } })
    const { cli } = await withSandbox({ seed })

    const set = await cli('defaults --detailed-metrics on --stage prod -o json')
    expect(JSON.parse(set.stdout)).toMatchObject({
      changed: true,
      detailedMetrics: true,
      shadowedBy: [{ method: 'GET', path: '/pets', field: 'detailedMetrics', value: false }],
    })

    const again = await cli('defaults --detailed-metrics on --stage prod -o json')
    expect(JSON.parse(again.stdout).changed).toBe(false)

    const all = await cli('defaults --detailed-metrics on --include-overrides --yes --stage prod -o json')
    expect(JSON.parse(all.stdout)).toMatchObject({ changed: true, shadowedBy: [] })
    expect((await cli('defaults --stage prod')).stdout).toContain('detailed metrics on: CloudWatch counts each')

    await cli('defaults --detailed-metrics off --stage prod')
    expect((await cli('defaults --stage prod')).stdout).toContain('detailed metrics off\n')
  })

  it('is nothing to change where a stage without settings has none', async () => {
    const { cli, sent } = await withSandbox({ seed: seedOf({}) })

    const { stdout } = await cli('defaults --detailed-metrics off --stage prod -o json')

    expect(JSON.parse(stdout)).toMatchObject({ changed: false, detailedMetrics: false })
    expect(sent().filter((one) => one.startsWith('PATCH'))).toEqual([])
  })

  it('is named where figures of methods are missing', async () => {
    const { cli } = await withSandbox({ seed: seedOf({ cluster: '0.5' }) })

    const { stdout } = await cli('status --methods --stage prod')

    expect(stdout).toContain('detailed metrics are off (defaults --detailed-metrics on)')
  })
})
