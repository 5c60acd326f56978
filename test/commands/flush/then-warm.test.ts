import { describe, expect, it } from 'vitest'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { behind } from '../../support/elsewhere.js'

const PETS: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-pets' }, keys: ['path.id'] }
const USERS: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } }
const GUARDED: SeedMethod = {
  ...USERS,
  authorizer: { name: 'gate', type: 'REQUEST', identitySource: 'method.request.querystring.t' },
}
const CACHED = { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } as const
const seedOf = (stage: Seed['apis'][number]['stages'][string] = CACHED): Seed => ({
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets/{id}': PETS, 'GET /users': GUARDED },
      stages: { prod: stage },
    },
  ],
})
const files = {
  'urls.txt': '/pets/1\n/pets/2\n',
  'bad.txt': '/pets/1\npets/2\n',
  'users.txt': '/users?t=1\n',
}

async function bench(options: Parameters<typeof withSandbox>[0]): Promise<Bench> {
  const made = await withSandbox(options)
  made.clock.advance(1237)
  return made
}

const paths = ({ sandbox }: Bench) =>
  sandbox.requests().map(({ service, path }) => `${service} ${path.replace(/^.*_user_request_/, '')}`)
const flushes = (one: Bench) => paths(one).filter((path) => path.endsWith('/cache/data')).length

const SIGNED: SeedMethod = { ...USERS, authorization: 'AWS_IAM' }
const signedSeed = (): Seed => ({
  apis: [
    {
      ...{ id: 'aaaaaaaaaa', name: 'pets', stages: { prod: CACHED } },
      methods: {
        'GET /pets/{id}': PETS,
        'GET /orders': SIGNED,
        'GET /me': { ...USERS, apiKeyRequired: true },
      },
    },
  ],
  apiKeys: [{ value: 'right-api-key' }],
})

describe('what flush --then-warm sends', () => {
  it('is signed with --sign, and without it refused before anything is flushed', async () => {
    const one = await bench({ seed: signedSeed() })
    const lists = { files: { 'urls.txt': '/orders\n/orders?a=1\n' } }
    const command = 'flush --then-warm urls.txt --stage prod --yes --accept-unkeyed all -o json'

    const without = await one.cli(command, lists)
    expect(without.stderr).toContain('every URL of --then-warm takes signed requests only')
    expect(without.stderr).toContain('--sign')
    expect(without.code).toBe(2)
    expect(flushes(one)).toBe(0)

    const signed = await one.cli(`${command} --sign`, lists)
    expect(JSON.parse(signed.stdout).warm).toMatchObject({
      passed: true,
      reports: [{ status: 200 }, { status: 200 }],
    })
    expect(signed.code).toBe(0)
  })

  it('has the headers and the API key that are given', async () => {
    const one = await bench({ seed: signedSeed() })

    const { code, stdout, stderr } = await one.cli(
      "flush --then-warm - --stage prod --yes --api-key right-api-key --header 'X-Tenant: a' --accept-unkeyed all -o json",
      { stdin: '/me' },
    )

    expect(JSON.parse(stdout).warm.reports).toMatchObject([{ status: 200, cached: true }])
    expect(stdout + stderr).not.toContain('right-api-key')
    expect(code).toBe(0)
  })

  it('is doubted before anything is asked or flushed', async () => {
    const one = await bench({ seed: signedSeed() })

    const { code, stderr } = await one.cli('flush --then-warm - --stage prod', {
      stdin: '/orders\n/pets/1\n/pets/1',
      answers: [false],
    })

    const doubt = stderr.indexOf('--sign is needed, as only signed requests are served: GET /orders')
    expect(doubt).toBeGreaterThan(-1)
    expect(doubt).toBeLessThan(stderr.indexOf('Flush the cache of stage prod?'))
    expect(stderr).toContain('1 URL named before')
    expect(code).toBe(3)
    expect(flushes(one)).toBe(0)
  })

  it.each(['--sign', '--api-key k', "--header 'X-A: 1'"])('is nothing without it: %s', async (flag) => {
    const one = await bench({ seed: signedSeed() })

    const { code, stderr } = await one.cli(`flush --stage prod --yes ${flag}`)

    expect(stderr).toContain('is for --then-warm, which is not there')
    expect(code).toBe(2)
    expect(flushes(one)).toBe(0)
  })

  it('is shown as far as it came when it is interrupted', async () => {
    const one = await bench({ seed: seedOf() })

    const { code, stdout, stderr } = await one.cli('flush --then-warm - --stage prod --yes -o json -v', {
      stdin: Array.from({ length: 300 }, (_, n) => `/pets/${n}`).join('\n'),
      interruptAt: 'of 300 asked for',
    })

    const { changed, warm } = JSON.parse(stdout)
    expect(changed).toBe(true)
    expect(warm.reports.length).toBeGreaterThan(50)
    expect(warm).toMatchObject({ passed: false, stopped: expect.stringContaining('interrupted; ') })
    expect(stderr).toMatch(/the cache was flushed, and then: interrupted after \d+ of 300 URLs were asked for/)
    expect(code).toBe(130)
  })
})

describe('flush --then-warm, interrupted between the flush and the first request', () => {
  it('does not say that nothing was changed', async () => {
    const one = await bench({ seed: seedOf() })
    const interrupt = new AbortController()
    let isFlushed = false
    const env = await behind(one, async ({ method, path, forward }) => {
      isFlushed ||= method === 'DELETE'
      if (isFlushed && path.includes('/exports/')) interrupt.abort()
      return forward()
    })

    const { code, stdout, stderr } = await one.cli('flush --then-warm - --stage prod --yes', {
      ...{ stdin: '/pets/1', env, interrupt },
    })

    expect(stderr).toContain('error: the cache was flushed, and then: interrupted\n')
    expect(stderr).toContain('apigw-cache status --api aaaaaaaaaa --stage prod')
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  })
})

describe('flush --then-warm', () => {
  it('flushes, waits, warms the list, and tells both', async () => {
    const one = await bench({ seed: seedOf() })

    const { code, stdout } = await one.cli('flush --then-warm urls.txt --stage prod --yes -o json', { files })

    expect(JSON.parse(stdout)).toMatchObject({
      cluster: { status: 'AVAILABLE' },
      changed: true,
      warm: { passed: true, stopped: null, reports: [{ cached: true }, { cached: true }] },
    })
    expect(code).toBe(0)
    const sent = paths(one)
    const flush = sent.findIndex((path) => path.endsWith('/cache/data'))
    expect(sent.indexOf('execute-api /pets/1')).toBeGreaterThan(flush)
  })

  it('shows both on one screen', async () => {
    const { cli } = await bench({ seed: seedOf() })

    const { stdout } = await cli('flush --then-warm - --stage prod --yes', { stdin: '/pets/1' })

    expect(stdout).toContain('✓ the cache is empty and serves')
    expect(stdout).toContain('✓ 1 of 1 URL is served from the cache')
  })

  it.each([
    ['bad.txt --yes', 'bad.txt:2: "pets/2" is neither a path nor a URL', 2],
    ['none.txt --yes', 'there is no file "none.txt"', 2],
    ['none.txt --yes', 'check --then-warm', 2],
    ['urls.txt --yes --no-wait', '--then-warm and --no-wait exclude each other', 2],
    ['urls.txt --yes --authorizers', '--then-warm and --authorizers exclude each other', 2],
    ['users.txt --yes', 'GET /users is cached without querystring.t in its key', 2],
    ['urls.txt', 'flush loses every entry, and there is no terminal to ask on', 2],
  ])('refuses %s before anything is flushed', async (flags, message, expected) => {
    const one = await bench({ seed: seedOf() })

    const { code, stderr } = await one.cli(`flush --stage prod --then-warm ${flags}`, { files })

    expect(stderr).toContain(message)
    expect(code).toBe(expected)
    expect(flushes(one)).toBe(0)
  })

  it('warms what an identity was accepted for', async () => {
    const one = await bench({ seed: seedOf() })

    const { code, stdout } = await one.cli(
      "flush --then-warm users.txt --stage prod --yes --accept-unkeyed 'GET /users' -o json",
      { files },
    )

    expect(JSON.parse(stdout).warm.reports).toMatchObject([{ status: 200, cached: true }])
    expect(code).toBe(0)
  })

  it('refuses where nothing would be stored afterwards', async () => {
    const one = await bench({ seed: seedOf({ settings: CACHED.settings }) })

    const { code, stderr } = await one.cli('flush --then-warm urls.txt --stage prod --yes', { files })

    expect(stderr).toContain('stage prod of API pets has no cache cluster: nothing would be stored')
    expect(code).toBe(1)
    expect(flushes(one)).toBe(0)
  })

  it('says no by its exit code where warming was stopped, and says that the cache was flushed', async () => {
    const one = await bench({ seed: seedOf(), faults: { backendErrorRate: 1 } })
    const many = { 'urls.txt': Array.from({ length: 9 }, (_, n) => `/pets/${n}`).join('\n') }

    const { code, stdout } = await one.cli('flush --then-warm urls.txt --stage prod --yes', { files: many })

    expect(stdout).toContain('✓ the cache is empty and serves')
    expect(stdout).toMatch(/stopped: 3 of the last 3 requests failed \(500\); \d of 9 URLs were asked for/)
    expect(code).toBe(6)
  })

  it('keeps everything back in a dry run, and says what it would warm', async () => {
    const one = await bench({ seed: seedOf() })

    const { code, stdout, stderr } = await one.cli('flush --then-warm urls.txt --stage prod --dry-run', {
      files,
    })

    expect(stdout).toContain('DELETE ')
    expect(stderr).toContain('would then warm 2 URLs')
    expect(code).toBe(0)
    expect(paths(one).filter((path) => path.startsWith('execute-api') || path.endsWith('/cache/data'))).toEqual([])
  })

  it('says in a dry run what an identity would be refused for', async () => {
    const one = await bench({ seed: seedOf() })

    const { code, stdout, stderr } = await one.cli('flush --then-warm users.txt --stage prod --dry-run', {
      files,
    })

    expect(stderr).toContain('warning: would be refused: GET /users is cached without querystring.t in its key')
    expect(stdout).toContain('DELETE ')
    expect(code).toBe(0)
  })
})
