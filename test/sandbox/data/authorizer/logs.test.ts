import { describe, expect, it } from 'vitest'
import type { AuthorizerHandler } from '../../../../src/sandbox/world/authorizers/handler.js'
import { ARN, allow, as, authorizing, policy } from '../../support/authorizing.js'
import { API_ID } from '../../support/world.js'

const FORMAT = [
  'authorizer.status',
  'authorizer.integrationStatus',
  'authorizer.latency',
  'authorizer.integrationLatency',
  'authorizer.error',
  'authorizer.principalId',
  'authorizer.tier',
  'authorize.status',
  'authorize.latency',
  'authorize.error',
]
  .map((name) => `$context.${name}`)
  .join('|')

/** A stage behind an authorizer that takes 5 ms, and the lines of its access log. */
function logged(answer: () => unknown, format = FORMAT) {
  const lines: string[] = []
  const run = authorizing({ 'GET /me': {} }, (_, { clock }) => clock.sleep(5).then(answer), {
    accessLog: (line) => lines.push(line),
  })
  run.stage.accessLogSettings = { format }
  const ask = async (options: Parameters<typeof run.send>[1] = as('token-of-ann')) => {
    const sent = run.send('/me', options)
    await run.clock.advance(5)
    await sent
    return lines.at(-1)
  }
  return { ...run, ask }
}

describe('the logs of a stage', () => {
  it('D141 have how the function answered, and what its policy says', async () => {
    const allowing = logged(() => ({ ...policy(allow()), context: { tier: 'gold' } }))
    expect(await allowing.ask()).toBe('200|200|5|5|-|ann|gold|200|0|-')
    expect(await allowing.ask()).toBe('200|-|0|0|-|ann|gold|200|0|-')

    const denying = logged(() => policy())
    const denial = 'User is not authorized to access this resource'
    expect(await denying.ask()).toBe(`200|200|5|5|-|ann|-|403|0|${denial}`)
    const unknowing = logged(() => Promise.reject(new Error('Unauthorized')))
    expect(await unknowing.ask()).toBe('401|200|5|5|Unauthorized|-|-|-|-|-')
    const wrong = logged(() => ({ principalId: 'ann' }))
    expect(await wrong.ask()).toBe('500|200|5|5|configuration error: Could not parse policy|-|-|-|-|-')
    expect(await wrong.ask({})).toBe('-|-|-|-|-|-|-|-|-|-')
  })

  it('D141 have the id of the function’s call', async () => {
    const ids: string[] = []
    const answer: AuthorizerHandler = (_, { awsRequestId }) => {
      ids.push(awsRequestId)
      return policy(allow())
    }
    const run = authorizing({ 'GET /me': {} }, answer, { accessLog: (line) => ids.push(line) })
    run.stage.accessLogSettings = { format: '$context.authorizer.requestId' }
    await run.send('/me', as('t'))

    expect(ids).toHaveLength(2)
    expect(ids[0]).toMatch(/^[\da-f-]{36}$/)
    expect(ids[1]).toBe(ids[0])
  })

  /** What is written of one request, without the id in front. */
  async function written(answer: () => unknown, options: Parameters<ReturnType<typeof logged>['ask']>[0], times = 1) {
    const run = logged(answer)
    run.set('*/*', { loggingLevel: 'INFO', dataTraceEnabled: true })
    let seen = 0
    const events = () => run.world.logs.groups.get(`API-Gateway-Execution-Logs_${API_ID}/prod`)?.events ?? []
    for (let time = 0; time < times; time++) {
      seen = events().length
      await run.ask(options)
    }
    const messages = events().slice(seen)
    return messages.map(({ message }) => message.replace(/^\([\da-f-]{36}\) /, '').replace(/[\da-f-]{36}/, 'ID'))
  }
  const URI =
    'https://lambda.us-east-1.amazonaws.com/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:auth/invocations'

  it('D142 have the call of the function, of whose principal and token no more than the end is shown', async () => {
    const lines = await written(() => ({ ...policy(allow()), principalId: 'ann@example.com' }), as('token-of-ann-1'))

    expect(lines.slice(1, 10)).toEqual([
      'Starting authorizer: a for request: ID',
      'Incoming identity: ********-ann-1',
      `Endpoint request URI: ${URI}`,
      expect.stringMatching(/^Endpoint request headers: \{x-amzn-lambda-integration-tag=.* \[TRUNCATED\]$/),
      `Endpoint request body after transformations: {"type":"TOKEN","methodArn":"${ARN}/GET/me","authorizationToken":"********-ann-1"}`,
      `Sending request to ${URI}`,
      expect.stringMatching(
        /^Authorizer result body before parsing: \{"principalId":"ann@example.com","policyDocument":/,
      ),
      'Using valid authorizer policy for principal: *********le.com',
      'Successfully completed authorizer execution',
    ])
    expect(lines).toContain('Starting execution for request: ID')
  })

  it('D142 have no call of the function where it is not called', async () => {
    const lines = await written(() => policy(allow()), as('token-of-ann-1'), 2)

    expect(lines.slice(1, 5)).toEqual([
      'Starting authorizer: a for request: ID',
      'Incoming identity: ********-ann-1',
      'Using valid authorizer policy for principal: ***',
      'Successfully completed authorizer execution',
    ])
  })

  it('D142 have why it let nobody in, after which no execution begins', async () => {
    const wrong = await written(() => ({ ...policy(allow()), context: { roles: [] } }), as('token-of-ann-1'))
    expect(wrong.filter((line) => !line.startsWith('Endpoint'))).toEqual([
      expect.stringMatching(/^Extended Request Id: /),
      'Starting authorizer: a for request: ID',
      'Incoming identity: ********-ann-1',
      `Sending request to ${URI}`,
      expect.stringMatching(/^Authorizer result body before parsing: /),
      'Execution failed due to configuration error: Invalid JSON in response: Can not deserialize instance of java.lang.String out of START_ARRAY token',
      'Gateway response type: AUTHORIZER_CONFIGURATION_ERROR with status code: 500',
      'Gateway response body: {"message":null}',
      expect.stringMatching(/^Gateway response headers: /),
      'Method completed with status: 500',
    ])
    const unknown = await written(() => Promise.reject(new Error('Unauthorized')), as('token-of-ann-1'))
    expect(unknown).toContain('Unauthorized request: ID')
    expect(unknown).toContain(
      'Authorizer result body before parsing: {"errorType":"Error","errorMessage":"Unauthorized"}',
    )
    expect(unknown).not.toContain('Starting execution for request: ID')
    const extra = await written(() => ({ ...policy(allow()), extra: 1 }), as('token-of-ann-1'))
    expect(extra).toContain(
      'Execution failed due to configuration error: Invalid JSON in response: Unrecognized field "extra" , not marked as ignorable',
    )
  })

  it('D142 have nothing of a request without what the authorizer asks for', async () => {
    expect(await written(() => policy(allow()), {})).toEqual([])
  })
})
