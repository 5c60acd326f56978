import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bin, type SpawnOptions } from '../support/program.js'

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'apigw-cache-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const hasAws = spawnSync('aws', ['--version']).status === 0

const SEVERAL = 'export const list = () => ({ body: "listed" }), get = async () => ({ body: "got" }), size = 2'

/** A sandbox whose `/orders` is the function `orders`, which is asked twice. */
function shop(shell: readonly string[] | null = null) {
  const folder = temporaryFolder()
  const write = (name: string, text: string) => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const seed = write(
    'seed.json',
    JSON.stringify({
      apis: [
        {
          id: 'abcde12345',
          name: 'shop',
          methods: { 'GET /orders': { integration: { type: 'AWS_PROXY', handler: 'orders' } } },
          stages: { prod: {} },
        },
      ],
    }),
  )
  const script = `
    const url = process.env.AWS_ENDPOINT_URL + '/restapis/abcde12345/prod/_user_request_/orders'
    const answer = await fetch(url)
    const broken = await fetch(url + '?id=1')
      console.log(answer.status, answer.headers.get('x-name'), await answer.text(), broken.status)`
  const inside = shell
    ? ['--', 'sh', '-c', shell.join('\n')]
    : ['--', process.execPath, '--input-type=module', '-e', script]
  const run = (flags: readonly string[], options: SpawnOptions = {}) =>
    bin(['sandbox', '--port', '0', '--seed', seed, ...flags, ...inside], options)
  const start = (...flags: readonly string[]) => run(flags)
  return { run, start, write }
}

describe('the files of apigw-cache sandbox', () => {
  it('A160 adds a line for each request to the file of --access-log, and refuses one that it cannot write', async () => {
    const log = join(temporaryFolder(), 'access.log')
    const script = `
      const { AWS_ENDPOINT_URL: url } = process.env
      const apis = await (await fetch(url + '/restapis', { headers: { authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x' } })).json()
      for (const path of ['/pets', '/pets/1', '/nowhere'])
        await fetch(url + '/restapis/' + apis.item[0].id + '/prod/_user_request_' + path)`
    const inside = ['--', process.execPath, '--input-type=module', '-e', script]

    expect(await bin(['sandbox', '--port', '0', '--access-log', log, ...inside])).toMatchObject({ code: 0 })
    const lines = readFileSync(log, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(lines.map(({ status, resourcePath }) => [status, resourcePath])).toEqual([
      ['200', '/pets'],
      ['200', '/pets/{id}'],
      ['403', '-'],
    ])

    const refused = await bin(['sandbox', '--port', '0', '--access-log', '/nowhere/access.log', ...inside])
    expect(refused).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"/nowhere/access.log" cannot be written'),
    })
  })

  it('A162 says what is wrong with a module', async () => {
    const { start, write } = shop()
    for (const [flag, reason] of [
      ['orders', '--handler is "orders"'],
      ['orders=/nowhere.mjs', 'there is no file "/nowhere.mjs"'],
      [`orders=${write('broken.mjs', 'export const handler = (')}`, 'cannot be loaded: SyntaxError'],
      [`orders=${write('none.mjs', 'export const other = 1')}`, 'exports no function "handler"'],
      [`orders=${write('several.mjs', SEVERAL)}`, 'it exports get, list: name='],
      [`orders=${write('several.mjs', SEVERAL)}#put`, 'exports no function "put"'],
      [`orders=${write('orders.py', 'def handler(event, context): pass')}`, 'orders.py" is no JavaScript'],
      [`orders=${write('old.mjs', 'export const handler = (e, c, done) => done()')}`, 'takes a callback'],
    ] as const) {
      const refused = await start('--handler', flag)
      expect(refused.stderr).toContain(reason)
      expect(refused.code).toBe(2)
    }
  }, 120_000)

  it('A193 refuses a file without an end that a template names', async () => {
    const { start, write } = shop()
    const api = { Type: 'AWS::Serverless::Api', Properties: { StageName: 'prod', DefinitionUri: 'api.json' } }
    const template = { Transform: 'AWS::Serverless-2016-10-31', Resources: { Api: api } }
    const file = write('sam.json', JSON.stringify(template))
    symlinkSync('/dev/zero', join(dirname(file), 'api.json'))
    const refused = await start('--template', file)
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('it is a pipe or a device') })
  }, 60_000)

  it('A208 takes an export of another name, and several of one module, CommonJS too', async () => {
    const { start, write } = shop()
    const esm = write('several.mjs', SEVERAL)
    const ran = await start('--handler', `orders=${esm}#get`, '--handler', `others=${esm}#list`)
    expect(ran).toMatchObject({ code: 0, stdout: '200 null got 200\n' })
    const cjs = write('several.cjs', 'const all = { list: () => ({ body: "listed" }) }; module.exports = all')
    expect(await start('--handler', `orders=${cjs}#list`)).toMatchObject({ code: 0, stdout: '200 null listed 200\n' })
  }, 60_000)

  it('A163 takes what a module says as JSON, and tells what it throws', async () => {
    const { start, write } = shop()
    const good = write(
      'orders.mjs',
      `export const handler = async (event, context) => {
        if (event.queryStringParameters) throw new Error('no such order')
        return { statusCode: 201, headers: { 'X-Name': context.functionName, 'X-None': undefined }, body: event.path }
      }`,
    )
    const fine = await start('--handler', `orders=${good}`)
    expect(fine).toMatchObject({ code: 0, stdout: '201 orders /orders 502\n' })
    expect(fine.stderr).toContain('the function orders failed: Error: no such order')
  }, 60_000)

  it('A206 sends to stderr what a module prints', async () => {
    const { start, write } = shop()
    const loud = write(
      'orders.mjs',
      `import { stdout } from 'node:process'
      console.log('loaded')
      export const handler = () => {
        console.log('called')
        console.table([{ id: 1 }])
        process.stdout.write('written\\n')
        stdout.write('imported\\n')
        return { body: 'orders' }
      }`,
    )
    const ran = await start('--handler', `orders=${loud}`)
    expect(ran).toMatchObject({ code: 0, stdout: '200 null orders 200\n' })
    for (const said of ['loaded', 'called', 'id', 'written', 'imported']) expect(ran.stderr).toContain(said)

    const listed = await bin(['sandbox', '--port', '0', '-o', 'json', '--handler', `orders=${loud}`], {
      signalAt: { text: '"url"', signal: 'SIGINT' },
    })
    expect(JSON.parse(listed.stdout)).toHaveProperty('apis')
    expect(listed.stderr).toContain('loaded')
  }, 60_000)

  it('A207 ends with its command, or when it is told to, whatever a module has begun', async () => {
    const node = (script: string) => [`exec "${process.execPath}" --input-type=module -e '${script}'`]
    const { start, write } = shop(
      node(`
        const url = process.env.AWS_ENDPOINT_URL + "/restapis/abcde12345/prod/_user_request_/orders"
        await fetch(url)
        fetch(url + "?id=1").catch(() => {})
        setTimeout(() => process.exit(7), 200)`),
    )
    const busy = `orders=${write(
      'orders.mjs',
      `setInterval(() => {}, 1000)
      export const handler = ({ queryStringParameters }) => queryStringParameters ? new Promise(() => {}) : {}`,
    )}`
    expect(await start('--handler', busy)).toMatchObject({ code: 7 })

    const waiting = shop(node('console.log("ready"); setInterval(() => {}, 1000)')).run
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      const signalAt = { text: 'ready', signal }
      expect(await waiting(['--handler', busy], { signalAt })).toMatchObject({ code, stdout: 'ready\n' })
    }
    const signalAt = { text: 'listening', signal: 'SIGTERM' } as const
    expect(await bin(['sandbox', '--port', '0', '--handler', busy], { signalAt })).toMatchObject({ code: 130 })
  }, 60_000)

  it.skipIf(!hasAws)(
    'G12 shows the AWS CLI the access log of a stage as log events',
    async () => {
      const api = 'abcde12345'
      const { start } = shop([
        'set -e',
        'stage=$(aws apigateway get-rest-apis --query "items[0].id" --output text)',
        `aws apigateway update-stage --rest-api-id $stage --stage-name prod --patch-operations '[
        {"op":"replace","path":"/accessLogSettings/destinationArn","value":"arn:aws:logs:us-east-1:000000000000:log-group:access"},
        {"op":"replace","path":"/accessLogSettings/format","value":"{\\"s\\":$context.status}"}]' > /dev/null`,
        `curl -s "$AWS_ENDPOINT_URL/restapis/${api}/prod/_user_request_/nowhere" > /dev/null`,
        `aws logs filter-log-events --log-group-name access --filter-pattern '{ $.s = 403 }' --query 'events[].message' --output text`,
        "name=$(aws logs describe-log-streams --log-group-name access --query 'logStreams[0].logStreamName' --output text)",
        "aws logs get-log-events --log-group-name access --log-stream-name $name --query 'events[].message' --output text",
        "aws logs describe-log-groups --query 'logGroups[].logGroupName' --output text",
      ])
      const ran = await start()
      expect(ran).toMatchObject({ code: 0, stdout: '{"s":403}\n{"s":403}\naccess\n' })
    },
    120_000,
  )
})
