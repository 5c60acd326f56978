import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { PolicyDocument, Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const USERS: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } }
const PET: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-pet' }, keys: ['path.id'] }
const OPEN = { cachingEnabled: true, requireAuthorizationForCacheControl: false } as const
const seedOf = (methods: Readonly<Record<string, SeedMethod>>, more: Readonly<Record<string, object>> = {}): Seed => ({
  apis: [
    {
      ...{ id: 'aaaaaaaaaa', name: 'pets', methods },
      stages: { prod: { cluster: '0.5', settings: { '*/*': OPEN, ...more } } },
    },
  ],
})
const urlOf = ({ sandbox }: Bench) => sandbox.apis[0]?.stages[0]?.invokeUrl ?? ''
const asked = ({ sandbox }: Bench) => sandbox.requests().filter(({ service }) => service === 'execute-api').length

describe('a path that would be sent as another one', () => {
  const methods = { 'GET /p/{proxy+}': { ...USERS, authorization: 'AWS_IAM' }, 'GET /tok/{id}': PET } as const

  it.each([
    "invalidate '/p/%2e%2e/tok/4' --header 'Authorization: alice' --stage prod",
    "invalidate '/p/../tok/4' --accept-unkeyed all --stage prod",
    "invalidate '/{x}/tok' --param 'path.x=.%2e' --stage prod",
    "warm '/p/.%2E/tok/4' --stage prod",
    "verify '/p/%2e%2e/tok/4' --stage prod",
    'invalidate --from urls.txt --stage prod',
    'flush --then-warm urls.txt --stage prod --yes',
    'warm --openapi api.yaml --stage prod',
  ])('is refused before anything is sent: %s', async (command) => {
    const bench = await withSandbox({ seed: seedOf(methods) })
    const parameter = '{ name: id, in: path, required: true, example: ".." }'
    const document = `openapi: 3.0.0\npaths:\n  /tok/{id}:\n    get: { parameters: [${parameter}] }\n`

    const { code, stdout, stderr } = await bench.cli(command, {
      files: { 'urls.txt': '/tok/1\n/p/%2E./tok/1\n', 'api.yaml': document },
    })

    expect(stderr).toMatch(command.includes('path.x') ? /no method of the deployed API/ : /"\." or "\.\."/)
    expect(stdout).toBe('')
    expect(code).toBe(command.includes('path.x') ? 1 : 2)
    expect(asked(bench)).toBe(0)
  })
})

describe('a server that is not the stage', () => {
  it('is not believed by the settings of the stage', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })
    const server = createServer((_, response) => response.end('{"made":"by somebody else"}'))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo

    const plain = await bench.cli('invalidate /users --stage prod -o json')
    const { code, stdout } = await bench.cli(`invalidate /users --stage prod --connect-to 127.0.0.1:${port} -o json`)

    expect(JSON.parse(plain.stdout).reports).toMatchObject([{ outcome: 'invalidated' }])
    expect(JSON.parse(stdout).reports).toMatchObject([{ outcome: 'unknown' }])
    expect(code).toBe(6)
  })
})

describe('credentials in a query', () => {
  const SIGNATURE = 'X-Amz-Credential=AKIDSECRET%2F1&X-Amz-Signature=5ecre7&X-Amz-Security-Token=70ken5ecre7'
  const gate = { name: 'gate', type: 'REQUEST', identitySource: 'method.request.querystring.who' } as const
  const methods = { 'GET /users': { ...USERS, keys: ['querystring.who'], authorizer: gate } } as const

  it.each([
    'invalidate',
    'invalidate -o json',
    'invalidate -o csv',
    'invalidate -v',
    'invalidate --dry-run',
    'warm',
    'warm -o json',
    'warm -v',
    'warm --dry-run -o json',
  ])('are shown by no %s', async (command) => {
    const bench = await withSandbox({ seed: seedOf(methods) })
    const path = `/users?type=a&who=alice5ecre7&${SIGNATURE}`

    const { stdout, stderr } = await bench.cli([
      ...command.split(' '),
      ...[path, '--stage', 'prod', '--accept-unkeyed', 'all'],
    ])

    expect(stdout).toContain('type=a&who=[redacted]')
    expect(stdout + stderr).not.toMatch(/5ecre7|AKIDSECRET/)
  })

  it('are not told where nothing can be reached', async () => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

    const { code, stdout, stderr } = await bench.cli([
      ...['invalidate', `${urlOf(bench)}/users`, `http://127.0.0.1:9/x?${SIGNATURE}`],
      ...['-o', 'json', '--accept-unkeyed', 'all'],
    ])

    expect(JSON.parse(stdout).failed).toHaveLength(1)
    expect(stdout + stderr).not.toMatch(/5ecre7|AKIDSECRET/)
    expect(code).toBe(7)
  })

  it.each([
    ['https://user:PASSW0RD@host/x', 'the URL at "host" has a user name or password in it'],
    ['user:PASSW0RD@host/x', '"…@host/x" is neither a path nor a URL'],
  ])('are not in the refusal of %s', async (url, message) => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })
    for (const verb of ['invalidate', 'warm', 'verify']) {
      const { code, stderr } = await bench.cli([verb, url])
      expect(stderr).toContain(message)
      expect(stderr).not.toContain('PASSW0RD')
      expect(code).toBe(2)
    }
  })

  it.each(['headers.Authorization=Bearer S3CRET', 'Authorization: Bearer S3CRET', 'querystring.type=S3CRET'])(
    'nor are values of --param %s',
    async (param) => {
      const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

      const { code, stderr } = await bench.cli([
        ...['invalidate', '/users?type=S3CRET', '--param', param, '--stage', 'prod'],
      ])

      expect(stderr).not.toContain('S3CRET')
      expect(code).toBe(2)
    },
  )
})

describe('who may only send requests', () => {
  const IAM = { 'GET /users': { ...USERS, authorization: 'AWS_IAM' } } as const
  const permitting = (Action: string): PolicyDocument => ({
    Statement: [{ Effect: 'Allow', Action, Resource: 'arn:aws:execute-api:*' }],
  })
  const env = { AWS_ACCESS_KEY_ID: 'AKIDCLIENT', AWS_SECRET_ACCESS_KEY: 'secret-of-client' }
  const client = { accessKeyId: 'AKIDCLIENT', secretAccessKey: 'secret-of-client', name: 'client' }
  const seed = {
    ...seedOf(IAM, { '*/*': { ...OPEN, requireAuthorizationForCacheControl: true } }),
    identities: [{ ...client, policies: [permitting('execute-api:*')] }],
  }

  it.each(['invalidate', 'warm'])('can %s a full invoke URL', async (verb) => {
    const bench = await withSandbox({ seed, iam: 'enforce' })

    const { stdout, stderr } = await bench.cli(`${verb} ${urlOf(bench)}/users --sign --accept-unkeyed all -o json`, {
      env,
    })

    expect(stderr).toContain('warning: the settings of the stage may not be read (not allowed: apigateway:GET')
    expect(stderr.match(/may not be read/g)).toHaveLength(1)
    expect(JSON.parse(stdout).reports).toMatchObject([{ status: 200 }])
  })

  it('is told what is missing where the stage was named', async () => {
    const bench = await withSandbox({ seed, iam: 'enforce' })

    const { code, stderr } = await bench.cli('invalidate /users --api aaaaaaaaaa --stage prod', { env })

    expect(stderr).toContain('not allowed: apigateway:GET')
    expect(code).toBe(4)
  })
})

describe('exit codes of a list', () => {
  const FAIL = {
    ...{ cachingEnabled: true, requireAuthorizationForCacheControl: true },
    unauthorizedCacheControlHeaderStrategy: 'FAIL_WITH_403',
  } as const
  const methods = { 'GET /open': USERS, 'GET /shut': USERS, 'GET /cold': USERS }
  const settings = { 'GET /shut': FAIL, 'GET /cold': { ...OPEN, cachingEnabled: false } }

  it.each([
    ['/open', 0],
    ['/open /shut', 4],
    ['/open /cold', 6],
    ['/shut /cold', 7],
  ])('of %s is %d', async (paths, expected) => {
    const bench = await withSandbox({ seed: seedOf(methods, settings) })

    expect((await bench.cli(`invalidate ${paths} --stage prod`)).code).toBe(expected)
  })

  it('tells how to open a method, and what that means, with commands that can be pasted', async () => {
    const shut = { 'GET /shut/{id}': PET }
    const bench = await withSandbox({ seed: seedOf(shut, { '*/*': FAIL }) })

    const { stdout } = await bench.cli('invalidate /shut/1 --sign --stage prod -o json')

    const target = '--api aaaaaaaaaa --stage prod --region us-east-1'
    const [{ reason }] = JSON.parse(stdout).reports
    expect(reason).toContain(
      `the other command lets everybody refresh entries, as often as they like and at the cost of the backend:\napigw-cache flush ${target}\napigw-cache override GET '/shut/{id}' --no-require-authorization ${target}`,
    )
    expect(reason).toContain('AWS_IAM authorisation on the method')

    const screen = (await bench.cli('invalidate /shut/1 --sign --stage prod')).stdout
    expect(screen).not.toContain('\ufffd')
    expect(screen).toMatch(/\n +apigw-cache flush [^\n]+\n +apigw-cache override GET [^\n]+\n/)
  })

  it('sends what is named twice once, and says so', async () => {
    const bench = await withSandbox({ seed: seedOf(methods) })

    const { stdout, stderr } = await bench.cli('invalidate /open /open /open?a=1 --stage prod -o json')

    expect(stderr).toContain('1 URL named before: each is sent once')
    expect(JSON.parse(stdout).reports).toHaveLength(2)
    expect(asked(bench)).toBe(2)
  })
})

describe('requests to a stage', () => {
  it.each(['invalidate /users', 'warm /users', 'verify /users --samples 3'])(
    'are lines of %s with --verbose, and none with --quiet',
    async (command) => {
      const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

      const told = await bench.cli(`${command} --stage prod -v`)
      const lines = told.stderr.split('\n').filter((line) => line === `> GET ${urlOf(bench)}/users`)
      expect(lines).toHaveLength(asked(bench))
      expect(lines.length).toBeGreaterThan(0)
      expect((await bench.cli(`${command} --stage prod -v -q`)).stderr).not.toContain('> GET http')
      expect((await bench.cli(`${command} --stage prod`)).stderr).not.toContain('> GET http')
    },
  )

  it.each([
    'Content-Length: 5',
    'transfer-encoding: chunked',
    'Connection: close',
    'Expect: 100-continue',
    'Upgrade: h2c',
    'TE: trailers',
    'te: deflate',
    'Trailer: Expires',
    'Keep-Alive: timeout=5',
    'Proxy-Connection: keep-alive',
    'HTTP2-Settings: AAMAAABk',
  ])('have no header %s', async (header) => {
    const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

    const { code, stderr } = await bench.cli(['invalidate', '/users', '--header', header, '--stage', 'prod'])

    expect(stderr).toContain(`the header "${header.split(':')[0]}" belongs to the connection`)
    expect(code).toBe(2)
    expect(asked(bench)).toBe(0)
  })

  it.each(['X-Te: 1', 'Te-Mode: 1', 'Trailers: 1', 'X-Trailer: 1', 'Connection-Id: 5'])(
    'may have the header %s, which only looks like one of the connection',
    async (header) => {
      const bench = await withSandbox({ seed: seedOf({ 'GET /users': USERS }) })

      const { code } = await bench.cli(['invalidate', '/users', '--header', header, '--stage', 'prod'])

      expect(code).toBe(0)
      expect(asked(bench)).toBeGreaterThan(0)
    },
  )

  it('are refused before the first one where a later one cannot be signed', async () => {
    const iam = { 'GET /users': { ...USERS, authorization: 'AWS_IAM' } } as const
    const bench = await withSandbox({ seed: seedOf(iam) })

    for (const verb of ['invalidate', 'warm --sign']) {
      const { code, stderr } = await bench.cli(`${verb} /users '/users?q=%ff' --accept-unkeyed all --stage prod`)
      expect(stderr).toContain('the query parameter "q" is not UTF-8, and cannot be signed')
      expect(code).toBe(2)
    }
    expect(asked(bench)).toBe(0)
  })
})
