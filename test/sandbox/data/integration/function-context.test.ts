import { expect, it } from 'vitest'
import type { Handler } from '../../../../src/sandbox/world/lambda.js'
import { gateway } from '../../support/gateway.js'

it('D120 tells a function its name, the id of the call and how much time is left', async () => {
  const seen: object[] = []
  const slow: Handler = async (_, context) => {
    const before = context.getRemainingTimeInMillis()
    await context.clock.sleep(1_000)
    const { functionName, awsRequestId } = context
    seen.push({
      functionName,
      awsRequestId,
      same: awsRequestId === context.awsRequestId,
      before,
      after: context.getRemainingTimeInMillis(),
    })
    return { statusCode: 204 }
  }
  const { send, clock } = gateway({ 'POST /slow': { handler: 'slow' } }, { handlers: { slow } })

  for (let call = 0; call < 2; call++) {
    const sent = send('/slow', { method: 'POST' })
    await clock.advance(1_000)
    expect((await sent).status).toBe(204)
  }
  expect(seen).toEqual(
    Array.from({ length: 2 }, () => ({
      functionName: 'slow',
      awsRequestId: expect.stringMatching(/^[\da-f-]{36}$/),
      same: true,
      before: 29_000,
      after: 28_000,
    })),
  )
  expect(new Set(seen.map((one) => Reflect.get(one, 'awsRequestId'))).size).toBe(2)
})
