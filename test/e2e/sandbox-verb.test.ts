import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { FAULTS } from '../../src/sandbox/world/faults.js'
import { KNOBS } from '../../src/sandbox/world/knobs.js'
import { awsEnvironment, BIN, bin, program, ROOT } from '../support/program.js'

const hasAws = spawnSync('aws', ['--version']).status === 0

/** `apigw-cache sandbox` in a process of its own, until the test ends. */
function sandboxProcess(args: readonly string[]): Promise<{ readonly first: string; stop(): Promise<number> }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, 'sandbox', '--port', '0', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { PATH: process.env.PATH ?? '' },
    })
    const ended = new Promise<number>((done) => {
      child.on('close', (code) => done(code ?? -1))
    })
    onTestFinished(() => void child.kill('SIGKILL'))
    child.on('error', reject)
    child.stdout.setEncoding('utf8').once('data', (first: string) =>
      resolve({
        first,
        stop: () => {
          child.kill('SIGINT')
          return ended
        },
      }),
    )
  })
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('apigw-cache sandbox', () => {
  it('says in one JSON line where it listens and what there is, and stops on Ctrl-C', async () => {
    const { first, stop } = await sandboxProcess(['-o', 'json'])

    const { url, apis } = JSON.parse(first)
    expect(apis).toEqual([
      {
        accountId: '000000000000',
        region: 'us-east-1',
        id: expect.stringMatching(/^[a-z0-9]{10}$/),
        name: 'pets',
        stages: [{ name: 'prod', invokeUrl: expect.stringContaining(`${url}/restapis/`) }],
      },
    ])
    expect((await fetch(`${apis[0].stages[0].invokeUrl}/pets`)).status).toBe(200)
    expect(await stop()).toBe(130)
  })

  it('says that it makes up answers where an OpenAPI file has no integration', async () => {
    const openapi = join(temporaryFolder(), 'api.yaml')
    const lines = ['openapi: 3.0.3', 'info: { title: shop, version: "1" }', 'paths: { /plain: { get: {} } }']
    writeFileSync(openapi, lines.join('\n'))
    const said = 'Methods without an integration, and functions without --handler, answer with'

    const { first } = await sandboxProcess(['--openapi', openapi])
    expect(first).toContain(`stage prod: http`)
    expect(first).toContain(said)
    expect((await sandboxProcess([])).first).not.toContain(said)
  })

  it('counts the APIs of each account and region of a fleet, and says how to reach another', async () => {
    const { first } = await sandboxProcess(['--seed', 'fleet:600'])

    expect(first).toMatch(/^ {2}account 000000000000, us-east-1: 100 APIs, \d+ stages$/m)
    expect(first.match(/^ {2}account .*$/gm)).toHaveLength(6)
    expect(first).toContain('# another account: AWS_ACCESS_KEY_ID=<account>;')
    expect(first.split('\n').length).toBeLessThan(20)
  })

  it('lists the APIs of each account and region where they are few', async () => {
    const { first } = await sandboxProcess(['--seed', 'fleet:6'])

    expect(first.match(/^ {2}account \d{12}, [a-z]+-[a-z]+-1: 1 API, \d stages?$/gm)).toHaveLength(6)
    expect(first).toMatch(/^ {4}API \S+ \(f[a-z0-9]{9}\), stage (?:prod|v1): http/m)
  })

  it('refuses a fleet of no size', async () => {
    const { code, stderr } = await bin(['sandbox', '--port', '0', '--seed', 'fleet:many'])

    expect(stderr).toContain('"fleet:many": "many" is no number of APIs: from 1 to 10,000')
    expect(code).toBe(2)
  })

  it('says what listening to others means, and answers to the names that it is given', async () => {
    const script = `
      const { get } = require('node:http')
      get(process.env.AWS_ENDPOINT_URL.replace('0.0.0.0', '127.0.0.1') + '/_sandbox/health', { headers: { host: 'sandbox' } },
        ({ statusCode }) => process.exit(statusCode === 200 ? 42 : 1))`
    const inside = ['--', process.execPath, '-e', script]

    const open = await bin(['sandbox', '--port', '0', '--host', '0.0.0.0', '--allow-host', 'sandbox', ...inside])
    expect(open.stderr).toContain('warning: --host 0.0.0.0 lets everybody who reaches this machine there change')
    expect(open.code).toBe(42)

    const closed = await bin(['sandbox', '--port', '0', ...inside])
    expect(closed).toMatchObject({ stderr: '', code: 1 })
  })

  it('gives a command a free port where the usual one is taken, and refuses only one that was named', async () => {
    const script = `
      const { get } = require('node:http')
      const usual = process.env.AWS_ENDPOINT_URL.endsWith(':4780')
      get(process.env.AWS_ENDPOINT_URL + '/_sandbox/health', ({ statusCode }) => process.exit(statusCode === 200 && !usual ? 42 : 1))`
    const inner = [process.execPath, BIN, 'sandbox', '--', process.execPath, '-e', script]

    // The outer one has the usual port, or somebody else on this machine has it.
    expect(await bin(['sandbox', '--', ...inner])).toMatchObject({ code: 42 })

    const named = [process.execPath, BIN, 'sandbox', '--port', '4780', '--', process.execPath, '-e', script]
    const { code, stderr } = await bin(['sandbox', '--', ...named])
    expect(stderr).toContain('error: the sandbox cannot listen on 127.0.0.1:4780 (EADDRINUSE)')
    expect(code).toBe(1)
  })

  it('prints lines that make a shell talk to it', async () => {
    const { first } = await sandboxProcess([])
    const lines = first.split('\n').filter((line) => /^(unset|export) /.test(line))
    expect(lines).toHaveLength(2)

    const { stdout, code } = await program(
      'sh',
      ['-c', `${lines.join('\n')}\n"$0" "$1" status -o json`, process.execPath, BIN],
      {
        env: { AWS_PROFILE: 'somebody-elses', AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:1' },
      },
    )

    expect(JSON.parse(stdout)).toMatchObject({ api: { name: 'pets' }, stage: 'prod' })
    expect(code).toBe(0)
  })

  it('-- runs a command inside, passes its exit code on, and takes the caller’s AWS settings away', async () => {
    const script = `
      if (process.env.AWS_PROFILE || process.env.AWS_SESSION_TOKEN) process.exit(9)
      fetch(process.env.AWS_ENDPOINT_URL + '/_sandbox/health').then(({ status }) => process.exit(status === 200 ? 42 : 1))`

    const { code } = await bin(['sandbox', '--port', '0', '--', process.execPath, '-e', script], {
      env: { AWS_PROFILE: 'somebody-elses', AWS_SESSION_TOKEN: 'secret' },
    })

    expect(code).toBe(42)
  })

  it('takes a seed from a file, faults and knobs', async () => {
    const seed = join(temporaryFolder(), 'seed.json')
    const methods = { 'GET /': { integration: { type: 'MOCK', body: 'hello' } } }
    writeFileSync(seed, JSON.stringify({ apis: [{ name: 'mine', methods, stages: { dev: { cluster: '0.5' } } }] }))
    const inside = ['--', process.execPath, BIN, 'status', '--query', 'api.name']

    const fine = await bin([
      'sandbox',
      '--port',
      '0',
      '--seed',
      seed,
      '--fault',
      'missRate=0.5',
      '--knob',
      'anyKeyMatches',
      ...inside,
    ])
    expect(fine).toMatchObject({ code: 0, stdout: '"mine"\n' })
  })

  it('has metrics of the past where --history or the seed says so', async () => {
    const requests = ['status', '--api', 'pets', '--stage', 'prod', '--since', '24h', '--query', 'metrics.requests']
    const inside = (...flags: readonly string[]) =>
      bin(['sandbox', '--port', '0', ...flags, '--', process.execPath, BIN, ...requests])

    for (const flags of [
      ['--seed', 'traffic'],
      ['--history', '1d'],
    ]) {
      const { code, stdout } = await inside(...flags)
      expect(code).toBe(0)
      expect(Number(stdout)).toBeGreaterThan(1000)
    }
  })

  it('makes an API from an OpenAPI file, and keeps what is done to it over a restart', async () => {
    const folder = temporaryFolder()
    const [openapi, state] = [join(folder, 'api.yaml'), join(folder, 'state.json')]
    writeFileSync(
      openapi,
      [
        'openapi: 3.0.3',
        'info: { title: shop, version: "1" }',
        'paths:',
        '  /pets/{id}:',
        '    get:',
        '      x-amazon-apigateway-integration:',
        '        { type: aws_proxy, httpMethod: POST, cacheKeyParameters: [method.request.path.id] }',
      ].join('\n'),
    )
    const inside = (...words: readonly string[]) =>
      bin([
        ...['sandbox', '--port', '0', '--cluster-time', '100ms', '--openapi', openapi, '--state', state],
        ...['--', process.execPath, BIN, ...words, '--stage', 'prod'],
      ])

    expect(await inside('keys', 'list', '--query', 'methods[].keys')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('path.id'),
    })
    expect(await inside('enable', '--size', '1.6')).toMatchObject({ code: 0 })
    expect((await inside('status', '--query', '[api.name, cluster.size]', '-o', 'text')).stdout).toMatch(/shop\s+1\.6/)
  }, 30_000)

  it('makes the APIs of a template, with the code and the values that are given, and says what is not there', async () => {
    const folder = temporaryFolder()
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const serverless = join(ROOT, 'test/clients/templates/serverless.json')
    const code = write('pets.mjs', 'export const handler = () => ({ body: "called" })')
    const script = `
      const { AWS_ENDPOINT_URL: url } = process.env
      const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x'
      const { item } = await (await fetch(url + '/restapis', { headers: { authorization } })).json()
      console.log(await (await fetch(url + '/restapis/' + item[0].id + '/dev/_user_request_/pets/1')).text())`
    const inside = ['--', process.execPath, '--input-type=module', '-e', script]
    const start = (...flags: readonly string[]) => bin(['sandbox', '--port', '0', ...flags, ...inside])

    const ran = await start('--template', serverless, '--handler', `PetsLambdaFunction=${code}`)
    expect(ran).toMatchObject({ code: 0, stdout: 'called\n' })
    expect(ran.stderr).toBe(
      'warning: of other services, and left out: 1 AWS::S3::Bucket, 1 AWS::Logs::LogGroup, 1 AWS::IAM::Role, ' +
        '1 AWS::Lambda::Permission\n',
    )
    const asks = write(
      'asks.yaml',
      'Parameters: { Name: { Type: String } }\nResources: { Api: { Type: AWS::ApiGateway::RestApi, Properties: { Name: !Ref Name } } }',
    )
    const hint = '  --parameter NAME=VALUE gives a parameter of the template its value\n'
    expect(await start('--template', asks)).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `error: "${asks}": Parameters.Name: has no value, which Resources.Api.Properties.Name.Ref asks for\n${hint}`,
    })
    const named = await sandboxProcess(['-o', 'json', '--template', asks, '--parameter', 'Name=shop'])
    expect(JSON.parse(named.first)).toMatchObject({ apis: [{ name: 'shop', stages: [] }] })
    const sam = write(
      'sam.yaml',
      'Transform: AWS::Serverless-2016-10-31\nResources: { Api: { Type: AWS::Serverless::Api, Properties: { StageName: prod, DefinitionUri: api.json } } }',
    )
    expect((await start('--template', sam)).stderr).toContain('there is no file "api.json", which "')
    const mock = { 'x-amazon-apigateway-integration': { type: 'mock' } }
    write('api.json', JSON.stringify({ openapi: '3.0.1', info: { title: 'filed' }, paths: { '/pets': { get: mock } } }))
    const filed = await sandboxProcess(['-o', 'json', '--template', sam])
    expect(JSON.parse(filed.first)).toMatchObject({ apis: [{ name: 'filed' }] })
    expect((await start('--parameter', 'Name=shop')).stderr).toContain('--parameter is for a template')
    expect((await start('--template', asks, '--parameter', 'Name')).stderr).toContain('--parameter is "Name"')
    expect((await start('--template', 'nowhere.json')).stderr).toContain('there is no file "nowhere.json"')
  })

  it('has the faults that it was started with again after a reset', async () => {
    const { first } = await sandboxProcess(['-o', 'json', '--fault', 'evictionRate=0.5'])
    const { url } = JSON.parse(first)

    await fetch(`${url}/_sandbox/faults`, { method: 'POST', body: '{"evictionRate":0}' })
    await fetch(`${url}/_sandbox/reset`, { method: 'POST' })

    expect(await (await fetch(`${url}/_sandbox/faults`)).json()).toMatchObject({ evictionRate: 0.5 })
  })

  it('checks signatures with --iam enforce', async () => {
    const enforcing = ['sandbox', '--port', '0', '--iam', 'enforce', '--']
    const status = [process.execPath, BIN, 'status', '--query', 'api.name']

    expect(await bin([...enforcing, ...status])).toMatchObject({ code: 0, stdout: '"pets"\n' })
    const forged = await bin([...enforcing, 'env', 'AWS_SECRET_ACCESS_KEY=guessed', ...status])
    expect(forged).toMatchObject({ code: 4, stdout: '' })
    expect(forged.stderr).toContain('InvalidSignatureException')
  })

  it.each([
    [['--seed', '/nowhere.json'], 'there is no file "/nowhere.json"'],
    [['--openapi', '/nowhere.yaml'], 'there is no file "/nowhere.yaml"'],
    [['--openapi', BIN], '": not an OpenAPI document: '],
    [['--state', BIN], '": not JSON ('],
    [['--fault', 'flood=1'], '--fault names "flood"'],
    [['--fault', 'evictionRate=2'], '--fault evictionRate is "2"'],
    [['--knob', 'multiValueKey=middle'], '--knob multiValueKey is "middle"'],
    [['--iam', 'maybe'], '--iam is "maybe"'],
    [['--quota', 'some'], '--quota is "some"'],
    [['--port', '70000'], '--port is "70000"'],
    [['--cluster-time', 'long'], '"long" is not a duration'],
    [['--history', '64d'], '--history is "64d"'],
  ])('refuses what it cannot be started with: %s', async (args, message) => {
    const { code, stderr } = await bin(['sandbox', '--port', '0', ...args])

    expect(stderr).toContain(message)
    expect(code).toBe(2)
  })

  it('names every fault and knob in its help, with values and defaults', async () => {
    const { stdout } = await bin(['sandbox', '--help'])

    for (const name of [...Object.keys(FAULTS), ...Object.keys(KNOBS)]) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'))
    }
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('(last, first, joined; default: last)')
  })

  it.skipIf(!hasAws)(
    'agrees with the AWS CLI after each verb (skipped where aws is not installed)',
    async () => {
      const { first } = await sandboxProcess(['-o', 'json', '--cluster-time', '300ms', '--flush-time', '200ms'])
      const { url, apis } = JSON.parse(first)
      const env = { ...awsEnvironment(url), HOME: process.env.HOME ?? '/', AWS_CONFIG_FILE: '/nowhere' }
      const stage = async () => {
        const { stdout } = await program(
          'aws',
          ['apigateway', 'get-stage', '--rest-api-id', apis[0].id, '--stage-name', 'prod'],
          { env },
        )
        const { cacheClusterEnabled, cacheClusterSize, cacheClusterStatus } = JSON.parse(stdout)
        return [cacheClusterEnabled, cacheClusterSize, cacheClusterStatus]
      }

      expect(await stage()).toEqual([false, undefined, 'NOT_AVAILABLE'])
      await bin(['enable', '--stage', 'prod', '--size', '0.5'], { env })
      expect(await stage()).toEqual([true, '0.5', 'AVAILABLE'])
      await bin(['resize', '--stage', 'prod', '--size', '1.6', '--yes'], { env })
      expect(await stage()).toEqual([true, '1.6', 'AVAILABLE'])
      await bin(['flush', '--stage', 'prod', '--yes'], { env })
      expect(await stage()).toEqual([true, '1.6', 'AVAILABLE'])
      await bin(['disable', '--stage', 'prod', '--yes'], { env })
      expect(await stage()).toEqual([false, '1.6', 'NOT_AVAILABLE'])
    },
    60_000,
  )
})

describe('apigw-cache demo', () => {
  it('tells the whole story, with figures that match the requests made', async () => {
    const { code, stdout, stderr } = await bin(['demo'])

    expect(code).toBe(0)
    const commands = [...stdout.matchAll(/^\$ apigw-cache (\w+)/gm)].map(([, verb]) => verb)
    expect(commands).toEqual([
      'status',
      'enable',
      'verify',
      'status',
      'override',
      'keys',
      'invalidate',
      'flush',
      'verify',
      'export',
      'plan',
      'apply',
      'plan',
      'disable',
    ])
    expect(stderr).toContain('CREATE_IN_PROGRESS')
    // As it was started here: nothing is on the path yet.
    expect(stdout).toMatch(/\nStart your own:\n {2}node bin\/apigw-cache\.js sandbox\n$/)
    // Five probes and twenty visitors: one of them reached the backend.
    expect(stdout).toContain('25 requests, 24 hits, 1 miss, ratio 96.0 %')
    const stood = [...stdout.matchAll(/generatedAt stayed (\S+) over 5 answers/g)].map(([, at]) => at)
    expect(stood).toHaveLength(2)
    expect(stood[0]).not.toBe(stood[1])
    expect(stdout).toContain('2 invalidated\n')
    expect(stdout).toContain('✓ the cache is gone')
  }, 60_000)
})
