import {
  APIGatewayClient,
  CreateAuthorizerCommand,
  PutIntegrationCommand,
  PutMethodCommand,
  paginateGetResources,
  UpdateIntegrationCommand,
  UpdateMethodCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { Sandbox, Seed, SeedMethod } from '../../../src/sandbox/index.js'
import { type Bench, withSandbox } from '../../support/cli.js'

const LAMBDA: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'demo-users' } }
const MOCK: SeedMethod = { integration: { type: 'MOCK' } }
const HTTP: SeedMethod = { integration: { type: 'HTTP', uri: 'http://127.0.0.1:9/search' } }

interface More {
  readonly methods?: Seed['apis'][number]['methods']
  readonly stage?: Seed['apis'][number]['stages'][string]
  readonly tags?: Record<string, string>
}

const seedOf = ({ methods = {}, stage = {}, tags = {} }: More = {}): Seed => ({
  apis: [
    {
      id: 'aaaaaaaaaa',
      name: 'pets',
      tags,
      methods: {
        'GET /users': { ...LAMBDA, parameters: ['querystring.type', 'querystring.department'] },
        'GET /pets/{id}': { ...MOCK, keys: ['path.id', 'querystring.size'] },
        'POST /search': HTTP,
        ...methods,
      },
      stages: { prod: { cluster: '0.5', settings: { '*/*': { cachingEnabled: true } }, ...stage } },
    },
  ],
})

const writes = (sent: readonly string[]) => sent.filter((one) => !one.startsWith('Get'))
const keysOf = async ({ cli }: Pick<Bench, 'cli'>, method: string) =>
  JSON.parse((await cli(`keys list ${method} --stage prod -o json`)).stdout).methods[0]

async function generatedAt({ url }: Sandbox, path: string): Promise<string> {
  const reply = await fetch(`${url}/restapis/aaaaaaaaaa/prod/_user_request_${path}`)
  return /"generatedAt":"([^"]+)"/.exec(await reply.text())?.[1] ?? 'no time'
}

/** Somebody else at work on the API. */
function elsewhere({ sandbox, clock }: Bench): APIGatewayClient {
  const client = new APIGatewayClient({
    endpoint: sandbox.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    systemClockOffset: clock.now() - Date.now(),
  })
  onTestFinished(() => client.destroy())
  return client
}

async function resourceIdOf(client: APIGatewayClient, path: string): Promise<string> {
  const pages = paginateGetResources({ client, pageSize: 500 }, { restApiId: 'aaaaaaaaaa' })
  for await (const { items = [] } of pages) {
    const found = items.find((one) => one.path === path)?.id
    if (found !== undefined) return found
  }
  throw new Error(`no resource ${path}`)
}

/** Without a deployment. */
async function changeElsewhere(bench: Bench, path: string, timeout: string): Promise<void> {
  const client = elsewhere(bench)
  await client.send(
    new UpdateIntegrationCommand({
      restApiId: 'aaaaaaaaaa',
      resourceId: await resourceIdOf(client, path),
      httpMethod: path === '/search' ? 'POST' : 'GET',
      patchOperations: [{ op: 'replace', path: '/timeoutInMillis', value: timeout }],
    }),
  )
  bench.sandbox.clearRequests()
}

/** Changes the keys of GET /users without a deployment. */
async function changeKeysElsewhere(bench: Bench, op: 'add' | 'remove', key: string): Promise<void> {
  const client = elsewhere(bench)
  const path = `/cacheKeyParameters/method.request.${key}`
  await client.send(
    new UpdateIntegrationCommand({
      restApiId: 'aaaaaaaaaa',
      resourceId: await resourceIdOf(client, '/users'),
      httpMethod: 'GET',
      patchOperations: [op === 'add' ? { op, path, value: '' } : { op, path }],
    }),
  )
  bench.sandbox.clearRequests()
}

/** Gives GET /mine another authorizer, which reads `source`, without a deployment. */
async function swapAuthorizer(bench: Bench, source: string): Promise<void> {
  const client = elsewhere(bench)
  const { id } = await client.send(
    new CreateAuthorizerCommand({
      restApiId: 'aaaaaaaaaa',
      name: 'other',
      type: 'REQUEST',
      identitySource: source,
      authorizerUri:
        'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:other/invocations',
    }),
  )
  await client.send(
    new UpdateMethodCommand({
      restApiId: 'aaaaaaaaaa',
      resourceId: await resourceIdOf(client, '/mine'),
      httpMethod: 'GET',
      patchOperations: [{ op: 'replace', path: '/authorizerId', value: id }],
    }),
  )
  bench.sandbox.clearRequests()
}

/** Somebody who may do all but this on one collection of the API. */
async function withoutPermission(action: string, collection: string, seed: Seed) {
  const Resource = [`arn:aws:apigateway:us-east-1::/restapis/aaaaaaaaaa/${collection}`]
  const Statement = [
    { Effect: 'Allow' as const, Action: ['apigateway:*'], Resource: ['*'] },
    { Effect: 'Deny' as const, Action: [action], Resource },
  ]
  const ann = { accessKeyId: 'AKIDANN', secretAccessKey: 'secret', name: 'ann', policies: [{ Statement }] }
  const bench = await withSandbox({ seed: { ...seed, identities: [ann] }, iam: 'enforce' })
  return { ...bench, env: { AWS_ACCESS_KEY_ID: 'AKIDANN', AWS_SECRET_ACCESS_KEY: 'secret' } }
}

const WHO = 'method.request.header.X-Who'
const MINE: SeedMethod = {
  ...LAMBDA,
  authorizer: { name: 'who', type: 'REQUEST', identitySource: WHO },
  keys: ['header.X-Who'],
}

async function newMethod(bench: Bench): Promise<void> {
  const client = elsewhere(bench)
  const resourceId = await resourceIdOf(client, '/')
  const place = { restApiId: 'aaaaaaaaaa', resourceId, httpMethod: 'GET' }
  await client.send(new PutMethodCommand({ ...place, authorizationType: 'NONE' }))
  await client.send(new PutIntegrationCommand({ ...place, type: 'MOCK' }))
  bench.sandbox.clearRequests()
}

describe('keys list', () => {
  it('gives the methods of the contract with what the stage runs', async () => {
    const { cli } = await withSandbox({ seed: seedOf() })

    const { code, stdout } = await cli('keys list --stage prod -o json')

    const { methods, ...rest } = JSON.parse(stdout)
    expect(rest).toEqual({
      account: null,
      region: 'us-east-1',
      api: { id: 'aaaaaaaaaa', name: 'pets' },
      stage: 'prod',
      warnings: [],
    })
    expect(methods).toHaveLength(3)
    expect(methods[0]).toEqual({
      method: 'GET',
      path: '/pets/{id}',
      source: 'stage-default',
      caching: true,
      ttlSeconds: 300,
      encrypted: false,
      requireAuthorization: true,
      unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
      cached: true,
      keys: ['path.id', 'querystring.size'],
      pendingKeys: null,
      cacheNamespace: expect.any(String),
    })
    expect(code).toBe(0)
  })

  it('shows one method, written as two words or as one', async () => {
    const { cli } = await withSandbox({ seed: seedOf() })

    for (const method of ["'GET /pets/{id}'", 'GET /pets/{id}', 'get ~1pets~1{id}']) {
      const { stdout } = await cli(`keys list ${method} --stage prod -o text`)
      expect(stdout).toMatch(/^GET\t\/pets\/\{id\}\ttrue\tpath\.id querystring\.size\t\t\w+\n$/)
    }
  })

  it('explains a namespace that several methods share, and shows it', async () => {
    const shared = {
      'GET /a': { ...MOCK, cacheNamespace: 'one' },
      'GET /b': { ...MOCK, cacheNamespace: 'one' },
    }
    const { cli } = await withSandbox({ seed: seedOf({ methods: shared }) })

    const { stdout } = await cli('keys list GET /a --stage prod')

    expect(stdout).toMatch(/GET +\/a +yes +none +one\n/)
    expect(stdout).toContain('warning shared-namespace: GET /a, GET /b have the cache namespace one in common')
  })

  it('names the closest method where there is none of that name', async () => {
    const { cli } = await withSandbox({ seed: seedOf() })

    const { code, stdout, stderr } = await cli('keys list GET /user --api pets --stage prod')

    expect(stderr).toBe("error: API pets has no method GET /user\n  did you mean 'GET /users'?\n")
    expect(stdout).toBe('')
    expect(code).toBe(1)
  })
})

describe('keys add', () => {
  it('makes department share an entry and keeps types apart, once it is deployed', async () => {
    const bench = await withSandbox({ seed: seedOf() })
    const { cli, sandbox, clock } = bench
    const answers = async () => {
      const [a, b, regular] = ['type=admin&department=A', 'type=admin&department=B', 'type=regular&department=A']
      const seen: string[] = []
      for (const query of [a, b, regular]) {
        clock.advance(1000)
        seen.push(await generatedAt(sandbox, `/users?${query}`))
      }
      return seen
    }

    const added = await cli('keys add GET /users querystring.type --stage prod')
    expect(added.stdout).toContain('✓ cache keys of GET /users changed: pets / prod')
    expect(added.stdout).toContain('none  (not deployed: querystring.type)')
    expect(added.stderr).toContain('not live yet: the stage runs other keys until a deployment')
    expect(added.code).toBe(0)
    expect(new Set(await answers()).size).toBe(1)

    const deployed = await cli('keys add GET /users querystring.type --stage prod --deploy --yes')
    expect(deployed.stderr).not.toContain('also publishes')
    expect(added.stderr).not.toContain('is lost')
    expect(deployed.stderr).toContain('every entry of the stage is lost')
    expect(deployed.stdout).toMatch(/✓ cache keys of GET \/users live with deployment \w+: pets \/ prod/)
    const [admin, other, regular] = await answers()
    expect(other).toBe(admin)
    expect(regular).not.toBe(admin)
  })

  it('declares the parameter, lists it, reads each write back, and sends nothing the second time', async () => {
    const bench = await withSandbox({ seed: seedOf() })
    const { cli, sent } = bench

    const { stdout } = await cli('keys add GET /users header.X-Tenant --stage prod -o json')
    expect(JSON.parse(stdout)).toMatchObject({
      changed: true,
      deployment: null,
      methods: [{ method: 'GET', path: '/users', keys: [], pendingKeys: ['header.X-Tenant'] }],
    })
    const order = sent()
    expect(writes(order)).toEqual(['UpdateMethod', 'UpdateIntegration'])
    expect(order.filter((one) => one === 'GetMethod')).toHaveLength(2)

    const again = await cli('keys add GET /users header.X-Tenant --stage prod -o json')
    expect(JSON.parse(again.stdout)).toMatchObject({
      changed: false,
      methods: [{ pendingKeys: ['header.X-Tenant'] }],
    })
    expect(writes(sent())).toEqual([])
    expect((await cli('keys add GET /users header.X-Tenant --stage prod')).stderr).toContain('not live yet')
  })

  it('prints the exact requests with --dry-run and sends only reads', async () => {
    const { cli, sent } = await withSandbox({ seed: seedOf() })

    const { code, stdout } = await cli(
      'keys add POST /search integration.header.Body=method.request.body header.a:b$c --stage prod --deploy --dry-run -o json',
    )

    const { requests } = JSON.parse(stdout)
    expect(
      requests.map(({ method, url, body }: { method: string; url: string; body: unknown }) => [
        method,
        new URL(url).pathname.replace(/resources\/\w+/, 'resources/r'),
        body,
      ]),
    ).toEqual([
      [
        'PATCH',
        '/restapis/aaaaaaaaaa/resources/r/methods/POST',
        {
          patchOperations: [{ op: 'add', path: '/requestParameters/method.request.header.a:b$c', value: 'false' }],
        },
      ],
      [
        'PATCH',
        '/restapis/aaaaaaaaaa/resources/r/methods/POST/integration',
        {
          patchOperations: [
            {
              op: 'add',
              path: '/requestParameters/integration.request.header.Body',
              value: 'method.request.body',
            },
            { op: 'add', path: '/cacheKeyParameters/integration.request.header.Body', value: '' },
            { op: 'add', path: '/cacheKeyParameters/method.request.header.a:b$c', value: '' },
          ],
        },
      ],
      ['POST', '/restapis/aaaaaaaaaa/deployments', { stageName: 'prod', description: 'cache keys of POST /search' }],
    ])
    expect(writes(sent())).toEqual([])
    expect(code).toBe(0)
  })

  it('maps an integration parameter from the body, and keeps the keys that were there', async () => {
    const bench = await withSandbox({ seed: seedOf() })

    await bench.cli('keys add POST /search integration.header.Body=method.request.body --stage prod')
    await bench.cli('keys add POST /search integration.header.Kind=method.request.querystring.kind --stage prod')

    expect(await keysOf(bench, 'POST /search')).toMatchObject({
      keys: [],
      pendingKeys: ['integration.header.Body', 'integration.header.Kind'],
    })
  })

  it.each([
    ['GET /users path.id', 2, 'GET /users has no path parameter "id"', 'its path has no parameters'],
    ['GET /pets/{id} path.pet', 2, 'GET /pets/{id} has no path parameter "pet"', 'it has: path.id'],
    ['GET /users multivaluequerystring.type', 2, 'no parameter with several values', 'querystring.type'],
    ['GET /users querystring.page[size]', 2, 'takes no parameter with the name "page[size]"', '--cache off'],
    [
      'POST /search integration.header.B=method.request.header.a[b]',
      2,
      'takes no parameter with the name "a[b]"',
      'letters, digits',
    ],
    ['GET /users cookie.session', 2, '"cookie.session" is not a cache key', 'querystring.<name>'],
    ['GET /users querystring.a=b', 2, 'which only an integration parameter has', 'leave out "=b"'],
    ['POST /search integration.header.B=body', 2, '"body" is not a source', 'method.request.body'],
    ['POST /search integration.header.B', 2, 'POST /search has no mapping for integration.header.B', '='],
    [
      'GET /users integration.header.B=context.stage',
      2,
      'GET /users has a proxy integration (AWS_PROXY), which a mapping makes fail',
      '--force',
    ],
    ['GET /users', 2, 'keys add names no key', 'querystring.type'],
    ['/users querystring.type', 2, '"/users querystring.type" is not a method', 'GET /pets/{id}'],
    ['GET /userz querystring.type', 1, 'API pets has no method GET /userz', "did you mean 'GET /users'?"],
    ['GET /users querystring.x --deploy', 2, 'there is no terminal to ask on', '--yes'],
  ])('is refused before anything is written: %s', async (words, exit, message, hint) => {
    const { cli, sent } = await withSandbox({ seed: seedOf() })

    const { code, stdout, stderr } = await cli(`keys add ${words} --stage prod`)

    expect(stderr).toContain(message)
    expect(stderr).toContain(hint)
    expect(stdout).toBe('')
    expect(code).toBe(exit)
    expect(writes(sent())).toEqual([])
  })

  it('adds a mapping to a proxy integration with --force only', async () => {
    const bench = await withSandbox({ seed: seedOf() })

    await bench.cli('keys add GET /users integration.header.S=context.stage --force --stage prod')

    expect(await keysOf(bench, 'GET /users')).toMatchObject({ pendingKeys: ['integration.header.S'] })
  })

  it('sends a key once that is given twice', async () => {
    const bench = await withSandbox({ seed: seedOf() })

    await bench.cli('keys add GET /users header.X method.request.header.X --stage prod')

    expect(await keysOf(bench, 'GET /users')).toMatchObject({ pendingKeys: ['header.X'] })
  })

  it('says where a key cannot help', async () => {
    const { cli } = await withSandbox({
      seed: seedOf({ methods: { 'GET /iam': { ...LAMBDA, authorization: 'AWS_IAM' } } }),
    })

    const { stderr } = await cli('keys add GET /iam header.Authorization --stage prod')

    expect(stderr).toContain('GET /iam takes signed requests: header.Authorization differs in each')
  })

  it('gives a proxy integration no mapping that it does not need', async () => {
    const { cli } = await withSandbox({ seed: seedOf() })

    const { stdout } = await cli('keys add GET /users querystring.type --stage prod --dry-run -o json')

    expect(JSON.parse(stdout).requests).toMatchObject([
      { body: { patchOperations: [{ path: '/cacheKeyParameters/method.request.querystring.type' }] } },
    ])
  })

  it.each(['lost', 'conflict', 'error', 'throttle'] as const)(
    'looks before it repeats a write after: %s',
    async (kind) => {
      const bench = await withSandbox({ seed: seedOf() })
      bench.sandbox.faults.next = [{ kind, method: 'PATCH' }]

      const { code, stdout } = await bench.cli('keys add GET /users header.X --stage prod -o json')

      expect(JSON.parse(stdout)).toMatchObject({ changed: true, methods: [{ pendingKeys: ['header.X'] }] })
      const declared = bench.sandbox.requests().filter(({ operation }) => operation === 'UpdateMethod')
      expect(declared).toHaveLength(kind === 'lost' ? 1 : 2)
      expect(code).toBe(0)
    },
  )

  it('warns on a managed stage and asks who is there', async () => {
    const seed = seedOf({ stage: { tags: { 'aws:cloudformation:stack-name': 'shop' } } })
    const { cli, sent } = await withSandbox({ seed })

    const alone = await cli('keys add GET /users querystring.type --stage prod')
    expect(alone.stderr).toContain('warning: CloudFormation manages this (the stage has the tag')
    expect(alone.code).toBe(2)
    const declined = await cli('keys add GET /users querystring.type --stage prod', { answers: [false] })
    expect(declined.code).toBe(3)
    expect(writes(sent())).toEqual([])

    const file = { '/apigw-cache.config.yaml': 'managedBy: Terraform\n' }
    const bench = await withSandbox({ seed: seedOf() })
    const said = await bench.cli('keys add GET /users querystring.type --stage prod', { files: file })
    expect(said.stderr).toContain('Terraform manages this (managedBy in the config file)')
    expect(said.code).toBe(2)

    const agreed = await cli('keys add GET /users querystring.type --stage prod --yes')
    expect(agreed.stderr).toContain('CloudFormation manages this')
    expect(agreed.code).toBe(0)
  })
})

describe('keys remove', () => {
  it('says which key was meant where the method does not have it', async () => {
    const { cli } = await withSandbox({ seed: seedOf() })

    const { code, stderr } = await cli('keys remove GET /pets/{id} querystring.siz --stage prod')

    expect(stderr).toMatch(/has no key querystring\.siz \(it has: .*\); did you\s+mean querystring\.size\?/)
    expect(code).toBe(0)
  })

  it('takes the key but not the declaration, and does nothing the second time', async () => {
    const bench = await withSandbox({ seed: seedOf() })

    const { stdout } = await bench.cli('keys remove GET /pets/{id} querystring.size --stage prod -o json')
    expect(JSON.parse(stdout)).toMatchObject({
      changed: true,
      methods: [{ keys: ['path.id', 'querystring.size'], pendingKeys: ['path.id'] }],
    })
    expect(writes(bench.sent())).toEqual(['UpdateIntegration'])

    const again = await bench.cli('keys remove GET /pets/{id} querystring.size --stage prod -o json')
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false })
    expect(again.stderr).toContain('GET /pets/{id} has no key querystring.size (it has: path.id)\n')
    expect(writes(bench.sent())).toEqual([])
  })

  it('needs --accept-unkeyed where a cached method would answer one path with another', async () => {
    const { cli, sent } = await withSandbox({ seed: seedOf() })

    const refused = await cli('keys remove GET /pets/{id} path.id --stage prod --yes')
    expect(refused.stderr).toContain('GET /pets/{id} is not keyed on path.id')
    expect(refused.stderr).toContain("--accept-unkeyed 'GET /pets/{id}'")
    expect(refused.code).toBe(2)
    expect(writes(sent())).toEqual([])

    const mistyped = await cli("keys remove GET /pets/{id} path.id --stage prod --accept-unkeyed 'GET /pet/{id}'")
    expect(mistyped.stderr).toContain('--accept-unkeyed says "GET /pet/{id}"')
    expect(mistyped.code).toBe(2)

    const accepted = await cli("keys remove GET /pets/{id} path.id --stage prod --accept-unkeyed 'GET /pets/{id}'")
    expect(accepted.code).toBe(0)
  })

  it('asks nothing where the method is not cached', async () => {
    const seed = seedOf({ stage: { settings: { '*/*': { cachingEnabled: false } } } })
    const { cli } = await withSandbox({ seed })

    expect((await cli('keys remove GET /pets/{id} path.id --stage prod')).code).toBe(0)
  })
})

describe('keys --deploy', () => {
  it('prints the command that goes back, which works', async () => {
    const bench = await withSandbox({ seed: seedOf() })

    const { code, stdout, stderr } = await bench.cli(
      'keys add GET /users querystring.type --stage prod --deploy --yes -o json',
    )

    const { deployment, methods } = JSON.parse(stdout)
    expect(deployment.id).not.toBe(deployment.previous)
    expect(methods).toMatchObject([{ keys: ['querystring.type'], pendingKeys: null }])
    expect(stderr).toContain(
      `aws apigateway update-stage --rest-api-id aaaaaaaaaa --stage-name prod --patch-operations op=replace,path=/deploymentId,value=${deployment.previous} --endpoint-url ${bench.sandbox.url} --region us-east-1`,
    )
    expect(code).toBe(0)
    expect(writes(bench.sent())).toEqual(['UpdateIntegration', 'CreateDeployment'])

    const again = await bench.cli('keys add GET /users querystring.type --stage prod --deploy --yes -o json')
    expect(JSON.parse(again.stdout)).toMatchObject({ changed: false, deployment: null })
    expect(writes(bench.sent())).toEqual([])
  })

  it('lists what else would go live and needs --deploy-all for other methods', async () => {
    const bench = await withSandbox({ seed: seedOf() })
    await changeElsewhere(bench, '/search', '5000')
    await changeElsewhere(bench, '/users', '5000')
    const command = 'keys add GET /users querystring.type --stage prod --yes'

    const refused = await bench.cli(`${command} --deploy`)
    expect(refused.stderr).toContain('the deployment also publishes: GET /users changed (integration)')
    expect(refused.stderr).toContain('the deployment also publishes: POST /search changed (integration)')
    expect(refused.stderr).toContain('error: 1 other method would change as well')
    expect(refused.code).toBe(2)
    expect(writes(bench.sent())).toEqual([])

    expect((await bench.cli(`${command} --deploy-all`)).code).toBe(0)
    expect(writes(bench.sent())).toEqual(['UpdateIntegration', 'CreateDeployment'])
  })

  it('lists nothing where nothing else was changed, whatever the methods are', async () => {
    const { cli } = await withSandbox({
      seed: seedOf({
        methods: {
          'GET /': MOCK,
          'ANY /{proxy+}': { integration: { type: 'HTTP_PROXY', uri: 'http://127.0.0.1:9/{proxy}' } },
          'GET /mock': {
            integration: { type: 'MOCK', status: 418, body: '{"a":1}', headers: { 'X-Kind': 'mock' } },
            cacheNamespace: 'mine',
          },
          'GET /iam': { ...LAMBDA, authorization: 'AWS_IAM' },
          'GET /mine': {
            ...LAMBDA,
            authorizer: {
              name: 'who',
              type: 'REQUEST',
              identitySource: 'method.request.header.X-Who, method.request.querystring.who',
            },
          },
          'GET /pool': {
            ...LAMBDA,
            authorizer: {
              name: 'pool',
              type: 'COGNITO_USER_POOLS',
              identitySource: 'method.request.header.Authorization',
            },
          },
          'POST /mapped': {
            integration: {
              type: 'HTTP',
              uri: 'http://127.0.0.1:9/x',
              requestParameters: { 'integration.request.header.Body': 'method.request.body' },
            },
            keys: ['integration.header.Body', 'header.Accept'],
          },
        },
      }),
    })

    const { code, stderr } = await cli('keys add GET /users querystring.type --stage prod --deploy --yes')

    expect(stderr).not.toContain('also publishes')
    expect(code).toBe(0)
  })

  it('asks in a terminal before anything is written', async () => {
    const { cli, sent } = await withSandbox({ seed: seedOf() })

    const { code, stderr } = await cli('keys add GET /users querystring.type --stage prod --deploy', {
      answers: [false],
    })

    expect(stderr).toContain('lost: every entry, as those of another deployment are not used')
    expect(stderr).toMatch(/Deploy to stage prod, which runs deployment \w+\? no/)
    expect(code).toBe(3)
    expect(writes(sent())).toEqual([])
  })

  it('does not list what its own keys need as somebody else’s change', async () => {
    const bench = await withSandbox({ seed: seedOf() })
    const command = 'keys add POST /search header.X integration.header.Body=method.request.body --stage prod'
    await bench.cli(command)

    const { code, stderr } = await bench.cli(`${command} --deploy --yes`)

    expect(stderr).not.toContain('also publishes')
    expect(code).toBe(0)
    expect(await keysOf(bench, 'POST /search')).toMatchObject({
      keys: ['header.X', 'integration.header.Body'],
      pendingKeys: null,
    })
  })

  it('publishes a method that was never deployed', async () => {
    const bench = await withSandbox({ seed: seedOf() })
    await newMethod(bench)
    expect(await keysOf(bench, 'GET /')).toMatchObject({ keys: null, pendingKeys: [], cached: false })

    const { code, stderr } = await bench.cli('keys add GET / querystring.q --stage prod --deploy --yes')

    expect(stderr).toContain('warning: the deployment also publishes: GET / added')
    expect(code).toBe(0)
    expect(await keysOf(bench, 'GET /')).toMatchObject({ keys: ['querystring.q'], pendingKeys: null })
  })

  it('does not publish what others change while it asks', async () => {
    const bench = await withSandbox({ seed: seedOf() })
    const asked = bench.cli('keys add GET /users querystring.type --stage prod --deploy', {
      answers: [true],
      whileAsked: () => changeElsewhere(bench, '/search', '5000'),
    })

    const { code, stderr } = await asked

    expect(stderr).toContain('error: the keys are written but not deployed: the API was changed in the meantime')
    expect(code).toBe(1)
    expect(writes(bench.sent())).toEqual(['UpdateIntegration'])
  })

  it('is refused on a stage with a canary', async () => {
    const { cli, sent } = await withSandbox({ seed: seedOf({ stage: { canary: { percentTraffic: 10 } } }) })

    const { code, stderr } = await cli('keys add GET /users querystring.type --stage prod --deploy --yes')

    expect(stderr).toContain('error: stage prod of API pets has a canary')
    expect(code).toBe(1)
    expect(writes(sent())).toEqual([])
  })

  it('is not waited for beyond --timeout where the keys are only listed', async () => {
    const { cli, clock, sandbox } = await withSandbox({ seed: seedOf() })
    sandbox.faults.next = Array.from({ length: 50 }, () => ({ kind: 'error', status: 503 }) as const)
    const before = clock.now()

    const { code } = await cli('keys list --stage prod --timeout 5s')

    expect(clock.now() - before).toBeLessThanOrEqual(5_000)
    expect(code).toBe(1)
  })

  it('is told to wait for the end of a canary where keys are written without it', async () => {
    const { cli } = await withSandbox({ seed: seedOf({ stage: { canary: { percentTraffic: 10 } } }) })

    const { code, stderr } = await cli('keys add GET /users querystring.type --stage prod')

    expect(stderr).toContain('the stage has a canary, which has to be promoted or removed before')
    expect(stderr).toContain('not live yet: the stage runs other keys until a deployment\n')
    expect(code).toBe(0)
  })

  it('makes one deployment although its answer was lost', async () => {
    const bench = await withSandbox({ seed: seedOf() })
    bench.sandbox.faults.next = [{ kind: 'lost', method: 'POST' }]

    const { code, stdout } = await bench.cli('keys add GET /users querystring.type --stage prod --deploy --yes -o json')

    expect(JSON.parse(stdout).methods).toMatchObject([{ keys: ['querystring.type'] }])
    expect(code).toBe(0)
    expect(writes(bench.sent())).toEqual(['UpdateIntegration', 'CreateDeployment'])
  })

  it('tries again where the deployment was not made', async () => {
    const bench = await withSandbox({ seed: seedOf() })
    bench.sandbox.faults.next = [
      { kind: 'reset', method: 'POST' },
      { kind: 'conflict', method: 'POST' },
    ]

    const { code } = await bench.cli('keys add GET /users querystring.type --stage prod --deploy --yes')

    expect(code).toBe(0)
    expect(writes(bench.sent()).filter((one) => one === 'CreateDeployment')).toHaveLength(3)
  })

  it('does not publish what would newly serve wrong data', async () => {
    const { cli, sent } = await withSandbox({ seed: seedOf() })

    const { code, stderr } = await cli('keys remove GET /pets/{id} path.id --stage prod --deploy --yes')

    expect(stderr).toContain('GET /pets/{id} is not keyed on path.id')
    expect(stderr).toContain('keep the key, or turn caching of the method off first:\n')
    expect(stderr).toContain("apigw-cache override GET '/pets/{id}' --cache off --api")
    expect(stderr).not.toContain('keys add')
    expect(code).toBe(2)
    expect(writes(sent())).toEqual([])
  })

  it('lists keys of the method that nobody named, and needs --deploy-all for them', async () => {
    const seed = seedOf({ methods: { 'GET /users': { ...LAMBDA, keys: ['querystring.type'] } } })
    const bench = await withSandbox({ seed })
    await changeKeysElsewhere(bench, 'remove', 'querystring.type')
    const command = 'keys add GET /users querystring.mine --stage prod'

    const refused = await bench.cli(`${command} --deploy --yes`)
    expect(refused.stderr).toContain('also publishes: GET /users changed (cache keys')
    expect(refused.stderr).toContain('cache keys that were not named: -querystring.type\n')
    expect(refused.stderr).toContain('error: other cache keys of the method would change as well')
    expect(refused.code).toBe(2)
    const declined = await bench.cli(`${command} --deploy`, { answers: [false] })
    expect(declined.stderr).toContain('cache keys that were not named: -querystring.type\n')
    expect(declined.code).toBe(3)
    const tried = await bench.cli(`${command} --deploy --dry-run`)
    expect(tried.stderr).toContain('would refuse without --deploy-all: other cache keys')
    expect(writes(bench.sent())).toEqual([])

    expect((await bench.cli(`${command} --deploy-all --yes`)).code).toBe(0)
    expect(await keysOf(bench, 'GET /users')).toMatchObject({ keys: ['querystring.mine'] })
  })

  it('lists keys that others have added, also where a key is removed', async () => {
    const seed = seedOf({ methods: { 'GET /users': { ...LAMBDA, keys: ['querystring.type', 'header.X'] } } })
    const bench = await withSandbox({ seed })
    await changeKeysElsewhere(bench, 'remove', 'querystring.type')
    await bench.cli('keys add GET /users header.Y --stage prod')

    const { code, stderr } = await bench.cli('keys remove GET /users header.X --stage prod --deploy --yes')

    expect(stderr).toContain('cache keys that were not named: +header.Y, -querystring.type\n')
    expect(code).toBe(2)
  })

  it('does not publish keys of the method that others change while it asks', async () => {
    const bench = await withSandbox({ seed: seedOf() })

    const { code, stderr } = await bench.cli('keys add GET /users querystring.type --stage prod --deploy', {
      answers: [true],
      whileAsked: () => changeKeysElsewhere(bench, 'add', 'querystring.department'),
    })

    expect(stderr).toContain('the API was changed in the meantime')
    expect(code).toBe(1)
    expect(writes(bench.sent())).toEqual(['UpdateIntegration'])
  })

  it('says with --yes too what goes live without being compared', async () => {
    const { cli } = await withSandbox({ seed: seedOf() })

    const { stderr } = await cli('keys add GET /users querystring.type --stage prod --deploy --yes')

    expect(stderr).toContain('warning: what cannot be compared goes live too: models, validators')
  })

  it('lists another authorizer, and needs --accept-unkeyed where the key lacks what it reads', async () => {
    const bench = await withSandbox({ seed: seedOf({ methods: { 'GET /mine': MINE } }) })
    await swapAuthorizer(bench, 'method.request.header.X-Tenant')
    const command = 'keys add GET /users querystring.type --stage prod --yes'

    const refused = await bench.cli(`${command} --deploy-all`)
    expect(refused.stderr).toMatch(/GET \/mine .*header\.X-Tenant/)
    expect(refused.code).toBe(2)
    const listed = await bench.cli(`${command} --deploy --accept-unkeyed 'GET /mine'`)
    expect(listed.stderr).toContain('the deployment also publishes: GET /mine changed (authorizer)')
    expect(listed.code).toBe(2)
    expect(writes(bench.sent())).toEqual([])

    expect((await bench.cli(`${command} --deploy-all --accept-unkeyed 'GET /mine'`)).code).toBe(0)
  })

  it('lists another authorizer that reads the same', async () => {
    const bench = await withSandbox({ seed: seedOf({ methods: { 'GET /mine': MINE } }) })
    await swapAuthorizer(bench, WHO)

    const { code, stderr } = await bench.cli('keys add GET /users querystring.type --stage prod --deploy --yes')

    expect(stderr).toContain('the deployment also publishes: GET /mine changed (authorizer)')
    expect(stderr).toContain('error: 1 other method would change as well')
    expect(code).toBe(2)
  })

  it('takes authorizers that may not be read for changed ones', async () => {
    const { cli, sent, env } = await withoutPermission(
      'apigateway:GET',
      'authorizers',
      seedOf({ methods: { 'GET /mine': MINE } }),
    )
    const command = 'keys add GET /users querystring.type --stage prod --yes'

    const refused = await cli(`${command} --deploy-all`, { env })
    expect(refused.stderr).toContain('warning: the authorizers may not be read')
    expect(refused.stderr).toMatch(/error: .*GET \/mine .*header\.Authorization/)
    expect(refused.code).toBe(2)
    const listed = await cli(`${command} --deploy --accept-unkeyed all`, { env })
    expect(listed.stderr).toContain('the deployment also publishes: GET /mine changed (authorizer)')
    expect(listed.code).toBe(2)
    expect(writes(sent())).toEqual([])
  })

  it('says that the keys are written where they cannot be deployed', async () => {
    const { cli, sent, env } = await withoutPermission('apigateway:POST', 'deployments', seedOf())

    const { code, stderr } = await cli('keys add GET /users querystring.type --stage prod --deploy --yes', {
      env,
    })

    expect(stderr).toContain(
      'error: the keys are written but not deployed: not allowed: apigateway:POST on arn:aws:apigateway:us-east-1::/restapis/aaaaaaaaaa/deployments',
    )
    expect(stderr).not.toContain('AWS has accepted')
    expect(stderr).toContain('ask for an IAM statement that allows apigateway:POST')
    expect(stderr).toMatch(
      /to deploy them:\n {2}apigw-cache keys add GET \/users querystring\.type --deploy --api aaaaaaaaaa --stage prod /,
    )
    expect(code).toBe(4)
    expect(writes(sent())).toContain('UpdateIntegration')
  })
})
