import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, runCli, withSandbox } from '../../support/cli.js'
import { FakeClock } from '../../support/clock.js'

const PETS: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-pets' }, keys: ['path.id'] }
const USERS: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } }
const SIGNED: SeedMethod = { ...USERS, authorization: 'AWS_IAM' }
const seedOf = (methods: Readonly<Record<string, SeedMethod>>): Seed => ({
  apis: [
    {
      ...{ id: 'aaaaaaaaaa', name: 'pets', methods },
      stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } } } },
    },
  ],
})

async function bench(methods: Readonly<Record<string, SeedMethod>>): Promise<Bench> {
  const made = await withSandbox({ seed: seedOf(methods) })
  made.clock.advance(1237)
  return made
}

const asked = ({ sandbox }: Bench) =>
  sandbox
    .requests()
    .filter(({ service }) => service === 'execute-api')
    .map(({ path }) => path.replace(/^.*_user_request_/, ''))

describe('warm with an identity', () => {
  it.each([
    ["/users --header 'Authorization: Bearer x'", 'header.Authorization'],
    ['/users --api-key k', 'header.x-api-key'],
    ['/orders --sign', 'the signature'],
  ])('refuses %s before anything is asked, as the answer would be stored for everyone', async (flags, key) => {
    const one = await bench({ 'GET /users': USERS, 'GET /orders': SIGNED })

    const { code, stderr } = await one.cli(`warm ${flags} --stage prod`)

    expect(stderr).toContain(`is cached without ${key} in its key: this answer would be stored for everyone`)
    expect(stderr).toMatch(/mend it; this says how:\n {2}apigw-cache doctor .*--stage prod/)
    expect(stderr).toContain('--accept-unkeyed')
    expect(code).toBe(2)
    expect(asked(one)).toEqual([])
  })

  it('asks in a terminal, and a no sends nothing', async () => {
    const one = await bench({ 'GET /users': USERS })

    const { code } = await one.cli("warm /users --stage prod --header 'Cookie: s=1'", { answers: [false] })

    expect(code).toBe(3)
    expect(asked(one)).toEqual([])
  })

  it('signs with --sign what takes signed requests only, and tells to do so without', async () => {
    const one = await bench({ 'GET /orders': SIGNED })

    const without = await one.cli('warm /orders --stage prod')
    expect(without.stderr).toContain('warning: --sign is needed, as only signed requests are served: GET /orders')
    expect(without.stdout).toContain('it takes signed requests only: use --sign')
    expect(without.code).toBe(6)

    const signed = await one.cli("warm /orders --stage prod --sign --accept-unkeyed 'GET /orders' -o json")
    expect(JSON.parse(signed.stdout).reports).toMatchObject([{ status: 200, cached: true }])
    expect(signed.code).toBe(0)
  })

  it('refuses to sign where the signature is in the cache key', async () => {
    const one = await bench({ 'GET /orders': { ...SIGNED, keys: ['header.Authorization'] } })

    const { code, stderr } = await one.cli('warm /orders --stage prod --sign')

    expect(stderr).toContain('header.Authorization is in the cache key of GET /orders')
    expect(stderr).toContain('apigw-cache keys remove GET /orders header.Authorization')
    expect(code).toBe(2)
    expect(asked(one)).toEqual([])
  })

  it('writes no secret anywhere', async () => {
    const one = await bench({ 'GET /users': { ...USERS, keys: ['header.X-Token'] } })

    const { code, stdout, stderr } = await one.cli(
      "warm /users --stage prod --header 'X-Token: s3cr3t-value' --verbose -o json",
    )

    expect(code).toBe(0)
    expect(stdout + stderr).not.toContain('s3cr3t-value')
  })
})

describe('warm from an OpenAPI document', () => {
  const document = `openapi: 3.0.0
paths:
  /pets/{id}:
    parameters: [{ name: id, in: path, required: true, example: 7 }]
    get: {}
  /users:
    get:
      parameters: [{ name: type, in: query, required: true, schema: { type: string } }]
`

  it('asks for what it has examples of, and names the rest', async () => {
    const one = await bench({ 'GET /pets/{id}': PETS, 'GET /users': USERS })

    const { code, stderr } = await one.cli('warm --openapi api.yaml --stage prod', {
      files: { 'api.yaml': document },
    })

    expect(stderr).toContain('warning: skipped, because api.yaml has no example for it: GET /users (querystring.type)')
    expect(asked(one)).toEqual(['/pets/7', '/pets/7'])
    expect(code).toBe(0)
  })

  it('refuses a document without any', async () => {
    const one = await bench({ 'GET /users': USERS })

    const { code, stderr } = await one.cli('warm --openapi api.yaml --stage prod', {
      files: { 'api.yaml': document.replace(', example: 7', '') },
    })

    expect(stderr).toContain('api.yaml has no GET operation that can be asked for')
    expect(stderr).toContain('GET /pets/{id} (path.id); GET /users (querystring.type)')
    expect(code).toBe(2)
  })

  it('warms what API Gateway itself exports', async () => {
    const one = await bench({ 'GET /users': USERS, 'POST /users': USERS })
    const exported = JSON.stringify({ openapi: '3.0.1', paths: { '/users': { get: {}, post: {} } } }, null, '\t')

    const { code } = await one.cli('warm --openapi api.json --stage prod', {
      files: { 'api.json': exported },
    })

    expect(asked(one)).toEqual(['/users', '/users'])
    expect(code).toBe(0)
  })
})

describe('warm of what is nobody knows where', () => {
  it('asks any server without AWS, and claims nothing that was not shown', async () => {
    const clock = new FakeClock(Date.UTC(2026, 0, 1, 9, 30, 12, 345))
    const server = createServer((_, response) => response.end('always the same'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo

    const { code, stdout } = await runCli(`warm http://127.0.0.1:${port}/ -o json`, clock, {})

    expect(JSON.parse(stdout)).toMatchObject({ passed: true, reports: [{ status: 200, cached: null }] })
    expect(code).toBe(0)
  })

  it('fails where nothing listens, and tells a part from the whole', async () => {
    const one = await bench({ 'GET /users': USERS })
    const url = `${one.sandbox.apis[0]?.stages[0]?.invokeUrl}/users`

    const nowhere = await one.cli('warm http://127.0.0.1:9/x')
    expect(nowhere.stderr).toContain('nothing listens at 127.0.0.1:9')
    expect(nowhere.stdout).toBe('')
    expect(nowhere.code).toBe(1)

    const partly = await one.cli(['warm', url, 'http://127.0.0.1:9/x', '-o', 'json'])
    expect(JSON.parse(partly.stdout)).toMatchObject({
      passed: false,
      reports: [{ cached: true }, { status: 0, cached: null, reason: 'nothing listens at 127.0.0.1:9' }],
    })
    expect(partly.code).toBe(7)
  })

  it('refuses a path that no method answers, before anything is asked', async () => {
    const one = await bench({ 'GET /users': USERS })

    const { code, stderr } = await one.cli('warm /users /user --stage prod')

    expect(stderr).toContain('no method of the deployed API answers GET /user')
    expect(code).toBe(1)
    expect(asked(one)).toEqual([])
  })
})

describe('warm as a program', () => {
  it('prints its requests in a dry run, and says what it would refuse', async () => {
    const one = await bench({ 'GET /users': USERS })

    const { code, stdout, stderr } = await one.cli("warm /users --header 'Cookie: s=1' --stage prod --dry-run -o json")

    const url = `${one.sandbox.apis[0]?.stages[0]?.invokeUrl}/users`
    expect(JSON.parse(stdout)).toEqual({
      requests: [{ service: 'execute-api', method: 'GET', url, body: null }],
    })
    expect(stderr).toContain('would be refused: GET /users is cached without header.Cookie')
    expect(code).toBe(0)
    expect(asked(one)).toEqual([])
  })

  it('tells a log every half minute how far it is', async () => {
    const one = await bench({ 'GET /pets/{id}': PETS })
    const list = Array.from({ length: 100 }, (_, n) => `/pets/${n}`).join('\n')

    const { stderr } = await one.cli('warm --from - --rate 1 --stage prod', { stdin: list })

    const lines = stderr.split('\n').filter((line) => line.includes('of 100 asked for'))
    expect(lines[0]).toMatch(/^\d\d of 100 asked for(, \d+ looked at again)?, 30 s$/)
    expect(lines.length).toBeGreaterThanOrEqual(6)
    expect(lines.length).toBeLessThanOrEqual(8)
  })

  it('says how far it came when it is interrupted', async () => {
    const one = await bench({ 'GET /pets/{id}': PETS })
    const list = Array.from({ length: 100 }, (_, n) => `/pets/${n}`).join('\n')

    const { code, stderr, stdout } = await one.cli('warm --from - --rate 1 --stage prod', {
      stdin: list,
      interruptAt: 'of 100 asked for',
    })

    expect(stderr).toMatch(
      /error: interrupted after 3\d of 100 URLs were asked for, the last one http:\S+\/pets\/[23]\d\n/,
    )
    expect(stdout.split('\n').filter((line) => line.includes('/pets/')).length).toBeGreaterThan(29)
    expect(stdout).toContain('stopped: interrupted; 3')
    expect(stdout).not.toContain('✓')
    expect(code).toBe(130)
    expect(asked(one).length).toBeLessThan(35)
  })

  it('needs no more than reading the API', async () => {
    const one = await bench({ 'GET /users': USERS })

    const { stdout } = await one.cli('policy operator --verbs warm --api pets --stage prod -o json')

    expect(stdout).not.toMatch(/PATCH|POST|DELETE/)
  })

  it.each(['csv', 'text', 'markdown', 'ndjson'])('has a row a URL as %s', async (format) => {
    const one = await bench({ 'GET /pets/{id}': PETS })

    const { stdout } = await one.cli(`warm /pets/1 /pets/2 --stage prod -o ${format}`)

    const head = { csv: 1, text: 0, markdown: 2, ndjson: 0 }[format] ?? 0
    expect(stdout.trimEnd().split('\n')).toHaveLength(2 + head)
    expect(stdout).toContain('/pets/2')
  })

  it('fits 80 columns, notices included, and breaks nothing in two', async () => {
    const one = await bench({ 'GET /pets/{id}': PETS })

    const { stdout, stderr } = await one.cli('warm /pets/1 /pets/2 --stage prod', { columns: 80 })

    for (const line of `${stdout}${stderr}`.split('\n')) expect(line.length).toBeLessThanOrEqual(80)
    expect(stdout).toMatch(/^https?:\/\/[^/\n]+\nCACHED +STATUS +TOOK +PATH\n/)
    expect(stdout).toMatch(/yes +200 .* \/\S*\/pets\/1\n/)
    expect(stderr).toMatch(/^warming 2 URLs: .* at most 5\na second, about /m)
  })

  it('leaves out what went well where a long list would fill a terminal', async () => {
    const one = await bench({ 'GET /pets/{id}': PETS })
    const list = Array.from({ length: 30 }, (_, n) => `/pets/${n}`).join('\n')

    const { stdout } = await one.cli('warm --from - --rate 50 --stage prod', { stdin: list, columns: 80 })

    expect(stdout.trim()).toBe('✓ 30 of 30 URLs are served from the cache')
  })
})
