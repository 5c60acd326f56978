import { describe, expect, it } from 'vitest'
import type { Knobs, Seed, SeedMethod, SeedStage } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }

const METHODS: Record<string, SeedMethod> = {
  'GET /pets': MOCK,
  'GET /pets/{id}': MOCK,
  'POST /search': MOCK,
  'ANY /any': MOCK,
  'DELETE /any': MOCK,
  'GET /orders': { ...MOCK, authorization: 'AWS_IAM' },
}

const seedOf = (stage: SeedStage = {}): Seed => ({
  apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods: METHODS, stages: { prod: { cluster: '0.5', ...stage } } }],
})

const CACHED = seedOf({ settings: { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 60 } } })
const WATCHED = {
  metricsEnabled: true,
  loggingLevel: 'INFO',
  dataTraceEnabled: true,
  throttlingBurstLimit: 7,
  throttlingRateLimit: 3.5,
}

const writes = ({ sent }: Bench) => sent().filter((one) => !one.startsWith('Get'))
const json = async ({ cli }: Bench, command: string) =>
  JSON.parse((await cli(`${command} --stage prod -o json`)).stdout)

/** `methodSettings` as GetStage gives it. */
async function stored({ sandbox }: Bench): Promise<Record<string, Record<string, unknown>>> {
  const reply = await fetch(`${sandbox.url}/restapis/aaaaaaaaaa/stages/prod`, {
    headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request' },
  })
  const { methodSettings } = JSON.parse(await reply.text())
  sandbox.clearRequests()
  return methodSettings
}

describe('override with a method', () => {
  it('gives the StageCache with the method that was named', async () => {
    const bench = await withSandbox({ seed: CACHED })

    const result = await json(bench, 'override GET /pets --ttl 30')

    expect(result).toEqual({
      account: null,
      region: 'us-east-1',
      api: { id: 'aaaaaaaaaa', name: 'pets' },
      stage: 'prod',
      cluster: { enabled: true, status: 'AVAILABLE', size: '0.5' },
      defaults: {
        caching: true,
        ttlSeconds: 60,
        encrypted: false,
        requireAuthorization: true,
        unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
      },
      changed: true,
      waitedMs: expect.any(Number),
      methods: [
        {
          method: 'GET',
          path: '/pets',
          source: 'override',
          cached: true,
          caching: true,
          ttlSeconds: 30,
          encrypted: false,
          requireAuthorization: true,
          unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
          keys: [],
          pendingKeys: null,
        },
      ],
      strays: [],
    })
    expect(writes(bench)).toEqual(['UpdateStage'])
  })

  it.each(["GET '/pets/{id}'", "'GET /pets/{id}'", "get '/pets/{id}'", "GET '~1pets~1{id}'"])(
    'understands it as %s',
    async (method) => {
      const bench = await withSandbox({ seed: CACHED })

      await bench.cli(`override ${method} --cache off --stage prod`)

      expect(await stored(bench)).toMatchObject({ '~1pets~1{id}/GET': { cachingEnabled: false } })
    },
  )

  it('sends no write the second time, and says so', async () => {
    const bench = await withSandbox({ seed: CACHED })
    await bench.cli('override POST /search --encrypt --stage prod')
    bench.sent()

    const { code, stdout } = await bench.cli('override POST /search --encrypt --stage prod')

    expect(stdout).toContain('= nothing to change, the override is so: pets / prod')
    expect(code).toBe(0)
    expect(writes(bench)).toEqual([])
  })

  it('shows its settings where none are given, and sends only reads', async () => {
    const bench = await withSandbox({ seed: CACHED })

    const { methods, changed } = await json(bench, 'override GET /pets')

    expect(methods).toMatchObject([{ method: 'GET', path: '/pets', source: 'stage-default', ttlSeconds: 60 }])
    expect(changed).toBe(false)
    expect(writes(bench)).toEqual([])
  })

  it('prints the exact request under --dry-run and sends only reads', async () => {
    const bench = await withSandbox({ seed: CACHED })

    const { requests } = await json(bench, "override GET '/pets/{id}' --cache off --ttl 5 --dry-run")

    expect(requests).toEqual([
      {
        service: 'API Gateway',
        method: 'PATCH',
        url: expect.stringMatching(/\/restapis\/aaaaaaaaaa\/stages\/prod$/),
        body: {
          patchOperations: [
            { op: 'replace', path: '/~1pets~1{id}/GET/caching/enabled', value: 'false' },
            { op: 'replace', path: '/~1pets~1{id}/GET/caching/ttlInSeconds', value: '5' },
          ],
        },
      },
    ])
    expect(writes(bench)).toEqual([])
  })

  it('reads the deployed API once', async () => {
    const bench = await withSandbox({ seed: CACHED })

    await bench.cli('override GET /pets --ttl 30 --stage prod')

    expect(bench.sent().filter((one) => one === 'GetExport')).toHaveLength(1)
  })

  it.each<Knobs['overrideInherit']>(['all', 'caching-only'])(
    'keeps logging, metrics and throttling, where AWS copies %s by itself',
    async (overrideInherit) => {
      const settings = { '*/*': { cachingEnabled: true, cacheTtlInSeconds: 60, ...WATCHED } }
      const bench = await withSandbox({ seed: seedOf({ settings }), knobs: { overrideInherit } })

      await bench.cli('override GET /pets --encrypt --stage prod')
      await bench.cli('override POST /search --ttl 5 --stage prod')

      const after = await stored(bench)
      expect(after['~1pets/GET']).toEqual({ ...after['*/*'], cacheDataEncrypted: true })
      expect(after['~1search/POST']).toEqual({ ...after['*/*'], cachingEnabled: false, cacheTtlInSeconds: 5 })
    },
  )

  it('says where it is inert', async () => {
    const bench = await withSandbox({
      seed: { apis: [{ ...seedOf().apis[0], name: 'pets', methods: METHODS, stages: { prod: {} } }] },
    })

    const { code, stderr } = await bench.cli('override GET /pets --cache on --stage prod')

    expect(stderr).toContain('stage prod of API pets has no cache: the override is inert until enable')
    expect(code).toBe(0)
  })

  it('takes a verb that an ANY method serves', async () => {
    const bench = await withSandbox({ seed: CACHED })

    expect(await json(bench, 'override PUT /any --ttl 5')).toMatchObject({
      methods: [{ method: 'PUT', path: '/any', caching: false, ttlSeconds: 5 }],
    })
  })
})

describe('override of what API Gateway does not have', () => {
  it.each([
    ['GET /pet', "did you mean 'GET /pets'?"],
    ['PUT /pets', "did you mean 'GET /pets'?"],
    ['ANY /pets', "did you mean 'GET /pets'?"],
    ["GET '/pets/{petId}'", "did you mean 'GET /pets/{id}'?"],
  ])('names the closest method: %s', async (method, hint) => {
    const bench = await withSandbox({ seed: CACHED })

    const { code, stdout, stderr } = await bench.cli(`override ${method} --ttl 5 --stage prod`)

    expect(stderr).toContain('error: API pets has no method')
    expect(stderr).toContain(hint)
    expect([code, stdout]).toEqual([1, ''])
    expect(writes(bench)).toEqual([])
  })

  it.each([
    "'*' --ttl 5",
    "'*' '*' --ttl 5",
    "'*/*' --ttl 5",
    "GET '/*' --ttl 5",
    "'GET /*' --ttl 5",
    "GET '~1*' --remove",
  ])('names defaults for all methods: %s', async (rest) => {
    const bench = await withSandbox({ seed: CACHED })

    const { code, stderr } = await bench.cli(`override ${rest} --stage prod`)

    expect(stderr).toContain('the settings of all of them are here:\n  apigw-cache defaults')
    expect(code).toBe(2)
    expect(bench.sent()).toEqual([])
  })

  it.each(["GET '/pets/*'", "'*' /pets", "'GET /v1*'"])('has no other wildcard: %s', async (method) => {
    const bench = await withSandbox({ seed: CACHED })

    const { code, stderr } = await bench.cli(`override ${method} --ttl 5 --stage prod`)

    expect(stderr).toContain('has a wildcard, which API Gateway would match with no method')
    expect(code).toBe(2)
    expect(bench.sent()).toEqual([])
  })

  it.each([
    ['', 'override names no method'],
    ['GET', '"GET" is not a method'],
    ['GET pets', '"GET pets" is not a method'],
    ['FETCH /pets', '"FETCH /pets" is not a method'],
    ['GET /pets /users', 'one word too many'],
    ['GET /pets --clean-strays', '--clean-strays takes no method'],
    ['--list --clean-strays', 'exclude each other'],
    ['GET /pets --list --ttl 5', '--list and a setting exclude each other'],
    ['GET /pets --remove --ttl 5', '--remove and a setting exclude each other'],
    ['GET /pets --all-settings', '--all-settings says nothing without --remove'],
  ])('refuses "%s" before anything is sent', async (rest, message) => {
    const bench = await withSandbox({ seed: CACHED })

    const { code, stderr } = await bench.cli(`override ${rest} --stage prod`)

    expect(stderr).toContain(message)
    expect(code).toBe(2)
    expect(bench.sent()).toEqual([])
  })
})

describe('override --cache on', () => {
  it('needs --accept-unkeyed where a path parameter or an identity is not in the key', async () => {
    const bench = await withSandbox({ seed: seedOf() })

    for (const [method, missing] of [
      ['GET /pets/{id}', 'is not keyed on path.id'],
      ['GET /orders', 'takes signed requests'],
    ]) {
      const { code, stderr } = await bench.cli(`override '${method}' --cache on --yes --stage prod`)
      expect(code).toBe(2)
      expect(stderr).toContain(`${method} ${missing}`)
      expect(writes(bench)).toEqual([])
      const accepted = await bench.cli(`override '${method}' --cache on --accept-unkeyed '${method}' --stage prod`)
      expect(accepted.code).toBe(0)
      bench.sent()
    }
  })

  it('does not ask about methods that it does not touch', async () => {
    const bench = await withSandbox({
      seed: seedOf({ settings: { '*/*': { cachingEnabled: true }, 'GET /pets': { cachingEnabled: false } } }),
    })

    expect((await bench.cli('override GET /pets --cache on --stage prod')).code).toBe(0)
  })

  it('says why AWS advises against another verb than GET, and asks', async () => {
    const bench = await withSandbox({ seed: CACHED })

    const no = await bench.cli('override POST /search --cache on --stage prod', { answers: [false] })
    expect(no.stderr).toContain('AWS advises to cache GET only')
    expect(no.stderr).toContain('? Cache POST /search? no')
    expect([no.code, no.stdout]).toEqual([3, ''])
    expect(await bench.cli('override POST /search --cache on --stage prod')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('repeat with --yes'),
    })
    expect(writes(bench)).toEqual([])

    expect((await bench.cli('override POST /search --cache on --yes --stage prod')).code).toBe(0)
    bench.sent()
    const again = await bench.cli('override POST /search --cache on --stage prod')
    expect(again.stdout).toContain('nothing to change')
    const more = await bench.cli('override POST /search --cache on --ttl 5 --stage prod')
    expect(more).toMatchObject({ code: 0, stderr: expect.not.stringContaining('advises') })
  })

  it('asks likewise where another verb becomes cached because its TTL is no longer 0', async () => {
    const settings = { 'POST /search': { cachingEnabled: true, cacheTtlInSeconds: 0 } }
    const bench = await withSandbox({ seed: seedOf({ settings }) })

    const { code, stderr } = await bench.cli('override POST /search --ttl 60 --stage prod', {
      answers: [false],
    })

    expect(stderr).toContain('? Cache POST /search? no')
    expect(code).toBe(3)
    expect(writes(bench)).toEqual([])
  })

  it('does not ask about another verb whose TTL stays 0', async () => {
    const settings = { 'POST /search': { cacheTtlInSeconds: 0 } }
    const { cli } = await withSandbox({ seed: seedOf({ settings }) })

    expect((await cli('override POST /search --cache on --stage prod')).code).toBe(0)
  })

  it('says under --dry-run what would be asked', async () => {
    const bench = await withSandbox({ seed: CACHED })

    const { code, stderr } = await bench.cli('override POST /search --cache on --dry-run --stage prod')

    expect(stderr).toContain('would ask: Cache POST /search?')
    expect(code).toBe(0)
    expect(writes(bench)).toEqual([])
  })

  it('turns on only GET of an ANY method, and leaves verbs with a method of their own', async () => {
    const bench = await withSandbox({ seed: seedOf() })

    const { methods } = await json(bench, 'override ANY /any --cache on')

    const cached = (is: boolean) =>
      methods
        .filter(({ caching }: { caching: boolean }) => caching === is)
        .map(({ method }: { method: string }) => method)
    expect(cached(true)).toEqual(['GET'])
    expect(cached(false).sort()).toEqual(['HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])
    const after = await stored(bench)
    expect(Object.keys(after)).toHaveLength(6)
    expect(after).not.toHaveProperty(['~1any/DELETE'])
    expect(after).not.toHaveProperty(['~1any/ANY'])
  })

  it('refuses to turn on ANY where GET is a method of its own, and names that one', async () => {
    const [api] = seedOf().apis
    if (!api) throw new Error('there is no API')
    const seed = { apis: [{ ...api, methods: { ...METHODS, 'GET /any': MOCK } }] }
    const bench = await withSandbox({ seed })

    const { code, stderr } = await bench.cli('override ANY /any --cache on --stage prod')

    expect(stderr).toContain('ANY /any does not serve GET, which is a method of its own')
    expect(stderr).toContain('\n  apigw-cache override GET /any --cache on --api aaaaaaaaaa --stage prod')
    expect(code).toBe(2)
    expect(writes(bench)).toEqual([])
    expect((await bench.cli('override ANY /any --cache off --ttl 60 --stage prod')).code).toBe(0)
  })
})

describe('override --remove', () => {
  it('deletes the entry, and the method follows the defaults again', async () => {
    const bench = await withSandbox({ seed: CACHED })
    await bench.cli('override GET /pets --ttl 30 --stage prod')

    const { changed, methods } = await json(bench, 'override GET /pets --remove')

    expect(changed).toBe(true)
    expect(methods).toMatchObject([{ method: 'GET', path: '/pets', source: 'stage-default', ttlSeconds: 60 }])
    expect(Object.keys(await stored(bench))).toEqual(['*/*'])
  })

  it('has nothing to do where there is no override', async () => {
    const bench = await withSandbox({ seed: CACHED })

    const { code, stdout } = await bench.cli('override GET /pets --remove --stage prod')

    expect(stdout).toContain('= nothing to remove')
    expect(code).toBe(0)
    expect(writes(bench)).toEqual([])
  })

  it('keeps an entry with throttling of its own, gives it the caching of the defaults, and says so', async () => {
    const bench = await withSandbox({
      seed: seedOf({
        settings: {
          '*/*': { cachingEnabled: true, cacheTtlInSeconds: 60 },
          'GET /pets': { cachingEnabled: false, throttlingBurstLimit: 5 },
        },
      }),
    })

    const { code, stdout, stderr } = await bench.cli('override GET /pets --remove --stage prod')

    expect(stderr).toContain('GET /pets keeps its own burstLimit 5')
    expect(stdout).toContain('✓ caching is that of the defaults')
    expect(await stored(bench)).toMatchObject({
      '~1pets/GET': { cachingEnabled: true, cacheTtlInSeconds: 60, throttlingBurstLimit: 5 },
    })
    expect(code).toBe(0)
    expect((await json(bench, 'override GET /pets --remove')).changed).toBe(false)
    expect(writes(bench)).toEqual([])
  })

  it('deletes such an entry with --all-settings, after asking', async () => {
    const settings = { '*/*': {}, 'GET /pets': { throttlingBurstLimit: 5 } }
    const bench = await withSandbox({ seed: seedOf({ settings }) })
    const command = 'override GET /pets --remove --all-settings --stage prod'

    expect((await bench.cli(command, { answers: [false] })).code).toBe(3)
    expect((await bench.cli(command)).code).toBe(2)
    expect(writes(bench)).toEqual([])
    expect((await bench.cli(command, { answers: [true] })).code).toBe(0)
    expect(Object.keys(await stored(bench))).toEqual(['*/*'])
  })

  it('guards a GET that would be cached without its path parameter', async () => {
    const bench = await withSandbox({
      seed: seedOf({
        settings: { '*/*': { cachingEnabled: true }, 'GET /pets/{id}': { cachingEnabled: false } },
      }),
    })

    const { code, stderr } = await bench.cli("override GET '/pets/{id}' --remove --yes --stage prod")

    expect(stderr).toContain("repeat with --accept-unkeyed 'GET /pets/{id}'")
    expect(code).toBe(2)
    expect(writes(bench)).toEqual([])
  })

  it('warns where the method goes on being cached without what tells callers apart', async () => {
    const bench = await withSandbox({ seed: CACHED })
    const name = "'/pets/{id}'"
    await bench.cli(`override GET ${name} --ttl 30 --stage prod`)

    const { code, stdout, stderr } = await bench.cli(`override GET ${name} --remove --stage prod`)
    const again = await bench.cli(`override GET ${name} --remove --stage prod`)
    const status = await bench.cli('status --methods --stage prod')

    expect(code).toBe(0)
    expect(stdout).toContain('✓ the override is gone')
    const what = "GET /pets/{id} is still cached, as the defaults say, and answers one caller with another's data"
    expect(stderr).toContain(`${what}: GET /pets/{id} is not keyed on path.id:\n`)
    expect(stderr).toContain('apigw-cache doctor --api aaaaaaaaaa --stage prod')
    expect(again.stderr).not.toContain('still cached')
    expect(status.stdout).toContain('warning path-parameter-not-in-key: GET /pets/{id} is cached without')
  })

  it('has no such warning where the defaults do not cache', async () => {
    const bench = await withSandbox({
      seed: seedOf({ settings: { 'GET /pets/{id}': { cachingEnabled: true } } }),
    })

    const { code, stderr } = await bench.cli("override GET '/pets/{id}' --remove --stage prod")

    expect(code).toBe(0)
    expect(stderr).not.toContain('still cached')
  })

  it('removes what is left of a method that is gone from the API', async () => {
    const bench = await withSandbox({ seed: seedOf({ settings: { 'DELETE /old': {} } }) })

    expect((await bench.cli('override DELETE /old --remove --stage prod')).code).toBe(0)
    expect(await stored(bench)).toEqual({})
  })
})

describe('override --list', () => {
  it('lists the methods with settings of their own, also one that is gone from the API', async () => {
    const bench = await withSandbox({
      seed: seedOf({ settings: { '*/*': {}, 'GET /pets': { cachingEnabled: true }, 'GET /gone': {} } }),
    })

    const { methods } = await json(bench, 'override --list')

    expect(methods).toMatchObject([
      { method: 'GET', path: '/gone', source: 'override', cached: false, keys: null },
      { method: 'GET', path: '/pets', source: 'override', cached: true, keys: [] },
    ])
    expect((await bench.cli('override --list --stage prod -o text')).stdout).toMatch(
      /^GET\t\/gone\tfalse.*\nGET\t\/pets\ttrue.*\n$/,
    )
  })

  it('shows those of one method, or of every verb of a path', async () => {
    const settings = { 'GET /pets': { cachingEnabled: true }, 'GET /gone': {}, 'POST /pets': {} }
    const bench = await withSandbox({ seed: seedOf({ settings }) })
    const listed = async (words: string) =>
      (await json(bench, `override ${words} --list`)).methods.map(
        ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`,
      )

    expect(await listed('GET /pets')).toEqual(['GET /pets'])
    expect(await listed('ANY /pets')).toEqual(['GET /pets', 'POST /pets'])
    const { code, stdout } = await bench.cli('override GET /users --list --stage prod')
    expect(stdout).toContain('no method has settings of its own')
    expect(code).toBe(0)
  })

  it('marks those of methods that do not exist', async () => {
    const bench = await withSandbox({
      seed: seedOf({ settings: { 'GET /pets': {}, 'GET /gone': {}, 'PUT /any': {} } }),
    })

    const { stdout } = await bench.cli('override --list --stage prod')
    const { methods } = await json(bench, 'override --list')

    expect(stdout).toMatch(/\/gone .* own setting, no such method\n/)
    expect(stdout.match(/no such method/g)).toHaveLength(1)
    expect(methods.map(({ noSuchMethod }: Record<string, unknown>) => noSuchMethod)).toEqual([
      undefined,
      true,
      undefined,
    ])
  })

  it('says so where there are none', async () => {
    const { cli } = await withSandbox({ seed: seedOf() })

    expect((await cli('override --list --stage prod')).stdout).toContain('no method has settings of its own')
    expect((await cli('override --list --stage prod -o csv')).stdout).toMatch(/^method,path,.*\n$/)
  })
})
