import { ServiceError } from '../http/errors.js'
import type { HttpRequest } from '../http/message.js'
import { type Invoker, invokerOf } from '../iam/invocation.js'
import type { Verdict } from '../iam/resource-policy.js'
import type { Stage } from '../world/model.js'
import type { World } from '../world/world.js'
import { keyRefusal } from './api-keys.js'
import type { Identified } from './authorizer/identified.js'
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

/** Checks the caller first, then the API key, also for hits: at once unless an authorizer has to be asked. */
export function access(
  world: World,
  request: HttpRequest,
  call: Call,
  { identify }: Route,
  stage: Stage,
): Access | Promise<Access> {
  const { method } = call
  if (method.authorizationType === 'AWS_IAM') return signedAccess(world, request, call)
  const verdict = policyVerdict(world, request, call, null)
  const custom = method.authorizationType === 'CUSTOM'
  // Who is denied does not even get to the function; who is not has to convince it alone.
  const shutOut = custom ? verdict === 'denied' : verdict !== null && verdict !== 'allowed'
  if (shutOut && (custom || !identify)) return forbidden(world, request, call, verdict)
  if (!identify) return keyed(world, call, ALLOWED)
  return identifiedAccess(world, request, call, identify(call, stage), shutOut ? verdict : null)
}

/** Apart, so that methods without an authorizer make none of its closures. */
function identifiedAccess(
  world: World,
  request: HttpRequest,
  call: Call,
  identified: Identified | Promise<Identified>,
  shutOutBy: Verdict | null,
): Access | Promise<Access> {
  const enter = ({ caller, refusal }: Identified) => {
    call.identify(caller)
    if (refusal) return refused(refusal)
    return shutOutBy ? forbidden(world, request, call, shutOutBy) : keyed(world, call, ALLOWED)
  }
  return identified instanceof Promise ? identified.then(enter) : enter(identified)
}

function forbidden(world: World, request: HttpRequest, call: Call, verdict: Verdict | null): Access {
  return refused(policyRefusal(world, request, call, verdict ?? 'denied'))
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
