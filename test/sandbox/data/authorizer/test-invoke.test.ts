import {
  CreateAuthorizerCommand,
  type CreateAuthorizerCommandInput,
  TestInvokeAuthorizerCommand,
} from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import type { AuthorizerHandler, LambdaAuthorizerEvent } from '../../../../src/sandbox/world/authorizers/handler.js'
import { lambdaUri } from '../../../../src/sandbox/world/lambda.js'
import { allow, HOME, policy, TOKEN } from '../../support/authorizing.js'
import { API, PETS, refused, running } from '../../support/sandbox.js'

const ARN = `arn:aws:execute-api:us-east-1:000000000000:${API}/ESTestInvoke-stage`

/** An authorizer in front of the function `auth`, and its test. */
async function testing(answer: AuthorizerHandler, changes: Partial<CreateAuthorizerCommandInput> = {}) {
  const asked: LambdaAuthorizerEvent[] = []
  const auth: AuthorizerHandler = (event, context) => {
    asked.push(event)
    return answer(event, context)
  }
  const run = await running({ authorizers: { auth } })
  const { id: authorizerId } = await run.gateway.send(
    new CreateAuthorizerCommand({
      restApiId: API,
      name: 'a',
      type: 'TOKEN',
      authorizerUri: lambdaUri(HOME, 'auth'),
      identitySource: TOKEN,
      ...changes,
    }),
  )
  const of = { restApiId: API, authorizerId }
  const test = (input: Omit<TestInvokeAuthorizerCommand['input'], 'restApiId' | 'authorizerId'>) =>
    run.gateway.send(new TestInvokeAuthorizerCommand({ ...of, ...input }))
  return { ...run, test, asked, authorizerId }
}

/** Its lines without the dates. */
const linesOf = (log = '') => log.split('\n').map((line) => line.replace(/^.* UTC \d{4} : /, ''))

describe('TestInvokeAuthorizer', () => {
  it('D140 gives what the function says, deployed or not, and a log', async () => {
    const statement = allow()
    const run = await testing(() => {
      run.clock.advance(30)
      return policy(statement)
    })
    const { test, asked, authorizerId } = run
    const { log, ...tested } = await test({ headers: { Authorization: 'token-of-ann-1' } })

    expect(tested).toMatchObject({
      clientStatus: 0,
      latency: 30,
      principalId: 'ann',
      policy: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    })
    expect(asked).toEqual([{ type: 'TOKEN', methodArn: `${ARN}/GET/`, authorizationToken: 'token-of-ann-1' }])
    const [first, ...lines] = linesOf(log)
    const id = first?.replace('Execution log for request ', '')
    expect(log).toContain(`\nThu Jan 01 00:00:00 UTC 2026 : Starting authorizer: ${authorizerId} for request: ${id}\n`)
    expect(lines.map((line) => line.replace(/:.*/, ''))).toEqual([
      'Starting authorizer',
      'Incoming identity',
      'Endpoint request URI',
      'Endpoint request headers',
      'Endpoint request body after transformations',
      'Sending request to https',
      'Authorizer result body before parsing',
      'Using valid authorizer policy for principal',
      'Successfully completed authorizer execution',
      '',
    ])
  })

  it('D140 keeps nothing, uses nothing that was kept, and evaluates no policy', async () => {
    const { test, asked } = await testing(() => policy())
    const headers = { Authorization: 't' }

    expect([(await test({ headers })).clientStatus, (await test({ headers })).clientStatus]).toEqual([0, 0])
    expect(asked).toHaveLength(2)
  })

  it('D140 asks about the request that is given, with variables for the identity source', async () => {
    const { test, asked } = await testing(() => policy(allow()), {
      type: 'REQUEST',
      identitySource: 'method.request.querystring.q, context.identity.userArn, stageVariables.v',
    })
    const given = {
      pathWithQueryString: '/pets/1?q=1',
      headers: { 'X-A': 'a' },
      multiValueHeaders: { 'X-B': ['b', 'c'] },
      stageVariables: { v: 'w' },
    }
    expect((await test(given)).clientStatus).toBe(401)
    const { log } = await test({ ...given, additionalContext: { 'identity.userArn': 'arn:of:ann' } })

    expect(linesOf(log)).toContain(
      'Incoming identity: {method.request.querystring.q=*, context.identity.userArn=**********, stageVariables.v=*}',
    )
    expect(asked).toMatchObject([
      {
        type: 'REQUEST',
        methodArn: `${ARN}/GET/pets/1`,
        resource: '/',
        path: '/pets/1',
        headers: { 'X-A': 'a', 'X-B': 'c' },
        multiValueHeaders: { 'X-B': ['b', 'c'] },
        queryStringParameters: { q: '1' },
        pathParameters: {},
        stageVariables: { v: 'w' },
        requestContext: { stage: 'test-invoke-stage', resourceId: 'test-invoke-resource-id', resourcePath: '/' },
      },
    ])
  })

  it('D140 has the status that a caller would get, and why', async () => {
    const { test } = await testing(
      (event) => {
        const token: unknown = Reflect.get(event, 'authorizationToken')
        if (token === 'x-unknown') throw new Error('Unauthorized')
        return { principalId: 'ann' } as ReturnType<typeof policy>
      },
      { identityValidationExpression: 'x-.*' },
    )
    const tested = async (Authorization: string) => {
      const { clientStatus, log, ...rest } = await test({ headers: { Authorization } })
      expect(rest).not.toHaveProperty('policy')
      return [clientStatus, ...linesOf(log).slice(-3, -1)]
    }

    expect(await tested('x-wrong')).toEqual([
      500,
      'Execution failed due to configuration error: Could not parse policy',
      'AuthorizerConfigurationException',
    ])
    expect(await tested('x-unknown')).toEqual([401, expect.stringMatching(/^Unauthorized request: /), 'Unauthorized'])
    expect(await tested('other')).toEqual([401, expect.stringMatching(/^Unauthorized request: /), 'Unauthorized'])
    expect((await test({})).clientStatus).toBe(401)
  })

  it('D140 gives the claims of a token of the seed, and is refused where nobody but AWS could answer', async () => {
    const authorizer = { name: 'pool', type: 'COGNITO_USER_POOLS', identitySource: TOKEN } as const
    const tokens = { t: { principalId: 'ann', context: { scope: 'a b' } } }
    const guarded = (more: object) => ({
      integration: { type: 'MOCK', body: '{}' } as const,
      authorizer: { ...authorizer, ...more },
    })
    const methods = { 'GET /a': guarded({ tokens }), 'GET /b': guarded({ name: 'bare' }) }
    const { gateway, http } = await running({ seed: { apis: [{ ...PETS, methods }] } })
    const { item } = (await (await http(`GET /restapis/${API}/authorizers`)).json()) as {
      item: { id: string; name: string }[]
    }
    const test = (name: string, Authorization: string) =>
      gateway.send(
        new TestInvokeAuthorizerCommand({
          restApiId: API,
          authorizerId: item.find((one) => one.name === name)?.id,
          headers: { Authorization },
        }),
      )

    expect(await test('pool', 'Bearer t')).toMatchObject({ clientStatus: 0, claims: { sub: 'ann', scope: 'a b' } })
    expect((await test('pool', 'u')).clientStatus).toBe(401)
    expect(await refused(test('bare', 't'))).toBe(
      '501 NotImplementedException: The sandbox does not emulate TestInvokeAuthorizer of an authorizer whose function it was not given.',
    )
  })
})
