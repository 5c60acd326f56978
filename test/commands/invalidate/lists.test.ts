import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { InvalidateResult } from '../../../src/core/invalidate/report.js'
import type { Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'
import { behind } from '../../support/elsewhere.js'

const PET: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-pet' }, keys: ['path.id'] }
const USERS: SeedMethod = {
  integration: { type: 'AWS_PROXY', handler: 'demo-users' },
  keys: ['querystring.type', 'header.X-Tenant'],
}
const OPEN = { cachingEnabled: true, requireAuthorizationForCacheControl: false } as const

function seedOf(methods: Readonly<Record<string, SeedMethod>>, more: Readonly<Record<string, object>> = {}): Seed {
  const stages = { prod: { cluster: '0.5', settings: { '*/*': OPEN, ...more } } } as const
  return { apis: [{ id: 'aaaaaaaaaa', name: 'pets', methods, stages }] }
}

const PETS = seedOf({ 'GET /pets/{id}': PET, 'GET /users': USERS })

const asked = ({ sandbox }: Bench) =>
  sandbox
    .requests()
    .flatMap(({ service, path }) => (service === 'execute-api' ? [path.split('_user_request_')[1]] : []))

const resultOf = (stdout: string): InvalidateResult => JSON.parse(stdout)

describe('the account of a list', () => {
  it('is asked for once, and not at all where no sentence names it', async () => {
    const bench = await withSandbox({ seed: 'demo' })
    await bench.cli('enable --stage prod --accept-unkeyed all')
    bench.sent()

    const { code, stdout } = await bench.cli('invalidate /users /health /static --stage prod -o json')

    expect(JSON.parse(stdout).reports).toMatchObject(Array(3).fill({ outcome: 'ignored' }))
    expect(stdout.match(/arn:aws:execute-api:us-east-1:000000000000:/g)).toHaveLength(3)
    expect(bench.sent().filter((one) => one === 'GetCallerIdentity')).toHaveLength(1)
    expect(code).toBe(6)

    await bench.cli('defaults --no-require-authorization --stage prod --yes')
    bench.sent()
    expect((await bench.cli('invalidate /users /health --stage prod')).code).toBe(0)
    expect(bench.sent()).not.toContain('GetCallerIdentity')
  })

  it('is asked for once where STS refuses, too', async () => {
    const bench = await withSandbox({ seed: 'demo' })
    await bench.cli('enable --stage prod --accept-unkeyed all')
    let asked = 0
    const { AWS_ENDPOINT_URL: refusing } = await behind(bench, async () => {
      asked++
      const error = '<Code>AccessDenied</Code><Message>no</Message>'
      return { status: 403, body: `<ErrorResponse><Error>${error}</Error></ErrorResponse>` }
    })

    const env = { AWS_ENDPOINT_URL_STS: refusing }
    const { stdout } = await bench.cli('invalidate /users /health --stage prod -o json', { env })

    expect(stdout.match(/arn:aws:execute-api:us-east-1:ACCOUNT_ID:/g)).toHaveLength(2)
    expect(asked).toBe(1)
  })
})

describe('invalidate for many entries', () => {
  it('takes paths, a list and products of parameters, in this order, and reports in the same', async () => {
    const bench = await withSandbox({ seed: PETS })
    const files = { 'changed.txt': '\ufeff# what changed\r\n/users\r\n\r\n  /users?type=a # admins\n' }

    const { code, stdout, stderr } = await bench.cli(
      "invalidate '/pets/{id}' --param path.id=1,2 --param path.id=3 --from changed.txt --stage prod -o json",
      { files },
    )

    const paths = ['/pets/1', '/pets/2', '/pets/3', '/users', '/users?type=a']
    expect(asked(bench)).toEqual(paths.map((path) => path.replace(/\?.*/, '')))
    const { reports, passed } = resultOf(stdout)
    expect(reports.map(({ url }) => url.split('_user_request_')[1])).toEqual(paths)
    expect({ code, passed }).toEqual({ code: 0, passed: true })
    expect(stderr).toContain('invalidating 5 URLs: at most 10 requests, 5 a second')
  })

  it.each([
    ['a path', '/users?type=a\r\n/users\r\n'],
    ['a remark', '# what changed\r\n/users?type=a\r\n/users\r\n'],
    ['an empty line', '\r\n/users?type=a\r\n/users\r\n'],
    ['a space', '  /users?type=a\n/users'],
  ])('takes a list that begins with a byte order mark and %s, from a file and from stdin', async (_, text) => {
    const bench = await withSandbox({ seed: PETS })
    const list = `\ufeff${text}`

    for (const [from, given] of [
      ['changed.txt', { files: { 'changed.txt': list } }],
      ['-', { stdin: list }],
    ] as const) {
      const { code, stdout } = await bench.cli(`invalidate --from ${from} --stage prod -o json`, given)

      expect(code).toBe(0)
      const { reports } = resultOf(stdout)
      expect(reports.map(({ url }) => url.split('_user_request_')[1])).toEqual(['/users?type=a', '/users'])
    }
  })

  it('says which part of the key is not sent, because only the entry without it is refreshed', async () => {
    const bench = await withSandbox({ seed: PETS })

    const { stderr } = await bench.cli("invalidate '/users?type=a' /users --stage prod -o json")

    expect(stderr).toContain(
      'warning: GET /users has header.X-Tenant in its cache key, which is not sent: only the entry without it is refreshed',
    )
    expect(stderr).toContain('warning: GET /users has querystring.type, header.X-Tenant in its cache key')
  })

  it('sends every combination of query and header values, and names none of the headers’', async () => {
    const bench = await withSandbox({ seed: PETS })
    const invokeUrl = bench.sandbox.apis[0]?.stages[0]?.invokeUrl
    const ask = async (tenant: string) => {
      const answer = await fetch(`${invokeUrl}/users?type=a%2Cb`, { headers: { 'X-Tenant': tenant } })
      return JSON.parse(await answer.text()).generatedAt
    }
    const before = [await ask('tenant-one'), await ask('tenant-two'), await ask('tenant-three')]
    bench.clock.advance(30_000)

    const { code, stdout, stderr } = await bench.cli(
      [
        ...['invalidate', '/users', '--param', 'querystring.type=a\\,b,c', '--stage', 'prod', '-o', 'json'],
        ...['--param', 'header.X-Tenant=tenant-one,env:TENANT'],
      ],
      { env: { TENANT: 'tenant-two' } },
    )

    const { reports } = resultOf(stdout)
    expect(reports.map(({ url, headerSet }) => [url.split('?')[1], headerSet])).toEqual([
      ['type=a%2Cb', 1],
      ['type=a%2Cb', 2],
      ['type=c', 1],
      ['type=c', 2],
    ])
    const after = [await ask('tenant-one'), await ask('tenant-two'), await ask('tenant-three')]
    expect(after.map((at, index) => at === before[index])).toEqual([false, false, true])
    expect(stdout + stderr).not.toContain('tenant-')
    expect(code).toBe(0)
  })

  it('reads the list from stdin, and keeps to the rate', async () => {
    const bench = await withSandbox({ seed: PETS })
    const stdin = Array.from({ length: 120 }, (_, index) => `/users?type=${index}`).join('\n')
    const started = bench.clock.now()

    const { code, stdout, stderr } = await bench.cli('invalidate --from - --rate 2/s --stage prod -o csv', {
      stdin,
    })

    expect(code).toBe(0)
    expect(stdout.split('\n')[0]).toBe('method,url,outcome,status,signed,warning,reason,headerSet')
    expect(stdout.trim().split('\n')).toHaveLength(121)
    expect((bench.clock.now() - started) / 1000).toBeGreaterThanOrEqual(59)
    // A line every half minute.
    expect(stderr.match(/^\d+ of 120$/gm)).toHaveLength(1)
  })

  it('shows a list as a table, with a reason once, and how many there were of each outcome', async () => {
    const bench = await withSandbox({
      seed: seedOf(
        {
          'GET /pets/{id}': PET,
          'GET /health': { integration: { type: 'AWS_PROXY', handler: 'demo-health' } },
        },
        { 'GET /health': { cachingEnabled: false } },
      ),
    })

    const { code, stdout } = await bench.cli('invalidate /pets/1 /pets/2 /health --stage prod')

    expect(stdout).toMatch(
      /^OUTCOME +STATUS {2}SIGNED {4}URL\n✓ invalidated {2}200 {5}unsigned {2}GET http\S+\/pets\/1\n✓ .*\/pets\/2\n {4}anyone may/,
    )
    expect(stdout.match(/anyone may invalidate/g)).toHaveLength(1)
    expect(stdout).toMatch(
      /\? unknown +200 +unsigned {2}GET http\S+\/health\n {4}GET \/health is not cached \(caching is off\)/,
    )
    expect(stdout).toMatch(/\n\n2 invalidated, 1 unknown\n$/)
    expect(code).toBe(6)
  })

  it('explains once why the entries of a method were not replaced, for all of their paths', async () => {
    const { cli } = await withSandbox()
    await cli('enable --stage prod')

    const { code, stdout } = await cli("invalidate '/pets/{id}' --param path.id=1,2 /users --stage prod")

    expect(stdout).toMatch(/GET http\S+\/pets\/1\n.*GET http\S+\/pets\/2\n {4}the strategy warn /)
    expect(stdout).toMatch(/InvalidateCache on arn:aws:execute-api:us-east-1:\d+:p3t5d3m0a1\/prod\/GET\/pets\/\*, and/)
    expect(stdout).toMatch(/p3t5d3m0a1\/prod\/GET\/users, and/)
    expect(stdout.match(/A flush removes/g)).toHaveLength(2)
    expect(code).toBe(6)
  })

  it.each([
    ['type=admin', 'querystring.type=…'],
    ['query.type=admin', 'querystring.type=…'],
    ['headers.X-Tenant=a', 'header.X-Tenant=…'],
  ])('says which parameter was meant: --param %s', async (param, meant) => {
    const { cli } = await withSandbox()

    const { code, stderr } = await cli(`invalidate /users --param ${param}`)

    expect(stderr).toContain(`  did you mean --param ${meant}?`)
    expect(stderr).not.toContain('admin')
    expect(code).toBe(2)
  })

  it('shows one entry as a paragraph that fits a narrow terminal', async () => {
    const bench = await withSandbox({ seed: PETS })

    const { stdout } = await bench.cli('invalidate /pets/1 --stage prod', { columns: 80 })

    const [first, ...rest] = stdout.trimEnd().split('\n')
    expect(first).toMatch(/^✓ invalidated {2}GET http\S+\/pets\/1$/)
    expect(rest.at(-1)).toBe('  status 200, unsigned')
    for (const line of rest) expect(line.length).toBeLessThanOrEqual(80)
  })
})

describe('invalidate --dry-run', () => {
  it('prints the requests without values of headers, and sends nothing to the stage', async () => {
    const bench = await withSandbox({ seed: PETS })

    const { code, stdout, stderr } = await bench.cli([
      ...['invalidate', '/pets/1', '--stage', 'prod', '--dry-run', '-o', 'json'],
      ...['--header', 'Authorization: Bearer very-secret'],
    ])

    const url = `${bench.sandbox.apis[0]?.stages[0]?.invokeUrl}/pets/1`
    expect(JSON.parse(stdout)).toEqual({
      requests: [
        {
          service: 'execute-api',
          method: 'GET',
          url,
          body: null,
          headers: ['Cache-Control: max-age=0', 'Authorization'],
        },
      ],
    })
    expect(stderr).toContain('would be asked: GET /pets/{id} may store an answer made for header.Authorization')
    expect(stdout + stderr).not.toContain('very-secret')
    expect(code).toBe(0)
    expect(asked(bench)).toEqual([])
  })
})

describe('invalidate refuses before anything is sent', () => {
  const authorized = ['--header', 'Authorization: Bearer x']
  it.each([
    ['no path', [], 'invalidate names no path'],
    ['a path that is none', ['pets'], '"pets" is neither a path nor a URL'],
    ['a verb before the path', ['POST /pets'], '"POST" is a method, and a path or a URL is expected'],
    ['a verb as a path', ['post', '/pets'], '"POST" is a method, and a path or a URL is expected'],
    ['a path parameter without a value', ['/pets/{id}'], '"/pets/{id}" has no value for {id}'],
    [
      'a parameter without a place',
      ['/pets/1', '--param', 'path.id=1'],
      '--param path.id has no place: no path has {id} in it',
    ],
    ['a parameter of another kind', ['/pets/1', '--param', 'body.x=1'], '--param is "body.x=…"'],
    [
      'a parameter that is there already',
      ['/users?type=a', '--param', 'querystring.type=b'],
      '"/users?type=…" and --param querystring.type both say type',
    ],
    [
      'a header that is there already',
      ['/users', '--param', 'header.X-A=b', '--header', 'x-a: c'],
      '--header and --param header.X-A both say X-A',
    ],
    [
      'a Cache-Control of the caller',
      ['/users', '--header', 'Cache-Control: no-cache'],
      'a Cache-Control header of its own',
    ],
    [
      'a signature beside an own Authorization',
      ['/users', '--sign', ...authorized],
      '--sign takes the place of the Authorization header',
    ],
    ['a list that is not there', ['--from', 'nowhere.txt'], 'there is no file "nowhere.txt"'],
    ['a wrong line, by its number', ['--from', 'list.txt'], 'list.txt:3: "pets/2" is neither a path nor a URL'],
    ['a list without any', ['--from', 'empty.txt'], 'empty.txt has no path or URL'],
    [
      'too many combinations',
      [
        '/users',
        ...['type', 'b', 'c'].flatMap((name) => ['--param', `querystring.${name}=${[...Array(22).keys()].join(',')}`]),
      ],
      'that makes 10,648 combinations, and 10,000 are the most at once',
    ],
  ])('%s', async (_, args, message) => {
    const bench = await withSandbox({ seed: PETS })
    const files = { 'list.txt': '/pets/1\n# two\npets/2\n', 'empty.txt': '# nothing\n\n' }

    const { code, stdout, stderr } = await bench.cli(['invalidate', '--stage', 'prod', ...args], { files })

    expect(stderr).toContain(message)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(bench.sandbox.requests()).toEqual([])
  })

  it('an identity whose answer would be stored for everyone, also that of a signature', async () => {
    const bench = await withSandbox({
      seed: seedOf({ 'GET /orders': { ...USERS, authorization: 'AWS_IAM', keys: [] } }),
    })

    const refused = await bench.cli('invalidate /orders --stage prod --yes')

    expect(refused.stderr).toContain(
      'GET /orders is cached without the signature in its key: this answer would be stored for everyone',
    )
    expect(refused.code).toBe(2)
    expect(asked(bench)).toEqual([])
    const asking = await bench.cli('invalidate /orders --stage prod', { answers: [false] })
    expect(asking.code).toBe(3)
    expect(asked(bench)).toEqual([])
  })

  it('a signature that would be a part of the key', async () => {
    const keyed: SeedMethod = { ...USERS, keys: ['header.Authorization'] }
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': keyed }) })

    const { code, stderr } = await bench.cli('invalidate /users --sign --stage prod')

    expect(stderr).toContain(
      'header.Authorization is in the cache key of GET /users: a signed request has an entry of its own',
    )
    expect(stderr).toContain(
      '  --no-sign, or take it out of the key:\n  apigw-cache keys remove GET /users header.Authorization --stage prod\n',
    )
    expect(code).toBe(2)
    expect(asked(bench)).toEqual([])
  })

  it('a key that the request itself changes', async () => {
    const keyed: SeedMethod = { ...USERS, keys: ['header.Cache-Control'] }
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': keyed }) })

    const { code, stderr } = await bench.cli('invalidate /users --stage prod')

    expect(stderr).toContain('header.Cache-Control is in the cache key of GET /users')
    expect(stderr).toContain(
      '  apigw-cache keys remove GET /users header.Cache-Control --stage prod\n  apigw-cache flush --stage prod\n',
    )
    expect(code).toBe(2)
    expect(asked(bench)).toEqual([])
  })

  it('a path that no deployed method answers', async () => {
    const bench = await withSandbox({ seed: PETS })

    const { code, stderr } = await bench.cli('invalidate /pets/1 /pet --stage prod')

    expect(stderr).toContain('no method of the deployed API answers GET /pet')
    expect(code).toBe(1)
    expect(asked(bench)).toEqual([])
  })

  it('a method that may change something, unless somebody agrees; then it is sent once', async () => {
    const search: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-search' } }
    const bench = await withSandbox({ seed: seedOf({ 'POST /search': search }, { 'POST /search': OPEN }) })

    const refused = await bench.cli('invalidate /search --method POST --stage prod')
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(asked(bench)).toEqual([])

    const agreed = await bench.cli("invalidate /search --method POST --data '{}' --yes --stage prod -o json")
    expect(resultOf(agreed.stdout).reports).toMatchObject([{ outcome: 'invalidated', method: 'POST' }])
    expect(asked(bench)).toEqual(['/search'])
  })
})

/** A server that nobody knows the settings of; each answer has its time. */
async function foreignServer(bench: Bench, answer: (headers: IncomingHttpHeaders) => string) {
  const seen: IncomingHttpHeaders[] = []
  const server = createServer((request, response) => {
    seen.push(request.headers)
    response.sendDate = false
    response.setHeader('Date', new Date(bench.clock.now()).toUTCString())
    response.end(answer(request.headers))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/x`, seen }
}

describe('invalidate where no stage is known', () => {
  const timed = (bench: Bench) => JSON.stringify({ generatedAt: new Date(bench.clock.now() + 7).toISOString() })

  it('goes by the answers alone: replaced, ignored, or never stored', async () => {
    const bench = await withSandbox({ seed: PETS })
    let entry: string | null = null
    const obeys = await foreignServer(bench, (headers) => {
      if (headers['cache-control'] === 'max-age=0') entry = null
      entry ??= timed(bench)
      return entry
    })
    let stored: string | null = null
    const ignores = await foreignServer(bench, () => {
      stored ??= timed(bench)
      return stored
    })
    const keepsNothing = await foreignServer(bench, () => timed(bench))
    const silent = await foreignServer(bench, () => 'the same for ever')

    const { code, stdout } = await bench.cli([
      'invalidate',
      ...[obeys, ignores, keepsNothing, silent].map(({ url }) => url),
      '-o',
      'json',
    ])

    const { reports } = resultOf(stdout)
    expect(reports.map(({ outcome }) => outcome)).toEqual(['invalidated', 'ignored', 'unknown', 'unknown'])
    expect(reports[0]?.reason).toMatch(/^generatedAt was \S+, is \S+, and the next answer was the same/)
    expect(reports[1]?.reason).toContain('a cache still gave the old answer')
    expect(reports[2]?.reason).toContain('the next answer was yet another one')
    expect(code).toBe(6)
    const servers = [obeys, ignores, keepsNothing, silent]
    expect(servers.map(({ seen }) => seen.length)).toEqual([4, 2, 3, 2])
  })

  it('signs only when told to, with the credentials for that very host', async () => {
    const bench = await withSandbox({ seed: PETS })
    const server = await foreignServer(bench, () => timed(bench))

    await bench.cli(['invalidate', server.url, '-o', 'json'])
    expect(server.seen.every(({ authorization }) => authorization === undefined)).toBe(true)

    server.seen.length = 0
    const { stdout } = await bench.cli(['invalidate', server.url, '--sign', '--accept-unkeyed', 'all', '-o', 'json'])
    expect(resultOf(stdout).reports).toMatchObject([{ signed: true }])
    expect(server.seen).toHaveLength(3)
    for (const { authorization } of server.seen) {
      expect(authorization).toMatch(/^AWS4-HMAC-SHA256 Credential=test\/\d{8}\/us-east-1\/execute-api\/aws4_request/)
      expect(authorization).toContain('SignedHeaders=host;x-amz-date')
    }
    expect(stdout).not.toMatch(/Signature|Credential/)
  })

  it('an unreachable URL among others is 7 and named; alone it is 1', async () => {
    const bench = await withSandbox({ seed: PETS })
    const gone = 'http://127.0.0.1:9/x'

    const mixed = await bench.cli([
      'invalidate',
      '/pets/1',
      gone,
      '/pets/2',
      '--stage',
      'prod',
      '--api',
      'pets',
      '-o',
      'json',
    ])
    expect(resultOf(mixed.stdout)).toMatchObject({
      reports: [{ outcome: 'invalidated' }, { outcome: 'invalidated' }],
      passed: false,
      failed: [{ url: gone, message: 'nothing listens at 127.0.0.1:9' }],
    })
    expect(mixed.code).toBe(7)

    const rows = await bench.cli([
      ...['invalidate', '/pets/1', gone, '--stage', 'prod', '--api', 'pets', '-o', 'ndjson'],
    ])
    expect(rows.stderr).toContain(`warning: ${gone}: nothing listens at 127.0.0.1:9`)

    const alone = await bench.cli(['invalidate', gone])
    expect(alone).toMatchObject({ code: 1, stdout: '' })
    expect(alone.stderr).toContain('nothing listens at 127.0.0.1:9')
  })

  it('does not go on when nobody seems to be there', async () => {
    const bench = await withSandbox({ seed: PETS })
    const gone = Array.from({ length: 8 }, (_, index) => `http://127.0.0.1:9/${index}`)

    const { code, stdout } = await bench.cli([
      'invalidate',
      '/pets/1',
      ...gone,
      '--stage',
      'prod',
      '--api',
      'pets',
      '-o',
      'json',
    ])

    const { failed } = resultOf(stdout)
    expect(failed).toHaveLength(8)
    expect(failed[5]?.message).toBe('not sent: 5 in a row could not be reached')
    expect(code).toBe(7)
  })
})

describe('invalidate behind --url', () => {
  it('compares answers, because something in front may have answered', async () => {
    const bench = await withSandbox({ seed: PETS })
    let stored: string | null = null
    const inFront = await foreignServer(bench, () => {
      stored ??= JSON.stringify({ generatedAt: new Date(bench.clock.now() + 7).toISOString() })
      return stored
    })

    const { code, stdout } = await bench.cli([
      'invalidate',
      '/pets/1',
      '--url',
      inFront.url,
      '--api',
      'pets',
      '--stage',
      'prod',
      '-o',
      'json',
    ])

    expect(resultOf(stdout).reports).toMatchObject([
      { outcome: 'ignored', reason: expect.stringContaining('a cache still gave the old answer') },
    ])
    expect(inFront.seen.map((headers) => headers['cache-control'])).toEqual([undefined, 'max-age=0'])
    expect(code).toBe(6)
  })
})

describe('Ctrl-C during invalidate', () => {
  it('says how many entries were done', async () => {
    const bench = await withSandbox({ seed: PETS })
    const stdin = Array.from({ length: 400 }, (_, index) => `/pets/${index}`).join('\n')

    const { code, stdout, stderr } = await bench.cli('invalidate --from - --stage prod -o ndjson', {
      stdin,
      interruptAt: ' of 400',
    })

    const [, done = '', last = ''] =
      /interrupted after (\d+) of 400 entries, the last one GET ([^\s"\\]+)/.exec(stderr) ?? []
    const reports = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(reports).toHaveLength(Number(done))
    expect(reports.at(-1)).toMatchObject({ url: last })
    expect(code).toBe(130)
  })

  it('prints nothing where nothing was done yet', async () => {
    const bench = await withSandbox({ seed: PETS })

    const { code, stdout } = await bench.cli('invalidate /pets/1 /pets/2 --stage prod', {
      interruptAt: 'invalidating 2 URLs',
    })

    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
  })
})
