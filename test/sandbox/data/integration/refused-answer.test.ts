import { describe, expect, it } from 'vitest'
import { lambdaUri } from '../../../../src/sandbox/world/lambda.js'
import { allow, as, authorizing, HOME, policy } from '../../support/authorizing.js'
import { gateway } from '../../support/gateway.js'

const START = 'the function'
const REFUSES = 'answered what API Gateway refuses:'

describe('answers that API Gateway refuses', () => {
  it.each([
    [{ statusCode: 'many' }, 'statusCode is no number'],
    [{ body: { secret: 's3cret' } }, 'body is no string'],
    [{ statuscode: 200 }, 'the answer has the unknown field statuscode'],
    [{ 'ann@example.com': 1 }, 'the answer has the unknown field (…)'],
    [null, 'the answer is no object'],
    [{ headers: { 'X-Name': 's3cret\n' } }, 'a header that HTTP cannot carry'],
  ])('A209 are told in a line, without what is in them: %j', async (answer, why) => {
    const told: string[] = []
    const integration = { type: 'AWS_PROXY', uri: lambdaUri(HOME, 'orders') } as const
    const { send } = gateway(
      { 'GET /orders': { integration } },
      { handlers: { orders: () => answer as never }, onRefusedAnswer: (line) => told.push(line) },
    )
    expect((await send('/orders')).status).toBe(502)
    expect(told).toEqual([`${START} orders ${REFUSES} ${why}`])
  })

  it.each([
    [policy({ ...allow(), Effect: 'Maybe' as never }), 'policyDocument.Statement.0.Effect is none of Allow, Deny'],
    [{ ...policy(allow()), context: { user: { id: 's3cret' } } }, 'context.user is of a wrong type'],
  ])('A209 are told of authorizers: %j', async (answer, why) => {
    const told: string[] = []
    const { send } = authorizing({ 'GET /pets': {} }, () => answer, { onRefusedAnswer: (line) => told.push(line) })
    expect((await send('/pets', as('ann'))).status).toBe(500)
    expect(told).toEqual([`${START} auth ${REFUSES} ${why}`])
  })
})
