import { ServiceError } from '../http/errors.js'
import type { HttpRequest } from '../http/message.js'
import { type Invoker, invokerOf } from '../iam/invocation.js'
import type { World } from '../world/world.js'
import type { Call } from './call.js'
import {
  accessDenied,
  forbidden,
  gatewayReply,
  missingAuthenticationToken,
  type Reply,
} from './gateway-responses.js'
import type { Route } from './routes.js'

export interface Access {
  /** Null where the caller is let in. */
  readonly refusal: Reply | null
  /** Whether the caller may refresh entries where that has to be permitted. */
  readonly mayInvalidate: () => boolean
}

const LET_IN: Access = { refusal: null, mayInvalidate: () => false }

/** Who calls comes first, then the API key; a hit needs them too. */
export function access(world: World, request: HttpRequest, call: Call, { identify }: Route): Access {
  const { method } = call
  if (method.authorizationType === 'AWS_IAM') return signedAccess(world, request, call)
  if (identify) {
    const identified = identify(call)
    if ('refusal' in identified) return refused(identified.refusal)
    call.identify(identified.caller)
  }
  return keyed(world, call, LET_IN)
}

function signedAccess(world: World, request: HttpRequest, call: Call): Access {
  if (request.headers.authorization === undefined) return refused(missingAuthenticationToken())
  try {
    const { apiId, stage } = call.context
    const invoker: Invoker = invokerOf(world, request, { apiId, stage, rawPath: call.rawPath })
    call.identify(invoker)
    return keyed(world, call, { refusal: null, mayInvalidate: invoker.mayInvalidate })
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    const { status, type, message } = error
    return refused(
      type === 'AccessDeniedException' ? accessDenied(message) : gatewayReply(status, type, message),
    )
  }
}

function keyed({ apiKeys }: World, { method, request }: Call, otherwise: Access): Access {
  if (!method.apiKeyRequired) return otherwise
  const key = request.headers['x-api-key']
  const accepted = key !== undefined && (apiKeys.size === 0 || apiKeys.has(key))
  return accepted ? otherwise : refused(forbidden())
}

function refused(refusal: Reply): Access {
  return { ...LET_IN, refusal }
}
