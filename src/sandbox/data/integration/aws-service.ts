import { EXAMPLE_FUNCTION } from '../../world/lambda.js'
import type { Integration } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Call } from '../call.js'
import { misconfigured, NO_RESPONSE, type Outcome } from '../gateway-responses.js'
import { callFunction } from './lambda-proxy.js'
import { mapResponse, selectResponse } from './response.js'

/** An AWS service answers with the example of the document that the API was made from; without one not at all. */
export function callService(world: World, call: Call, integration: Integration): Outcome | Promise<Outcome> {
  const handler = world.handlers.get(EXAMPLE_FUNCTION)
  if (!handler) return misconfigured('the sandbox emulates no AWS service')
  const outcome = callFunction(world, call, handler)
  return outcome instanceof Promise
    ? outcome.then((answered) => mapped(call, integration, answered))
    : mapped(call, integration, outcome)
}

function mapped(call: Call, integration: Integration, answered: Outcome): Outcome {
  if (answered.gateway) return answered
  const response = selectResponse(integration, String(answered.reply.status))
  if (!response) return misconfigured(NO_RESPONSE)
  return { reply: mapResponse(response, answered.reply, call), gateway: false }
}
