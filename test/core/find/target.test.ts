import { describe, expect, it } from 'vitest'
import { openStage } from '../../../src/core/find/target.js'
import { openConnection } from '../../../src/io/aws/connection.js'
import { createHttp } from '../../../src/io/network/http.js'
import type { PolicyStatement, Seed } from '../../../src/sandbox/index.js'
import { withSandbox } from '../../support/cli.js'
import { connectionTo } from '../../support/connection.js'

const MOCK = { 'GET /': { integration: { type: 'MOCK' } } } as const
const APIS: Seed['apis'] = [
  { id: 'aaaaaaaaaa', name: 'orders', methods: MOCK, stages: { prod: {} } },
  { id: 'bbbbbbbbbb', name: 'pets', methods: MOCK, stages: { dev: {} } },
]

const arn = (path: string) => `arn:aws:apigateway:us-east-1::${path}`
const all: PolicyStatement = { Effect: 'Allow', Action: '*', Resource: '*' }
const without = (...ids: readonly string[]): PolicyStatement => ({
  Effect: 'Deny',
  Action: 'apigateway:GET',
  Resource: ids.map((id) => arn(`/restapis/${id}/stages`)),
})

async function somebodyWith(...Statement: readonly PolicyStatement[]) {
  const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 's', name: 'ann', policies: [{ Statement }] }
  const { cli } = await withSandbox({ seed: { identities: [ann], apis: APIS }, iam: 'enforce' })
  const env = { AWS_ACCESS_KEY_ID: ann.accessKeyId, AWS_SECRET_ACCESS_KEY: ann.secretAccessKey }
  return (command: string) => cli(command, { env })
}

describe('a stage without --api', () => {
  it('is found beside an API that may not be read, and that API is named', async () => {
    const ann = await somebodyWith(all, without('aaaaaaaaaa'))

    const { code, stdout, stderr } = await ann('status --stage dev --query stage')

    expect(stderr).toBe('using stage dev of API pets (bbbbbbbbbb); not allowed to look at API orders (aaaaaaaaaa)\n')
    expect(stdout).toBe('"dev"\n')
    expect(code).toBe(0)
  })

  it('is denied, not missing, where it may be in an API that may not be read', async () => {
    const ann = await somebodyWith(all, without('aaaaaaaaaa'))

    const { code, stderr } = await ann('status --stage prod')

    expect(stderr).toContain('there is no stage "prod" that may be seen')
    expect(stderr).toContain('not allowed to look at API orders (aaaaaaaaaa)')
    expect(stderr).toContain('apigateway:GET')
    expect(code).toBe(4)
  })

  it('is found although another API is deleted at that moment', async () => {
    const { sandbox, clock } = await withSandbox({ seed: { apis: APIS } })
    const door = createHttp(clock)
    const connection = await openConnection(
      {
        region: 'us-east-1',
        endpointUrl: sandbox.url,
        credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
      },
      { env: {}, clock, random: () => 0.5, http: (request) => clock.during(door(request)) },
    )
    const { control } = connection
    const restApis = async () => {
      const listed = await control.restApis()
      const authorization = 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request'
      await fetch(`${sandbox.url}/restapis/aaaaaaaaaa`, { method: 'DELETE', headers: { authorization } })
      return listed
    }

    const found = await openStage({ ...connection, control: { ...control, restApis } }, { stage: 'dev' })

    expect(sandbox.apis.map(({ id }) => id)).toEqual(['bbbbbbbbbb'])
    expect(found).toMatchObject({
      target: { api: { id: 'bbbbbbbbbb' } },
      inferred: 'using stage dev of API pets (bbbbbbbbbb)',
    })
  })
})

describe('--api', () => {
  const NAMED = (id: string, name: string): Seed => ({
    apis: [...APIS, { id, name, methods: MOCK, stages: { prod: {} } }],
  })

  it.each([
    ['an ARN', 'arn:aws:apigateway:us-east-1::/restapis/short1/stages/prod'],
    ['an invoke ARN', 'arn:aws:execute-api:us-east-1::short1/prod/GET/'],
    ['an invoke URL', 'https://short1.execute-api.us-east-1.amazonaws.com/prod'],
    ['the URL of an emulator', 'http://127.0.0.1:4566/restapis/short1/prod/_user_request_/'],
  ])('is asked for directly where it is %s, however its id looks', async (_, api) => {
    const bench = await withSandbox({ seed: NAMED('short1', 'shop') })

    const { target } = await openStage(await connectionTo(bench), { api, stage: 'prod' })

    expect(target.api).toEqual({ id: 'short1', name: 'shop' })
    expect(bench.sent()).toEqual(['GetRestApi', 'GetStages'])
  })

  it.each([
    ['inventory', 'GetRestApis'],
    ['inventory1', 'GetRestApi'],
    ['inventory12', 'GetRestApis'],
    ['Inventory1', 'GetRestApis'],
  ])('may be an id only with ten lower-case letters and digits: %s', async (api, first) => {
    const bench = await withSandbox({ seed: NAMED('cccccccccc', api) })

    const { target } = await openStage(await connectionTo(bench), { api, stage: 'prod' })

    expect(target.api).toEqual({ id: 'cccccccccc', name: api })
    expect(bench.sent()[0]).toBe(first)
  })

  it('is found by a name that looks like an id', async () => {
    const { cli } = await withSandbox({ seed: NAMED('cccccccccc', 'inventory1') })

    const { code, stdout } = await cli('status --api inventory1 --stage prod --query api')

    expect(JSON.parse(stdout)).toEqual({ id: 'cccccccccc', name: 'inventory1' })
    expect(code).toBe(0)
  })

  it('that may not be read is denied, and no other API is looked for under that name', async () => {
    const one: PolicyStatement = {
      Effect: 'Deny',
      Action: 'apigateway:GET',
      Resource: arn('/restapis/aaaaaaaaaa'),
    }
    const ann = await somebodyWith(all, one)

    const { code, stderr } = await ann('status --api aaaaaaaaaa --stage prod')

    expect(stderr).toContain(`not allowed: apigateway:GET on ${arn('/restapis/aaaaaaaaaa')}`)
    expect(code).toBe(4)
  })
})
