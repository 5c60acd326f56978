import { describe, expect, it } from 'vitest'
import { sorted } from '../../../src/core/gateway/method.js'
import type { Seed } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const PROXY = { integration: { type: 'AWS_PROXY', handler: 'demo-pets' } } as const
const SEED: Seed = {
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      methods: {
        'GET /users': {
          ...PROXY,
          parameters: ['querystring.type', 'querystring.department', 'header.X-Lang'],
        },
        'GET /pets/{id}': PROXY,
      },
      stages: { prod: {} },
    },
  ],
}

const users = (change: string) => `keys ${change} --stage prod`
const resource = /"id":"(\w+)"[^}]*"path":"\/users"/

const AWS = {
  authorization:
    'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=x',
}

/** What GET /users declares in the API as it stands. */
async function declared({ sandbox }: Bench): Promise<readonly string[]> {
  const read = async (path: string) =>
    (await fetch(`${sandbox.url}/restapis/aaaaaaaaaa${path}`, { headers: AWS })).text()
  const [, id = ''] = resource.exec((await read('/resources?limit=500')).replaceAll(/\s/g, '')) ?? []
  const method: unknown = JSON.parse(await read(`/resources/${id}/methods/GET`))
  return sorted(Object.keys(Object(Reflect.get(Object(method), 'requestParameters'))))
}

const BEFORE = [
  'method.request.header.X-Lang',
  'method.request.querystring.department',
  'method.request.querystring.type',
]

describe('keys add', () => {
  it('says what it declares, and the declared name that is close to it', async () => {
    const { cli } = await withSandbox({ seed: SEED })

    const { code, stderr } = await cli(users('add GET /users querystring.departmnt header.X-Tenant'))

    expect(code).toBe(0)
    expect(stderr).toContain(
      'GET /users does not declare querystring.departmnt, so that is declared as well; did you mean querystring.department',
    )
    expect(stderr).toMatch(/GET \/users does not declare header.X-Tenant, so that is declared as well$/m)
  })

  it('says nothing of what is declared, and of what the path says', async () => {
    const { cli } = await withSandbox({ seed: SEED })

    expect((await cli(users('add GET /users querystring.type'))).stderr).not.toContain('declare')
    expect((await cli(users('add GET /pets/{id} path.id'))).stderr).not.toContain('declare')
  })
})

describe('the case of a header', () => {
  it('is the one that the method has already', async () => {
    const bench = await withSandbox({ seed: SEED })

    const { stdout, stderr } = await bench.cli(users('add GET /users header.x-lang'))

    expect(stdout).toContain('header.X-Lang')
    expect(stderr).toContain('GET /users spells header.x-lang as header.X-Lang, which stays')
    expect(await declared(bench)).toEqual(BEFORE)
  })

  it('makes no second key of one that is there, and keeps none from being removed', async () => {
    const bench = await withSandbox({ seed: SEED })
    await bench.cli(users('add GET /users header.X-Lang'))

    const added = await bench.cli(users('add GET /users header.X-LANG -o json'))
    const removed = await bench.cli(users('remove GET /users header.x-lang -o json'))

    expect(JSON.parse(added.stdout)).toMatchObject({ changed: false })
    expect(JSON.parse(removed.stdout)).toMatchObject({ changed: true })
  })

  it('is no difference to a declarative file', async () => {
    const bench = await withSandbox({ seed: SEED })
    await bench.cli(users('add GET /users header.X-Lang --deploy --yes'))
    const file = 'version: 1\nstages: [{ api: pets, stage: prod, methods: { GET /users: { keys: [header.x-lang] } } }]'

    const { code, stdout } = await bench.cli('plan -f - --check', { stdin: file })

    expect(stdout).toContain('nothing differs')
    expect(code).toBe(0)
  })
})

describe('keys remove', () => {
  it('takes back the declaration that came with the key', async () => {
    const bench = await withSandbox({ seed: SEED })
    await bench.cli(users('add GET /users querystring.departmnt querystring.type'))

    const { code } = await bench.cli(users('remove GET /users querystring.departmnt querystring.type'))

    expect(code).toBe(0)
    expect(await declared(bench)).toEqual(BEFORE)
    expect((await bench.cli('doctor --stage prod -o json')).stdout).not.toContain('keys-not-deployed')
  })

  it('takes it back also where it is deployed, as the deployments tell for what it was made', async () => {
    const bench = await withSandbox({ seed: SEED })
    await bench.cli(users('add GET /users querystring.departmnt querystring.type'))
    await bench.cli(users('add GET /users querystring.departmnt --deploy --yes'))
    bench.clock.advance(1000)
    await bench.cli(users('add GET /users header.X-Lang --deploy --yes'))

    const remove = 'remove GET /users querystring.departmnt querystring.type header.X-Lang'
    const { code } = await bench.cli(users(`${remove} --deploy --yes`))

    expect(code).toBe(0)
    expect(await declared(bench)).toEqual(BEFORE)
    expect((await bench.cli('doctor --stage prod -o json')).stdout).not.toContain('departmnt')
  })

  it('leaves one that its owner declares since it was taken back', async () => {
    const bench = await withSandbox({ seed: SEED })
    for (const change of ['add', 'remove']) {
      await bench.cli(users(`${change} GET /users querystring.mine --deploy --yes`))
      bench.clock.advance(1000)
    }
    await bench.cli(users('add GET /users querystring.mine'))
    const [api] = bench.sandbox.apis
    await fetch(`${bench.sandbox.url}/restapis/${api?.id}/deployments`, {
      method: 'POST',
      headers: AWS,
      body: '{"stageName":"prod","description":"the owner"}',
    })

    await bench.cli(users('remove GET /users querystring.mine'))

    expect(await declared(bench)).toContain('method.request.querystring.mine')
  })

  it('leaves a declaration that another key reads', async () => {
    const bench = await withSandbox({ seed: SEED })
    const other = 'integration.header.Copy=method.request.querystring.copied'
    await bench.cli(users(`add GET /users querystring.copied ${other} --force`))
    await bench.cli(users('remove GET /users querystring.copied'))
    expect(await declared(bench)).toContain('method.request.querystring.copied')
  })
})
