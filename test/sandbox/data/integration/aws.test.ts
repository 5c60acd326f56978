import { describe, expect, it } from 'vitest'
import { lambdaUri } from '../../../../src/sandbox/world/lambda.js'
import type { Integration } from '../../../../src/sandbox/world/model.js'
import { gateway } from '../../support/gateway.js'
import { buildResponse } from '../../support/world.js'

const ACCOUNT = { region: 'us-east-1', accountId: '000000000000' }

/** A POST method whose integration of type AWS calls `handler`. */
function custom(handler: (event: unknown) => unknown, changes: Partial<Integration> = {}) {
  const responses = new Map([
    ['200', buildResponse({ responseTemplates: { 'application/json': '{"got":$input.json("$")}' } })],
    ['404', buildResponse({ statusCode: '404', selectionPattern: '.*lost.*' })],
  ])
  return gateway(
    {
      'POST /pets': {
        integration: { type: 'AWS', uri: lambdaUri(ACCOUNT, 'pets'), responses, ...changes },
      },
    },
    { handlers: { pets: handler as never } },
  )
}

describe('AWS integrations of functions', () => {
  it('D73 gives the function the payload as its event, and its result the integration response', async () => {
    const events: unknown[] = []
    const { send } = custom(
      (event) => {
        events.push(event)
        return Promise.resolve({ ok: true })
      },
      { requestTemplates: { 'application/json': '{"pet":$input.json("$.name")}' } },
    )
    const answer = await send('/pets', { method: 'POST', body: '{"name":"Rex"}' })
    expect(events).toEqual([{ pet: 'Rex' }])
    expect([answer.status, answer.json()]).toEqual([200, { got: { ok: true } }])
  })

  it('D73 selects the integration response by the error message of a function that fails', async () => {
    const fail = () => {
      throw new TypeError('pet is lost')
    }
    for (const handler of [fail, () => Promise.reject(new TypeError('pet is lost'))]) {
      const answer = await custom(handler).send('/pets', { method: 'POST', body: '{}' })
      expect([answer.status, answer.json()]).toEqual([404, { errorMessage: 'pet is lost', errorType: 'TypeError' }])
    }
    const other = await custom(() => {
      throw new Error('other')
    }).send('/pets', { method: 'POST' })
    expect(other.status).toBe(200)
  })

  it('D73 answers as Lambda does where the payload is not JSON', async () => {
    const answer = await custom(() => 'never').send('/pets', { method: 'POST', body: 'no' })
    expect(answer.json()).toEqual({ got: { message: 'Could not parse request body into json' } })
  })

  it('D73 names the function that it was not given', async () => {
    const { send } = custom(() => null, { uri: lambdaUri(ACCOUNT, 'other') })
    const answer = await send('/pets', { method: 'POST' })
    expect([answer.status, answer.json()]).toEqual([
      501,
      { message: 'the sandbox does not emulate the function other, which it was not given' },
    ])
  })
})
