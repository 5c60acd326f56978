import { EXAMPLE_FUNCTION } from '../../world/lambda.js'
import type { Integration } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Outcome } from '../gateway-responses.js'
import type { Mapper } from '../mapping/mapper.js'
import { functionContext } from './function-context.js'
import { callFunction } from './lambda-proxy.js'
import { filledUri } from './request.js'
import { respond } from './response.js'

/** What the example of the document that the API was made from answers; null where there was no document. */
export function standIn(
  world: World,
  mapper: Mapper,
  integration: Integration,
  name = EXAMPLE_FUNCTION,
): Outcome | Promise<Outcome> | null {
  const example = world.handlers.get(EXAMPLE_FUNCTION)
  if (!example) return null
  const answered = callFunction(world, mapper.call, example, functionContext(world, name, integration.timeoutInMillis))
  if (integration.type.endsWith('_PROXY')) return answered
  const mapped = (outcome: Outcome) => (outcome.gateway ? outcome : respond(mapper, integration, outcome.reply))
  return answered instanceof Promise ? answered.then(mapped) : mapped(answered)
}

/** The address has something that a deployment would have filled in. */
export function isUnfilled(mapper: Mapper, integration: Integration): boolean {
  return filledUri(mapper.call, integration).includes('\u0024{')
}
