import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Seed } from '../../src/sandbox/index.js'
import { runCli, withSandbox } from '../support/cli.js'
import { FakeClock } from '../support/clock.js'

const MOCK = { 'GET /': { integration: { type: 'MOCK' } } } as const
const TWO_WITH_PROD: Seed = {
  apis: [
    { id: 'aaaaaaaaaa', name: 'orders', methods: MOCK, stages: { prod: {} } },
    { id: 'bbbbbbbbbb', name: 'pets', methods: MOCK, stages: { prod: {}, dev: {} } },
  ],
}

describe('a wrong value', () => {
  it.each([
    ['enable --stage prod --size 0.7', '"0.7" is not a cache size', '0.5 1.6 6.1 13.5 28.4 58.2 118 237'],
    ['enable --stage prod --ttl 3601', '"3601" is not a TTL', '0 (not cached) to 3600'],
    ['enable --stage prod --ttl -1', '"-1" is not a TTL', '3600'],
    ['enable --stage prod --unauthorized deny', '"deny" is not a strategy', 'fail, warn or ignore'],
    ['enable --stage prod --default-caching maybe', '--default-caching is "maybe"', 'on'],
    ['enable --stage prod --timeout soon', '"soon" is not a duration', '5m'],
    ['enable --stage', '--stage has no value', '-s, --stage <stage>\n  apigw-cache help enable'],
    ['enable pets', 'enable takes nothing but options, and one is there', 'apigw-cache'],
    ['enable --stage prod --sise 0.5', 'enable has no option --sise', 'did you mean --size?'],
    ['enable --stage-name prod', 'enable has no option --stage-name\n', 'here that is --stage\n'],
    ['status --rest-api-id=p3t5d3m0a1', 'status has no option --rest-api-id\n', 'here that is --api\n'],
    ['warm --stage prod --path /pets', 'warm has no option --path\n', 'here that is the path, without an option\n'],
    ['status --format json', 'status has no option --format\n', 'here that is --output\n'],
    ['override --path /pets', 'override has no option --path\n', 'here that is the method, without an option\n'],
    ['verify --stage prod -H X', 'verify has no option -H\n', 'here that is --header\n'],
    ['verify --stage prod -HAuthorization:x', 'verify has no option -H\n', 'here that is --header\n'],
    ['verify --stage prod -X GET', 'verify has no option -X\n', 'here that is --method\n'],
    ['override -X GET', 'override has no option -X\n', 'here that is the method, without an option\n'],
    ['list -X GET', 'list has no option -X\n', 'apigw-cache help list'],
    ['list --cache-cluster-size 0.5', 'list has no option --cache-cluster-size\n', 'apigw-cache help list'],
    ['status --constructor', 'status has no option --constructor\n', 'apigw-cache help status'],
    ['enable --stage prod --frob', 'enable has no option --frob\n', 'apigw-cache help enable'],
    ['enabel --stage prod', 'there is no verb enabel', 'did you mean enable?'],
    ['--stage prod', 'there is no verb, only --stage', 'the verb comes first'],
    ['keys', 'keys names no action', 'list, add or remove'],
    ['wait --stage prod', 'wait names no state', 'available or gone'],
    ['sandbox --iam some', '--iam is "some"', 'off or enforce'],
    ['status -o yaml', '"yaml" is not an output format', 'table, json'],
    ['status --since yesterday', '"yesterday" is neither a duration nor a time', '1h'],
    ['status --rate 0', '"0" is not a rate', '5/s'],
    ['status --endpoint-url localhost:4780', '"localhost:4780" is not an endpoint URL', 'http://'],
    ['status --region mars', '"mars" is not an AWS region', 'us-east-1'],
    ['status --api wss://x.execute-api.us-east-1.amazonaws.com/prod', 'HTTP or WebSocket API', 'no cache'],
    ['status --api arn:aws:s3:::bucket', 'is not the ARN of a REST API', 'arn:aws:apigateway'],
    ['wait ready --stage prod', '"ready" is not a state to wait for', 'available or gone'],
    ['flush --stage prod --yes --all --authorizers', 'exclude each other', '--all'],
    ['resize --stage prod --yes', 'resize needs --size', '--size <gb>: '],
    [
      "keys add GET /pets 'querystring.page[size]' --api pets --stage prod",
      'takes no parameter with the name "page[size]"',
      'apigw-cache override GET /pets --cache off --api pets --stage prod',
    ],
    ['verify pets --stage prod', '"pets" is neither a path nor a URL', '/pets'],
    ['verify /pets --samples 1', '--samples is "1"', '2 to 100'],
    ['verify /pets --timestamp body', 'does not say where the timestamp is', 'header:'],
    ['verify /pets --method POST', 'probing several times sends POST', '--yes'],
    ["verify /pets --method 'G T'", '--method is "G T"', 'GET, PUT'],
    ['verify /pets --connect-to localhost:99999', '--connect-to is "localhost:99999"', 'HOST:PORT'],
    ['verify /pets --connect-to http://x', '--connect-to is "http://x"', 'HOST:PORT'],
    ['verify /pets --accept-unkeyed /pets', '--accept-unkeyed is "/pets"', 'or all'],
    ['enable --stage prod --accept-unkeyed GET', '--accept-unkeyed is "GET"', "'GET /pets/{id}'"],
    ['enable --stage prod --encrypt --no-encrypt', '--encrypt and --no-encrypt exclude each other', 'leave one'],
    [
      'defaults --stage prod --no-require-authorization --require-authorization',
      '--require-authorization and --no-require-authorization exclude each other',
      'leave one',
    ],
    ['invalidate /pets --sign --no-sign', '--sign and --no-sign exclude each other', 'leave one'],
    ['enable --stage prod --ttl 61m', '"61m" is not a TTL', '5m or 1h'],
    ['enable --stage prod --ttl 1.5s', '"1.5s" is not a TTL', 'whole seconds'],
    ['override ~1pets/FETCH --ttl 60', '"~1pets/FETCH" is not a method', 'GET /pets/{id}'],
    ['sandbox --knob flood', '--knob names "flood", which there is not', 'keyIncludesVerb'],
    ['sandbox --fault missRate=2', '--fault missRate is "2"', '--fault takes missRate=<0..1>'],
    ['sandbox --template a.json --template b.json', '--template is there twice: "a.json" and "b.json"', 'leave one'],
    ['sandbox --openapi a.yaml --openapi b.yaml', '--openapi is there twice: "a.yaml" and "b.yaml"', 'leave one'],
    ['sandbox --state a.json --state b.json', '--state is there twice: "a.json" and "b.json"', 'leave one'],
    ['status --account 12', '"12" is not an AWS account', 'twelve digits'],
    ['help nothing', 'there is no help on "nothing"', 'exit-codes'],
  ])('is refused before anything is sent: %s', async (command, message, hint) => {
    const { cli, sent } = await withSandbox()

    const { code, stdout, stderr } = await cli(command)

    expect(stderr).toContain(`error: `)
    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
    expect(stdout).toBe('')
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })

  it('has no place in the error where its option is unknown', async () => {
    const { cli } = await withSandbox()

    const { stderr } = await cli('verify /pets --api-kye=s3cr3t-of-mine')

    expect(stderr).toContain('verify has no option --api-kye')
    expect(stderr).not.toContain('s3cr3t')
  })

  it.each(['disable', 'resize --size 1.6', 'flush'])('--yes is needed in a pipe: %s', async (verb) => {
    const { cli, sent } = await withSandbox()

    const { code, stderr } = await cli(`${verb} --stage prod`)

    expect(stderr).toContain('there is no terminal to ask on')
    expect(stderr).toContain('repeat with --yes')
    expect(code).toBe(2)
    expect(sent()).toEqual([])
  })
})

describe('a target', () => {
  it('that does not exist is a failure with the closest names', async () => {
    const { cli } = await withSandbox()

    const stage = await cli('status --api pets --stage prot')
    expect(stage).toMatchObject({ code: 1, stdout: '' })
    expect(stage.stderr).toBe('error: no stage "prot" in API pets\n  did you mean --stage prod?\n')

    const api = await cli('status --api pet --stage prod')
    expect(api.code).toBe(1)
    expect(api.stderr).toContain('no REST API "pet" in us-east-1\n  did you mean --api pets?')
  })

  it('that could be two stages is a usage error that lists them', async () => {
    const { cli, sent } = await withSandbox({ seed: TWO_WITH_PROD })

    const { code, stdout, stderr } = await cli('enable --stage prod --size 0.5')

    expect(code).toBe(2)
    expect(stdout).toBe('')
    expect(stderr).toContain('there are 2 APIs with a stage "prod"')
    expect(stderr).toContain('--api aaaaaaaaaa --stage prod   orders')
    expect(stderr).toContain('--api bbbbbbbbbb --stage prod   pets')
    expect(sent().filter((one) => !one.startsWith('Get'))).toEqual([])
  })

  it('that could be two stages is asked about in a terminal', async () => {
    const { cli } = await withSandbox({ seed: TWO_WITH_PROD })

    const { code, stderr } = await cli('status --stage prod', { answers: [] })

    expect(stderr).toContain('? Which stage? stage prod of API orders (aaaaaaaaaa)')
    expect(code).toBe(0)
  })

  it.each([
    ['its id', 'bbbbbbbbbb'],
    ['its name', 'pets'],
    ['an ARN', 'arn:aws:apigateway:us-east-1::/restapis/bbbbbbbbbb/stages/prod'],
    ['an invoke ARN', 'arn:aws:execute-api:us-east-1::bbbbbbbbbb/prod/GET/pets'],
    ['an invoke URL', 'https://bbbbbbbbbb.execute-api.us-east-1.amazonaws.com/prod/pets?x=1'],
  ])('is found by %s', async (_, api) => {
    const { cli } = await withSandbox({ seed: TWO_WITH_PROD })

    const { code, stdout } = await cli(['status', '--api', api, '--stage', 'prod', '-o', 'json'])

    expect(JSON.parse(stdout)).toMatchObject({ api: { id: 'bbbbbbbbbb', name: 'pets' }, stage: 'prod' })
    expect(code).toBe(0)
  })

  it('is taken from the environment and from the config file, the flag first', async () => {
    const { cli } = await withSandbox({ seed: TWO_WITH_PROD })
    const files = { '/apigw-cache.config.yaml': 'api: pets\nstage: dev\n' }
    const stageOf = async (command: string, env = {}) =>
      (await cli(`${command} --query stage`, { files, env })).stdout.trim()

    expect(await stageOf('status')).toBe('"dev"')
    expect(await stageOf('status', { APIGW_CACHE_STAGE: 'prod' })).toBe('"prod"')
    expect(await stageOf('status --stage dev', { APIGW_CACHE_STAGE: 'prod' })).toBe('"dev"')
  })

  it('an error in the config file names file, line and key', async () => {
    const { cli } = await withSandbox()
    const files = { '/work-folder/apigw-cache.config.yaml': 'api: pets\nstages: prod\n' }

    const { code, stderr } = await cli('status', { files })

    expect(stderr).toContain('/work-folder/apigw-cache.config.yaml:2: unknown key "stages"')
    expect(code).toBe(2)
  })
})

describe('the account guard', () => {
  it('refuses other credentials, and nothing but GetCallerIdentity was sent', async () => {
    const { cli, sent } = await withSandbox()

    const { code, stderr } = await cli('enable --stage prod --account 123456789012')

    expect(stderr).toContain('the credentials belong to account 000000000000, not 123456789012')
    expect(code).toBe(2)
    expect(sent()).toEqual(['GetCallerIdentity'])
  })

  it('lets the right account through and shows it', async () => {
    const { cli } = await withSandbox()

    const { stdout } = await cli('status --stage prod --account 000000000000 --query account')

    expect(stdout).toBe('"000000000000"\n')
  })
})

describe('trouble on the way to AWS', () => {
  const clock = () => new FakeClock()

  it('no credentials: exit 4 with how to sign in', async () => {
    const env = {
      AWS_ACCESS_KEY_ID: undefined,
      AWS_SECRET_ACCESS_KEY: undefined,
      AWS_EC2_METADATA_DISABLED: 'true',
    }
    const { code, stderr } = await runCli(
      'status --stage prod',
      clock(),
      { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' },
      { env },
    )

    expect(stderr).toContain('error: no AWS credentials were found')
    expect(stderr).toContain('aws sso login')
    expect(code).toBe(4)
  })

  it('a dead endpoint: exit 1 at once', async () => {
    const { code, stderr } = await runCli('status --stage prod', clock(), {
      AWS_ENDPOINT_URL: 'http://127.0.0.1:9',
    })

    expect(stderr).toContain('error: nothing listens at 127.0.0.1:9')
    expect(code).toBe(1)
  })

  it('an endpoint that answers HTML: exit 1, and says what answered', async () => {
    const server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html><body>Welcome</body></html>')
    }).listen(0)
    onTestFinished(() => void server.close())
    const { port } = server.address() as AddressInfo

    const { code, stderr } = await runCli('status --stage prod', clock(), {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
    })

    expect(stderr).toContain(`http://127.0.0.1:${port} did not answer like API Gateway: text/html, status 200`)
    expect(stderr).toContain('--endpoint-url')
    expect(code).toBe(1)
  })

  it('an error is one JSON object on stderr with -o json, and stdout stays empty', async () => {
    const { cli } = await withSandbox()

    const { stdout, stderr } = await cli('-o json enable --api pets --stage prot')

    expect(JSON.parse(stderr)).toEqual({
      error: {
        kind: 'failure',
        message: 'no stage "prot" in API pets',
        hint: 'did you mean --stage prod?',
        requestId: null,
      },
    })
    expect(stdout).toBe('')
  })
})

describe('help', () => {
  it('of a verb that there is not is a usage error, not a success', async () => {
    const { cli } = await withSandbox()

    expect(await cli('enabel --help')).toMatchObject({ code: 2, stdout: '' })
    expect((await cli('resize --stage prod --yes')).stderr).toContain('apigw-cache help resize')
  })

  it('shows every verb with examples that can be read', async () => {
    const { cli } = await withSandbox()
    const list = (await cli('--help')).stdout
    const verbs = [...list.matchAll(/^ {2}(\w+) {2,}\S/gm)].map(([, verb = '']) => verb)
    expect(verbs).toContain('keys')

    for (const verb of verbs.filter((one) => one !== 'help')) {
      const { code, stdout } = await cli(`help ${verb}`)
      expect(code).toBe(0)
      expect(stdout).toContain(`Usage: apigw-cache ${verb}`)
    }
  })
})
