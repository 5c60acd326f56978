import { ServiceError } from '../http/errors.js'
import type { HttpRequest } from '../http/message.js'
import { type Invoker, invokerOf } from '../iam/invocation.js'
import type { World } from '../world/world.js'
import { keyRefusal } from './api-keys.js'
import type { Call } from './call.js'
import { missingAuthenticationToken, type Reply, refusalOf } from './gateway-responses.js'
import { policyRefusal, policyVerdict } from './resource-policy.js'
import type { Route } from './routes.js'

export interface Access {
  /** Null where the caller is allowed in. */
  readonly refusal: Reply | null
  /** Asked only where refreshing an entry needs a permission. */
  readonly mayInvalidate: () => boolean
}

const ALLOWED: Access = { refusal: null, mayInvalidate: () => false }

/** Checks the caller first, then the API key, also for hits. */
export function access(world: World, request: HttpRequest, call: Call, { identify }: Route): Access {
  const { method } = call
  if (method.authorizationType === 'AWS_IAM') return signedAccess(world, request, call)
  const verdict = policyVerdict(world, request, call, null)
  const forbidden = () => refused(policyRefusal(world, request, call, verdict ?? 'denied'))
  const custom = method.authorizationType === 'CUSTOM'
  // Who is denied does not even get to the function; who is not has to convince it alone.
  if (custom && verdict === 'denied') return forbidden()
  if (identify) {
    const identified = identify(call)
    if ('refusal' in identified) return refused(identified.refusal)
    call.identify(identified.caller)
  }
  if (!custom && verdict !== null && verdict !== 'allowed') return forbidden()
  return keyed(world, call, ALLOWED)
}

function signedAccess(world: World, request: HttpRequest, call: Call): Access {
  if (request.headers.authorization === undefined) return refused(missingAuthenticationToken())
  try {
    const { apiId, stage } = call.context
    const invoked = { apiId, stage, rawPath: call.rawPath }
    const invoker: Invoker = invokerOf(world, request, invoked, (principal) =>
      policyVerdict(world, request, call, principal),
    )
    call.identify(invoker)
    return keyed(world, call, { refusal: null, mayInvalidate: invoker.mayInvalidate })
  } catch (error) {
    if (error instanceof ServiceError) return refused(refusalOf(error))
    throw error
  }
}

function keyed(world: World, call: Call, allowed: Access): Access {
  const refusal = call.method.apiKeyRequired ? keyRefusal(world, call) : null
  return refusal ? refused(refusal) : allowed
}

function refused(refusal: Reply): Access {
  return { ...ALLOWED, refusal }
}
