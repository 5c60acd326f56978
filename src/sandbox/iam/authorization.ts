import { ServiceError } from '../http/errors.js'
import type { HttpRequest } from '../http/message.js'
import type { World } from '../world/world.js'
import { controlArn, userArn } from './arn.js'
import { authenticate } from './authentication.js'
import { accessKeyOf, scopeRegionOf } from './credential.js'
import type { Identity } from './identity.js'
import { type Decision, decide } from './policy.js'

/** Who calls, as GetCallerIdentity says. Where nothing is enforced every access key is somebody. */
export interface Caller extends Pick<Identity, 'name' | 'accountId'> {
  readonly accessKeyId: string
  readonly arn: string
}

/** Why API Gateway's control plane does not serve the caller; null where it does. */
export function controlRefusal(world: World, request: HttpRequest): ServiceError | null {
  const action = `apigateway:${request.method}`
  return refusal(world, request, 'apigateway', action, controlArn(request, world.region))
}

/** CloudWatch's reads know no resource but all. */
export function metricsRefusal(world: World, request: HttpRequest, operation = ''): ServiceError | null {
  return refusal(world, request, 'monitoring', `cloudwatch:${operation}`, '*')
}

/** Throws where the signature is wrong. No policy is asked: on AWS nothing can forbid this question. */
export function callerOf(world: World, request: HttpRequest): Caller {
  const accessKeyId = accessKeyOf(request) ?? 'unknown'
  const { name, accountId } =
    world.iam === 'enforce' ? authenticate(world, request, 'sts') : userOf(world, accessKeyId)
  return { accessKeyId, name, accountId, arn: arnOf(world, request, { name, accountId }) }
}

/** Whose access key this is; where nothing is enforced, every key is a user of its own. */
export function userOf(
  { identities, accountId }: Pick<World, 'identities' | 'accountId'>,
  accessKeyId: string,
): Pick<Identity, 'name' | 'accountId'> {
  return identities.get(accessKeyId) ?? { name: accessKeyId, accountId }
}

function refusal(
  world: World,
  request: HttpRequest,
  service: string,
  action: string,
  resource: string,
): ServiceError | null {
  if (world.iam === 'off') return null
  try {
    const identity = authenticate(world, request, service)
    const decision = decide(identity.policies, action, resource)
    return decision === 'allowed'
      ? null
      : accessDenied(arnOf(world, request, identity), action, resource, decision)
  } catch (error) {
    if (error instanceof ServiceError) return error
    throw error
  }
}

/** `foreign`: an identity of another account, which would need a policy of the resource's own. */
type Refused = Exclude<Decision, 'allowed'> | 'foreign'

export function accessDenied(
  user: string,
  action: string,
  resource: string,
  decision: Refused,
): ServiceError {
  const on = resource === '*' ? '' : ` on resource: ${resource}`
  const reasons: Readonly<Record<Refused, string>> = {
    denied: 'with an explicit deny in an identity-based policy',
    'not-allowed': `because no identity-based policy allows the ${action} action`,
    foreign: `because no resource-based policy allows the ${action} action`,
  }
  const why = reasons[decision]
  const message = `User: ${user} is not authorized to perform: ${action}${on} ${why}`
  return new ServiceError(403, 'AccessDeniedException', message)
}

export function arnOf(
  world: World,
  request: HttpRequest,
  user: Pick<Identity, 'name' | 'accountId'>,
): string {
  return userArn(user, scopeRegionOf(request) ?? world.region)
}
