import { describe, expect, it } from 'vitest'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const MOCK: SeedMethod = { integration: { type: 'MOCK' } }

const seedOf = (settings: Seed['apis'][number]['stages'][string]['settings'] = {}): Seed => ({
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: { 'GET /pets': MOCK, 'GET /a/b': MOCK, 'GET /pets/{id}': MOCK, 'POST /a/b': MOCK },
      stages: { prod: { cluster: '0.5', settings } },
    },
  ],
})

const STRAYS = seedOf({
  '*/*': {},
  'pets/GET': { cachingEnabled: true, cacheTtlInSeconds: 5, loggingLevel: 'ERROR' },
  'a/b/GET': { cachingEnabled: true, cacheTtlInSeconds: 6 },
  '/a/b/POST': { cacheTtlInSeconds: 7 },
})

const writes = ({ sent }: Bench) => sent().filter((one) => !one.startsWith('Get'))
const json = async ({ cli }: Bench, command: string) =>
  JSON.parse((await cli(`${command} --stage prod -o json`)).stdout)

describe('stray method keys', () => {
  it('are listed with the spelling that they should have, and whether they count', async () => {
    const bench = await withSandbox({ seed: STRAYS })

    const { methods, strays } = await json(bench, 'override --list')
    const { stdout } = await bench.cli('override --list --stage prod')

    expect(strays).toEqual([
      { key: 'pets/GET', canonical: '~1pets/GET', method: 'GET', path: '/pets', decides: true },
      { key: 'a/b/GET', canonical: '~1a~1b/GET', method: 'GET', path: '/a/b', decides: false },
      { key: '/a/b/POST', canonical: '~1a~1b/POST', method: 'POST', path: '/a/b', decides: false },
    ])
    expect(methods).toMatchObject([{ method: 'GET', path: '/pets', source: 'override', ttlSeconds: 5 }])
    expect(stdout).toContain('entries that API Gateway spells otherwise (override --clean-strays moves them)')
    expect(stdout).toMatch(/a\/b\/GET +~1a~1b\/GET +without effect/)
    expect(stdout).toMatch(/pets\/GET +~1pets\/GET +taken all the same/)
  })

  it('are moved in one batch with all their values, after asking', async () => {
    const bench = await withSandbox({ seed: STRAYS })

    const { code, stdout, stderr } = await bench.cli('override --clean-strays --stage prod -o json', {
      answers: [true],
    })

    expect(stderr).toContain('a/b/GET becomes ~1a~1b/GET')
    expect(stderr).toContain('Terraform')
    expect(writes(bench)).toEqual(['UpdateStage'])
    const { strays, methods, changed } = JSON.parse(stdout)
    expect(changed).toBe(true)
    expect(strays).toEqual([])
    expect(methods).toMatchObject([
      { method: 'GET', path: '/a/b', source: 'override', caching: true, ttlSeconds: 6 },
      { method: 'POST', path: '/a/b', source: 'override', caching: false, ttlSeconds: 7 },
      { method: 'GET', path: '/pets', source: 'override', caching: true, ttlSeconds: 5 },
    ])
    expect(code).toBe(0)
  })

  it('ask before another verb than GET is cached by the move, and warn of it with --yes too', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'a/b/POST': { cachingEnabled: true } }) })

    const no = await bench.cli('override --clean-strays --stage prod', { answers: [true, false] })
    expect(no.stderr).toContain('? Cache POST /a/b? no')
    expect(no.code).toBe(3)
    expect(writes(bench)).toEqual([])

    const yes = await bench.cli('override --clean-strays --yes --stage prod')
    expect(yes.stderr).toContain('AWS advises to cache GET only: a cached answer to POST /a/b means')
    expect(yes.code).toBe(0)
    expect(writes(bench)).toEqual(['UpdateStage'])
  })

  it('do not ask about a verb that is cached already, or has TTL 0', async () => {
    const bench = await withSandbox({
      seed: seedOf({
        'pets/POST': { cachingEnabled: true },
        'a/b/POST': { cachingEnabled: true, cacheTtlInSeconds: 0 },
      }),
    })

    const { code, stderr } = await bench.cli('override --clean-strays --stage prod', { answers: [true] })

    expect(stderr).not.toContain('AWS advises')
    expect(code).toBe(0)
  })

  it('are dropped beside the canonical entry, and what is lost with them is named', async () => {
    const bench = await withSandbox({
      seed: seedOf({
        '~1pets/GET': { cachingEnabled: true },
        'pets/GET': { cachingEnabled: false, throttlingRateLimit: 1 },
      }),
    })

    const { stderr } = await bench.cli('override --clean-strays --stage prod', { answers: [true] })

    expect(stderr).toContain('pets/GET is dropped: ~1pets/GET exists, its own values (caching off, rate 1) are lost')
    expect(stderr).not.toContain('becomes')
    expect(stderr).toContain('? Remove the stray entries (1)? yes')
  })

  it('name what is lost with all but one of several', async () => {
    const bench = await withSandbox({
      seed: seedOf({
        '/a/b/GET': { cacheTtlInSeconds: 7, loggingLevel: 'ERROR' },
        'a/b/GET': { cacheTtlInSeconds: 6 },
        '~1pets/GET': {},
        'pets/GET': {},
      }),
    })

    const { stderr } = await bench.cli('override --clean-strays --stage prod', { answers: [true] })

    expect(stderr).toContain('a/b/GET becomes ~1a~1b/GET\n')
    expect(stderr).toContain(
      '/a/b/GET is dropped: a/b/GET becomes ~1a~1b/GET, its own values (TTL 7 s, logging ERROR) are lost',
    )
    expect(stderr).toContain('pets/GET is dropped: ~1pets/GET exists and has the same values')
    expect(stderr).toContain('? Move stray entries (1), so that they take effect, and remove others (2)? yes')
  })

  it('of methods that the API does not have are only removed', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'nope/POST': { cachingEnabled: true } }) })

    const { code, stdout, stderr } = await bench.cli('override --clean-strays --yes --stage prod -o json')

    expect(stderr).toContain('nope/POST is removed: no such method, POST /nope')
    expect(stderr).not.toContain('AWS advises')
    expect(JSON.parse(stdout)).toMatchObject({ changed: true, strays: [] })
    expect((await json(bench, 'override --list')).methods).toEqual([])
    expect(code).toBe(0)
  })

  it('are moved with their values where the deployed methods may not be read', async () => {
    const Statement = [
      { Effect: 'Allow' as const, Action: 'apigateway:*', Resource: '*' },
      {
        Effect: 'Deny' as const,
        Action: 'apigateway:GET',
        Resource: 'arn:aws:apigateway:us-east-1::*/exports/*',
      },
    ]
    const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
    const { cli } = await withSandbox({
      seed: { identities: [ann], ...seedOf({ 'nope/GET': { cacheTtlInSeconds: 7 } }) },
      iam: 'enforce',
    })
    const env = { AWS_ACCESS_KEY_ID: ann.accessKeyId, AWS_SECRET_ACCESS_KEY: ann.secretAccessKey }

    const { code, stderr } = await cli('override --clean-strays --yes --stage prod', { env })

    expect(stderr).toContain('nope/GET becomes ~1nope/GET')
    expect(code).toBe(0)
  })

  it('stay where the answer is no, or nobody is there to ask', async () => {
    const bench = await withSandbox({ seed: STRAYS })

    expect((await bench.cli('override --clean-strays --stage prod', { answers: [false] })).code).toBe(3)
    expect(await bench.cli('override --clean-strays --stage prod')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('repeat with --yes'),
    })
    expect(writes(bench)).toEqual([])
  })

  it('are shown as exact requests under --dry-run', async () => {
    const bench = await withSandbox({
      seed: seedOf({ '~1a~1b/GET': {}, '/a/b/GET': { cachingEnabled: true } }),
    })

    const { requests } = await json(bench, 'override --clean-strays --dry-run')

    expect(requests).toMatchObject([{ body: { patchOperations: [{ op: 'remove', path: '//a/b/GET' }] } }])
    expect(writes(bench)).toEqual([])
  })

  it('are gone afterwards: the second run sends no write', async () => {
    const bench = await withSandbox({ seed: STRAYS })
    await bench.cli('override --clean-strays --yes --stage prod')
    bench.sent()

    const { code, stdout } = await bench.cli('override --clean-strays --stage prod')

    expect(stdout).toContain('= there are no stray entries')
    expect(stdout).not.toContain('no method has settings of its own')
    expect(code).toBe(0)
    expect(writes(bench)).toEqual([])
  })

  it('need --accept-unkeyed where the move makes them cache without a path parameter', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'pets/{id}/GET': { cachingEnabled: true } }) })

    const { code, stderr } = await bench.cli('override --clean-strays --yes --stage prod')

    expect(stderr).toContain("repeat with --accept-unkeyed 'GET /pets/{id}'")
    expect(code).toBe(2)
    expect(writes(bench)).toEqual([])
  })

  it('are mentioned by an override of the same method, which takes their values where they count', async () => {
    const bench = await withSandbox({ seed: STRAYS })

    const { stderr } = await bench.cli('override GET /pets --encrypt --stage prod')

    expect(stderr).toContain('GET /pets also has the stray entry pets/GET:\n  apigw-cache override --clean-strays')
    expect((await json(bench, 'override GET /pets')).methods).toMatchObject([
      { caching: true, ttlSeconds: 5, encrypted: true },
    ])
  })

  it('are removed with their method, in every spelling', async () => {
    const bench = await withSandbox({
      seed: seedOf({ 'a/b/GET': {}, '/a/b/GET': {}, '~1a~1b/GET': {} }),
    })

    expect(await json(bench, 'override GET /a/b --remove')).toMatchObject({ changed: true, strays: [] })
    expect(writes(bench)).toEqual(['UpdateStage'])
  })
})
