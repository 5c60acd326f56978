import { describe, expect, it } from 'vitest'
import { lambdaUri } from '../../../../src/sandbox/world/lambda.js'
import type { TokenIdentity } from '../../../../src/sandbox/world/model.js'
import { ARN, allow, as, authorizing, HOME, policy, TOKEN } from '../../support/authorizing.js'
import { running } from '../../support/sandbox.js'

const who = {
  who: ({ requestContext: { authorizer } }: { readonly requestContext: { readonly authorizer?: object } }) => ({
    statusCode: 200,
    body: JSON.stringify(authorizer ?? null),
  }),
}

describe('an authorizer whose function the sandbox was given', () => {
  it('D130 is called, also for hits, and tokens of the seed do not count', async () => {
    const tokens: Record<string, TokenIdentity> = { t: { principalId: 'of the seed', deny: true } }
    const { send, asked } = authorizing({ 'GET /me': {} }, () => policy(allow()), {
      authorizer: { tokens, authorizerResultTtlInSeconds: 0 },
    })

    expect((await send('/me', as('t'))).json()).toEqual({ call: 1 })
    expect((await send('/me', as('t'))).json()).toEqual({ call: 1 })
    expect(asked).toHaveLength(2)
  })

  it('D130 is found by stage variables in its URI, and without it tokens of the seed stand in', async () => {
    const uri = lambdaUri(HOME, ['$', '{stageVariables.guard}'].join(''))
    const { send, asked, stage } = authorizing({ 'GET /me': {} }, () => policy(allow()), {
      authorizer: { authorizerUri: uri, tokens: { known: { principalId: 'k' } } },
    })
    expect([(await send('/me', as('known'))).status, (await send('/me', as('other'))).status]).toEqual([200, 401])
    expect(asked).toEqual([])

    stage.variables = { guard: 'auth' }
    expect((await send('/me', as('other'))).status).toBe(200)
    expect(asked).toHaveLength(1)
  })

  it('D130 is no function of the sandbox’s own, such as those of the demo', async () => {
    const method = {
      integration: { type: 'MOCK', body: '{}' },
      authorizer: { name: 'demo-health', type: 'TOKEN', identitySource: TOKEN },
    } as const
    const { sandbox } = await running({
      seed: { apis: [{ name: 'a', methods: { 'GET /a': method }, stages: { s: {} } }] },
    })
    const answer = await fetch(`${sandbox.apis[0]?.stages[0]?.invokeUrl}/a`, { headers: { Authorization: 'any' } })

    expect(answer.status).toBe(200)
  })

  it('D130 is one of the `handlers` or `authorizers` of a sandbox', async () => {
    const method = (name: string) =>
      ({
        integration: { type: 'MOCK', body: '{}' },
        authorizer: { name, type: 'TOKEN', identitySource: TOKEN },
      }) as const
    const said: string[] = []
    const { sandbox } = await running({
      seed: {
        apis: [{ name: 'a', methods: { 'GET /a': method('first'), 'GET /b': method('both') }, stages: { s: {} } }],
      },
      handlers: {
        first: () => {
          said.push('first')
          throw new Error('Unauthorized')
        },
        both: () => ({ statusCode: 200 }),
      },
      authorizers: {
        both: ({ methodArn }) => {
          said.push('both')
          return policy(allow(methodArn))
        },
      },
    })
    const url = sandbox.apis[0]?.stages[0]?.invokeUrl
    const headers = { Authorization: 'x' }
    const statuses = [await fetch(`${url}/a`, { headers }), await fetch(`${url}/b`, { headers })]

    expect(statuses.map(({ status }) => status)).toEqual([401, 200])
    expect(said).toEqual(['first', 'both'])
  })

  it('D131 is told token and ARN where it is of type TOKEN', async () => {
    const { send, asked } = authorizing({ 'ANY /pets/{id}': {}, 'GET /': {} }, () => policy(allow()))
    await send('//pets/a%20b/?q=1', { ...as('Bearer t'), method: 'POST' })
    await send('/', as('t'))

    expect(asked).toEqual([
      { type: 'TOKEN', methodArn: `${ARN}/POST/pets/a%20b/`, authorizationToken: 'Bearer t' },
      { type: 'TOKEN', methodArn: `${ARN}/GET/`, authorizationToken: 't' },
    ])
  })

  it('D131 is told the request without its body where it is of type REQUEST', async () => {
    const { send, asked, stage } = authorizing({ 'POST /pets/{id}': {} }, () => policy(allow()), {
      authorizer: { type: 'REQUEST', identitySource: 'method.request.querystring.key' },
    })
    stage.variables = { color: 'blue' }
    await send('/pets/7?key=a&key=b', { method: 'POST', headers: [['X-A', '1']], body: 'hello' })

    expect(asked).toEqual([
      {
        type: 'REQUEST',
        methodArn: `${ARN}/POST/pets/7`,
        resource: '/pets/{id}',
        path: '/pets/7',
        httpMethod: 'POST',
        headers: expect.objectContaining({ 'X-A': '1', 'X-Forwarded-For': '192.0.2.1' }),
        multiValueHeaders: expect.objectContaining({ 'X-A': ['1'] }),
        queryStringParameters: { key: 'b' },
        multiValueQueryStringParameters: { key: ['a', 'b'] },
        pathParameters: { id: '7' },
        stageVariables: { color: 'blue' },
        requestContext: expect.objectContaining({ stage: 'prod', resourcePath: '/pets/{id}', httpMethod: 'POST' }),
      },
    ])
    expect(asked[0]).not.toHaveProperty('requestContext.authorizer')
  })

  it('D131 is told {} of what a request does not have, and is not asked about an ARN above 1,600 bytes', async () => {
    const { send, asked } = authorizing({ 'GET /{proxy+}': {} }, () => policy(allow()), {
      authorizer: { type: 'REQUEST', identitySource: null, authorizerResultTtlInSeconds: 0 },
    })
    const fits = 'x'.repeat(1600 - `${ARN}/GET/`.length)

    expect((await send(`/${fits}`)).status).toBe(200)
    expect(asked[0]).toMatchObject({
      queryStringParameters: {},
      multiValueQueryStringParameters: {},
      stageVariables: {},
    })
    const long = await send(`/${fits}y`)
    expect([long.status, long.json()]).toEqual([414, { message: 'Request URI too long' }])
    expect(asked).toHaveLength(1)
  })

  it('D132 is not asked about a request without each value of its identity source, whether it caches or not', async () => {
    for (const authorizerResultTtlInSeconds of [0, 300]) {
      const { send, asked } = authorizing({ 'GET /me': {} }, () => policy(allow()), {
        authorizer: {
          type: 'REQUEST',
          identitySource: 'method.request.header.A, method.request.querystring.b',
          authorizerResultTtlInSeconds,
        },
      })
      const a = { headers: [['A', '1']] } as const
      const refusals = [await send('/me', a), await send('/me?b=', a), await send('/me?b=1')]
      expect(refusals.map(({ status, body }) => [status, body])).toEqual(
        Array.from({ length: 3 }, () => [401, '{"message":"Unauthorized"}']),
      )
      expect(asked).toEqual([])
      expect((await send('/me?b=1', a)).status).toBe(200)
    }
  })

  it('D132 is not asked about a token in another form, and about every request where it has no identity source', async () => {
    const formed = authorizing({ 'GET /me': {} }, () => policy(allow()), {
      authorizer: { identityValidationExpression: 'Bearer \\w+' },
    })
    expect([
      (await formed.send('/me', as('Basic x'))).status,
      (await formed.send('/me', as('Bearer x'))).status,
    ]).toEqual([401, 200])
    expect(formed.asked).toHaveLength(1)

    const open = authorizing({ 'GET /me': {} }, () => policy(allow()), {
      authorizer: { type: 'REQUEST', identitySource: null, authorizerResultTtlInSeconds: 0 },
    })
    expect([(await open.send('/me')).status, open.asked.length]).toEqual([200, 1])
  })

  it.each([
    ['its own ARN', allow(`${ARN}/GET/pets/7`), 200, ''],
    ['wildcards', allow(['arn:aws:execute-api:*:*:nothing', `${ARN}/*/pets/?`]), 200, ''],
    ['everything', allow(), 200, ''],
    ['another method', allow(`${ARN}/POST/*`), 403, ''],
    ['another stage', allow(`${ARN.replace('/prod', '/dev')}/*`), 403, ''],
    ['another action', { ...allow(), Action: 'execute-api:InvalidateCache' }, 403, ''],
    ['nothing else', { Effect: 'Deny', Action: '*', NotResource: `${ARN}/POST/*` }, 403, ' with an explicit deny'],
    ['an address', { ...allow(), Condition: { IpAddress: { 'aws:SourceIp': '192.0.2.0/24' } } }, 200, ''],
    ['another address', { ...allow(), Condition: { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } } }, 403, ''],
  ] as const)('D133 lets in whom its policy allows: %s', async (_, statement, status, why) => {
    const { send } = authorizing({ 'GET /pets/{id}': {} }, () => policy(statement))
    const answer = await send('/pets/7', as('t'))

    expect(answer.status).toBe(status)
    const Message = `User is not authorized to access this resource${why}`
    if (status === 403) expect(answer.json()).toEqual({ Message })
  })

  it('D133 denies where one statement does, whatever others allow', async () => {
    const denial = { ...allow(`${ARN}/GET/pets/7`), Effect: 'Deny' } as const
    const { send } = authorizing({ 'GET /pets/{id}': {} }, () => policy(allow(), denial))

    expect([(await send('/pets/7', as('t'))).status, (await send('/pets/8', as('t'))).status]).toEqual([403, 200])
  })

  it('D134 gives functions and mappings its principal and context as text, and how long it took', async () => {
    const context = { tier: 'gold', visits: 3, admin: true, none: null }
    const slow = async (
      _: unknown,
      { clock }: { readonly clock: { readonly sleep: (ms: number) => Promise<void> } },
    ) => {
      await clock.sleep(40)
      return { ...policy(allow()), context }
    }
    const { send, clock } = authorizing(
      {
        'GET /me': {
          handler: 'who',
          keys: ['integration.request.header.User'],
          integration: { requestParameters: { 'integration.request.header.User': 'context.authorizer.tier' } },
        },
      },
      slow,
      { handlers: who, authorizer: { authorizerResultTtlInSeconds: 0 } },
    )
    const ask = async () => {
      const sent = send('/me', as('t'))
      await clock.advance(40)
      return (await sent).json()
    }
    const said = { principalId: 'ann', tier: 'gold', visits: '3', admin: 'true', integrationLatency: 40 }
    expect(await ask()).toEqual(said)
    expect(await ask()).toEqual(said)
  })

  it('D134 lets gateway responses tell what it said of those whom it denies', async () => {
    const gatewayResponses = new Map([
      [
        'ACCESS_DENIED',
        {
          statusCode: null,
          responseParameters: { 'gatewayresponse.header.X-Who': 'context.authorizer.principalId' },
          responseTemplates: { 'application/json': '{"why":"$context.authorizer.why"}' },
        },
      ],
    ] as const)
    const { send } = authorizing({ 'GET /me': {} }, () => ({ ...policy(), context: { why: 'no seat' } }), {
      snapshot: { gatewayResponses },
    })
    const denied = await send('/me', as('t'))
    expect([denied.status, denied.json(), denied.header('x-who')]).toEqual([403, { why: 'no seat' }, 'ann'])
  })

  it.each([
    ['an Error', () => Promise.reject(new Error('Unauthorized'))],
    ['a text', () => Promise.reject('Unauthorized')],
  ])('D135 does not know a caller of whom it throws Unauthorized: %s', async (_, answer) => {
    const { send } = authorizing({ 'GET /me': {} }, answer)
    const refused = await send('/me', as('t'))

    expect([refused.status, refused.json(), refused.header('x-amzn-errortype')]).toEqual([
      401,
      { message: 'Unauthorized' },
      'UnauthorizedException',
    ])
  })

  const valid = policy(allow())
  it.each([
    ['nothing', undefined],
    ['a text', 'allow'],
    ['a list', [valid]],
    ['no principal', { policyDocument: valid.policyDocument }],
    ['no policy', { principalId: 'ann' }],
    ['a policy as text', { ...valid, policyDocument: JSON.stringify(valid.policyDocument) }],
    ['no statement', { ...valid, policyDocument: { Version: '2012-10-17' } }],
    ['another effect', policy({ ...allow(), Effect: 'allow' as 'Allow' })],
    ['a condition that is null', policy({ ...allow(), Condition: null as never })],
    ['another field', { ...valid, isAuthorized: true }],
    ['a proxy answer', { statusCode: 401 }],
    ['a list in the context', { ...valid, context: { roles: ['a'] } }],
    ['an object in the context', { ...valid, context: { user: {} } }],
    ['a context that is none', { ...valid, context: 'a' }],
    ['a key that is none', { ...valid, usageIdentifierKey: 7 }],
    ['what is no JSON', { ...valid, context: { big: 7n } }],
  ])('D135 is wrong where it says %s', async (_, answer) => {
    const { send } = authorizing({ 'GET /me': {} }, () => answer)
    const failed = await send('/me', as('t'))

    expect([failed.status, failed.body, failed.header('x-amzn-errortype')]).toEqual([
      500,
      '{"message":null}',
      'AuthorizerConfigurationException',
    ])
  })

  it('D135 is wrong where it throws anything else, which has a gateway response of its own', async () => {
    const fails = () => {
      throw new Error('unauthorized')
    }
    expect((await authorizing({ 'GET /me': {} }, fails).send('/me', as('t'))).status).toBe(500)

    const template = '{"m":$context.error.messageString,"n":"$context.error.message","t":"$context.error.responseType"}'
    const response = {
      statusCode: '503',
      responseParameters: {},
      responseTemplates: { 'application/json': template },
    }
    const gatewayResponses = new Map([['AUTHORIZER_CONFIGURATION_ERROR', response]] as const)
    const shaped = authorizing({ 'GET /me': {} }, fails, { snapshot: { gatewayResponses } })
    const answer = await shaped.send('/me', as('t'))
    expect([answer.status, answer.json()]).toEqual([503, { m: null, n: '', t: 'AUTHORIZER_CONFIGURATION_ERROR' }])
  })

  it('D136 is given up after 29 seconds', async () => {
    const { send, clock } = authorizing({ 'GET /me': {} }, async (_, { clock: own, getRemainingTimeInMillis }) => {
      await own.sleep(getRemainingTimeInMillis() + 1)
      return policy(allow())
    })
    const sent = send('/me', as('t'))
    await clock.advance(29_000)
    const late = await sent

    expect([late.status, late.body, late.header('x-amzn-errortype')]).toEqual([
      500,
      '{"message":null}',
      'AuthorizerFailureException',
    ])
  })

  it('D139 names the API key of the caller', async () => {
    const naming = (apiKeySource: string) =>
      authorizing(
        { 'GET /me': { apiKeyRequired: true } },
        (event) => ({ ...policy(allow()), usageIdentifierKey: Reflect.get(event, 'authorizationToken') }),
        { apiKeys: ['good'], snapshot: { apiKeySource } },
      ).send
    const [named, unheard] = [naming('AUTHORIZER'), naming('HEADER')]

    expect([(await named('/me', as('good'))).status, (await named('/me', as('bad'))).status]).toEqual([200, 403])
    expect((await unheard('/me', as('good'))).status).toBe(403)
  })
})
