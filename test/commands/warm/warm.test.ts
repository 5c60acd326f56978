import { describe, expect, it } from 'vitest'
import type { SandboxOptions, Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const USERS: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } }
const PETS: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-pets' }, keys: ['path.id'] }
const REPORT: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-report' } }
const STATIC: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-static' } }
const ON = { '*/*': { cachingEnabled: true } }
const CACHED = { cluster: '0.5', settings: ON } as const
const seedOf = (
  methods: Readonly<Record<string, SeedMethod>>,
  stage: Seed['apis'][number]['stages'][string] = CACHED,
): Seed => ({ apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods, stages: { prod: stage } }] })

/** At no round time of day: what ticks in whole minutes is waited for, and takes its time. */
async function bench(options: SandboxOptions): Promise<Bench> {
  const made = await withSandbox(options)
  made.clock.advance(1237)
  return made
}

const asked = ({ sandbox }: Bench) =>
  sandbox
    .requests()
    .filter(({ service }) => service === 'execute-api')
    .map(({ path }) => path.replace(/^.*_user_request_/, ''))
const list = (count: number) => Array.from({ length: count }, (_, index) => `/pets/${index + 1}\n`).join('')

describe('warm', () => {
  it('fills the cache and proves it with a second look, on the screen and as JSON', async () => {
    const warming = await bench({ seed: seedOf({ 'GET /pets/{id}': PETS }) })

    const screen = await warming.cli('warm /pets/1 /pets/2 --stage prod')

    expect(screen.stdout).toContain('✓ 2 of 2 URLs are served from the cache')
    expect(screen.stderr).toContain(
      'warming 2 URLs: two or three requests each and at most 1 test-invoke, at most 5 a second',
    )
    expect(screen.code).toBe(0)
    expect(asked(warming)).toEqual(['/pets/1', '/pets/2', '/pets/1', '/pets/2'])

    const { code, stdout } = await warming.cli('warm /pets/3 --stage prod -o json')
    const url = `${warming.sandbox.apis[0]?.stages[0]?.invokeUrl}/pets/3`
    const report = { url, status: 200, latencyMs: expect.any(Number), cached: true }
    expect(JSON.parse(stdout)).toStrictEqual({ reports: [report], stopped: null, passed: true })
    expect(code).toBe(0)
  })

  it('announces the time that it takes', async () => {
    const warming = await bench({ seed: seedOf({ 'GET /pets/{id}': PETS }) })
    const before = warming.clock.now()

    const { stderr } = await warming.cli('warm --from - --stage prod', { stdin: list(10) })

    const [, seconds] = /about (\d+) s in all where two are enough/.exec(stderr) ?? []
    const took = (warming.clock.now() - before) / 1000
    expect(Math.abs(Number(seconds) - took)).toBeLessThanOrEqual(1)
  })

  it('refuses a path whose placeholder has no value, and sends nothing', async () => {
    const warming = await bench({ seed: seedOf({ 'GET /pets/{id}': PETS }) })

    const { code, stderr } = await warming.cli('warm /pets/{id} --stage prod')

    expect(stderr).toContain('"/pets/{id}" has a placeholder')
    expect(stderr).toContain('give it a value, such as /pets/1')
    expect(stderr).not.toContain('--vary')
    expect(code).toBe(2)
    expect(asked(warming)).toEqual([])
  })

  it('takes paths from a file and from stdin, each once, in their order', async () => {
    const warming = await bench({ seed: seedOf({ 'GET /pets/{id}': PETS }) })
    const files = { 'urls.txt': '# the popular ones\n/pets/1\n\n/pets/2\n/pets/1\r\n' }

    const { code, stdout } = await warming.cli('warm /pets/9 --from urls.txt --from - --stage prod -o json', {
      files,
      stdin: '/pets/3',
    })

    const urls = JSON.parse(stdout).reports.map(({ url }: { url: string }) => url.replace(/^.*\//, ''))
    expect(urls).toEqual(['9', '1', '2', '3'])
    expect(code).toBe(0)
  })

  it.each([
    ['warm --stage prod', 'nothing to warm was named'],
    ['warm --from none.txt --stage prod', 'there is no file "none.txt"'],
    ['warm --from bad.txt --stage prod', 'bad.txt:3: "pets" is neither a path nor a URL'],
    ['warm --from empty.txt --stage prod', 'empty.txt has no path or URL'],
    ['warm --openapi bad.txt --stage prod', 'bad.txt is no OpenAPI document'],
    ['warm --openapi broken.json --stage prod', 'broken.json:3: '],
    ['warm /users --concurrency 0 --stage prod', '--concurrency is "0"'],
    ['warm /users --rate fast --stage prod', '"fast" is not a rate'],
    ["warm /users --sign --header 'Authorization: x' --stage prod", '--sign takes the place of the Authorization'],
  ])('refuses %s before anything is asked of the stage', async (command, message) => {
    const warming = await bench({ seed: seedOf({ 'GET /users': USERS }) })
    const files = {
      'bad.txt': '/users\n\npets\n',
      'empty.txt': '# none\n',
      'broken.json': '{\n"openapi": "3.0.0",\n',
    }

    const { code, stderr, stdout } = await warming.cli(command, { files })

    expect(stderr).toContain(message)
    expect(stdout).toBe('')
    expect(code).toBe(2)
    expect(asked(warming)).toEqual([])
  })

  it('refuses where nothing would be stored, with the command that changes that', async () => {
    const seed = seedOf({ 'GET /users': USERS, 'GET /static': STATIC }, { settings: {} })
    const warming = await bench({ seed })

    const bare = await warming.cli('warm /users --stage prod')
    expect(bare.stderr).toContain('has no cache cluster: nothing would be stored')
    expect(bare.stderr).toContain('apigw-cache enable --api aaaaaaaaaa --stage prod')
    expect(bare.code).toBe(1)

    await warming.cli('enable --stage prod --no-wait')
    const early = await warming.cli('warm /users --stage prod')
    expect(early.stderr).toContain('is CREATE_IN_PROGRESS: nothing would be stored')
    expect(early.stderr).toContain('apigw-cache wait available --api aaaaaaaaaa --stage prod')
    expect(early.code).toBe(1)

    await warming.cli('wait available --stage prod')
    await warming.cli('defaults --cache off --stage prod')
    const uncached = await warming.cli('warm /users /static --stage prod')
    expect(uncached.stderr).toContain('GET /users is not cached, nor is any other of the list')
    expect(uncached.stderr).toContain('apigw-cache override GET /users --cache on --api aaaaaaaaaa')
    expect(uncached.code).toBe(1)
    expect(asked(warming)).toEqual([])
  })

  it('says of each URL what was shown: cached, not cached, or not to be told', async () => {
    const settings = { ...ON, 'GET /users': { cachingEnabled: false } }
    const methods = {
      'GET /users': USERS,
      'GET /static': STATIC,
      'GET /pets/{id}': PETS,
      'GET /report': REPORT,
    }
    const warming = await bench({ seed: seedOf(methods, { cluster: '0.5', settings }) })

    const { code, stdout, stderr } = await warming.cli('warm /pets/1 /users /static /report --stage prod -o json')

    expect(JSON.parse(stdout)).toMatchObject({
      passed: false,
      stopped: null,
      reports: [
        { cached: true },
        { cached: false, reason: 'GET /users is not cached' },
        {
          cached: null,
          reason: expect.stringContaining('nothing in them shows that a fresh one would differ'),
        },
        {
          cached: false,
          reason: expect.stringMatching(/new one: it has [\d,]+ bytes, and at most 1,048,576/),
        },
      ],
    })
    expect(stderr).toContain('warning: not cached, so nothing is stored: GET /users')
    expect(code).toBe(6)
  })

  it('lets pass what cannot be told, and calls it no success', async () => {
    const { cli } = await bench({ seed: seedOf({ 'GET /static': STATIC }) })

    const { code, stdout } = await cli('warm /static --stage prod')

    expect(stdout).toContain('? nothing was shown to be served from the cache, 1 could not be told')
    expect(stdout).toMatch(/this may settle it:\n {2}apigw-cache verify http:\S+\/static$/m)
    expect(stdout).not.toContain('✓')
    expect(code).toBe(0)
  })

  it('sees by one test-invoke for a method that entries are there already', async () => {
    const warming = await bench({ seed: seedOf({ 'GET /pets/{id}': PETS, 'GET /users': USERS }) })
    await warming.cli('warm /pets/1 /pets/2 /pets/3 /users --stage prod')
    warming.clock.advance(60_000)
    warming.sent()

    const { code, stdout, stderr } = await warming.cli('warm /pets/1 /pets/2 /pets/3 /users --stage prod -o json')

    expect(JSON.parse(stdout).reports.map(({ cached }: { cached: boolean }) => cached)).toEqual(Array(4).fill(true))
    expect(stderr).toContain('two or three requests each and at most 2 test-invokes')
    expect(warming.sent().filter((one) => one === 'TestInvokeMethod')).toHaveLength(2)
    expect(code).toBe(0)
  })

  it('takes no test-invoke where it is not needed', async () => {
    const warming = await bench({ seed: seedOf({ 'GET /pets/{id}': PETS }) })

    await warming.cli('warm /pets/1 --stage prod')

    expect(warming.sent()).not.toContain('TestInvokeMethod')
  })

  it('is content with less where no test-invoke is allowed', async () => {
    const Statement = [{ Effect: 'Allow', Action: 'apigateway:GET', Resource: '*' }] as const
    const reader = { accessKeyId: 'AKIDREADER', secretAccessKey: 'secret-of-reader', name: 'reader' }
    const seed = {
      ...seedOf({ 'GET /users': USERS }),
      identities: [{ ...reader, policies: [{ Statement }] }],
    }
    const warming = await bench({ seed, iam: 'enforce' })
    const env = { AWS_ACCESS_KEY_ID: 'AKIDREADER', AWS_SECRET_ACCESS_KEY: 'secret-of-reader' }
    await warming.cli('warm /users --stage prod', { env })
    warming.clock.advance(60_000)

    const { code, stdout } = await warming.cli('warm /users --stage prod -o json', { env })

    expect(JSON.parse(stdout)).toMatchObject({ passed: true, reports: [{ cached: null }] })
    expect(code).toBe(0)
  })

  it('does not pass a redirect, which fills no entry of what it leads to', async () => {
    const handler: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'moved' } }
    const warming = await bench({
      seed: seedOf({ 'GET /old': handler }),
      handlers: { moved: () => ({ statusCode: 302, headers: { Location: '/pets' }, body: '' }) },
    })

    const { code, stdout } = await warming.cli('warm /old --stage prod')

    expect(stdout).toContain('✗ 0 of 1 URL is served from the cache, 1 redirected')
    expect(stdout).toContain('answered 302: a redirect is not followed')
    expect(asked(warming)).toHaveLength(1)
    expect(code).toBe(6)
  })

  it('says of what was named more than once that it is sent once', async () => {
    const { cli } = await bench({ seed: seedOf({ 'GET /users': USERS }) })

    const { stderr } = await cli('warm /users /users /users --stage prod')

    expect(stderr).toContain('2 URLs named before: each is sent once')
    expect(stderr).toContain('warming one URL')
  })

  it('counts an entry that two URLs share for both', async () => {
    const { cli } = await bench({ seed: seedOf({ 'GET /users': USERS }) })

    const { code, stdout } = await cli("warm '/users?type=a' '/users?type=b' --rate 0.2 --stage prod -o json")

    expect(JSON.parse(stdout).reports).toMatchObject([{ cached: true }, { cached: true }])
    expect(code).toBe(0)
  })

  it('takes a miss among hits for what it is', async () => {
    const warming = await bench({ seed: seedOf({ 'GET /pets/{id}': PETS }), faults: { missRate: 0.2 } })

    const { stdout } = await warming.cli('warm --from urls.txt --stage prod -o json', {
      files: { 'urls.txt': list(60) },
    })

    const { reports } = JSON.parse(stdout)
    expect(reports.filter(({ cached }: { cached: boolean }) => cached).length).toBeGreaterThan(50)
    expect(asked(warming).length).toBeGreaterThan(120)
    expect(asked(warming).length).toBeLessThanOrEqual(180)
  })
})

describe('warm is gentle', () => {
  it('asks five times a second unless told otherwise, and as fast as --rate says', async () => {
    const warming = await bench({ seed: seedOf({ 'GET /pets/{id}': PETS }) })
    const files = { 'urls.txt': list(50) }
    const took = async (command: string) => {
      const started = warming.clock.now()
      expect((await warming.cli(command, { files })).code).toBe(0)
      return warming.clock.now() - started
    }

    expect(await took('warm --from urls.txt --stage prod')).toBeGreaterThanOrEqual(19_800)
    expect(await took('warm --from urls.txt --stage prod --rate 50/s')).toBeLessThan(10_000)
  })

  it('stops when the backend fails, says after how many URLs, and leaves the rest alone', async () => {
    const seed = seedOf({ 'GET /pets/{id}': PETS })
    const warming = await bench({ seed, faults: { backendErrorRate: 1, backendErrorStatus: 503 } })

    const { code, stdout } = await warming.cli('warm --from urls.txt --concurrency 1 --stage prod -o json', {
      files: { 'urls.txt': list(40) },
    })

    const { stopped, passed, reports } = JSON.parse(stdout)
    expect(stopped).toBe('3 of the last 3 requests failed (503); 3 of 40 URLs were asked for')
    expect(reports).toHaveLength(3)
    expect(passed).toBe(false)
    expect(code).toBe(6)
    expect(asked(warming)).toHaveLength(3)
  })
})
