import { ServiceError } from '../http/errors.js'
import type { HttpRequest } from '../http/message.js'
import type { World } from '../world/world.js'
import { accountArn, controlArns, logGroupArn, principalArn } from './arn.js'
import { authenticate, checkExpiry, identityOf, unknownToken } from './authentication.js'
import { scopeOf } from './credential.js'
import { EVERYTHING, type Identity } from './identity.js'
import { type Decision, decideAll } from './policy.js'

/** The caller for GetCallerIdentity. Without enforcement every access key is a user. */
export interface Caller extends Pick<Identity, 'principal' | 'accountId' | 'policies'> {
  readonly accessKeyId: string
  readonly arn: string
}

/** The control plane's refusal; null where the caller is allowed. */
export function controlRefusal(world: World, request: HttpRequest): ServiceError | null {
  const action = `apigateway:${request.method}`
  return refusal(world, request, 'apigateway', action, controlArns(request, world.region))
}

/** The resources are what the operation names. */
export function metricsRefusal(
  world: World,
  request: HttpRequest,
  operation: string,
  resources: readonly string[],
): ServiceError | null {
  return refusal(world, request, 'monitoring', `cloudwatch:${operation}`, resources)
}

/** `resource` is what comes after `log-group:`. */
export function logsRefusal(world: World, request: HttpRequest, operation = '', resource = ''): ServiceError | null {
  return refusal(world, request, 'logs', `logs:${operation}`, [logGroupArn(request, world, resource)])
}

export function accountRefusal(world: World, request: HttpRequest): ServiceError | null {
  const resource = accountArn(request, world)
  return refusal(world, request, 'account', 'account:ListRegions', [resource])
}

/** Throws where the signature is wrong. On AWS no policy can forbid GetCallerIdentity. */
export function callerOf(world: World, request: HttpRequest, service = 'sts'): Caller {
  const user = world.iam === 'enforce' ? authenticate(world, request, service) : userOf(world, request)
  return { ...user, arn: arnOf(world, request, user) }
}

/** Who signed, without checking it: an unknown key is a user of its own name. Throws where credentials have run out. */
export function userOf(world: World, request: HttpRequest): Omit<Identity, 'secretAccessKey'> {
  const known = identityOf(world, request)
  checkExpiry(known, world)
  if (known) return known
  const { accessKeyId = 'unknown' } = scopeOf(request) ?? {}
  return { accessKeyId, principal: `user/${accessKeyId}`, accountId: world.accountId, policies: [EVERYTHING] }
}

function refusal(
  world: World,
  request: HttpRequest,
  service: string,
  action: string,
  resources: readonly string[],
): ServiceError | null {
  try {
    if (!world.enabled) throw unknownToken()
    if (world.iam === 'off') {
      checkExpiry(identityOf(world, request), world)
      return null
    }
    const identity = authenticate(world, request, service)
    const decision = decideAll(identity.policies, action, resources)
    return decision === 'allowed'
      ? null
      : accessDenied(arnOf(world, request, identity), action, resources[0] ?? '', decision)
  } catch (error) {
    if (error instanceof ServiceError) return error
    throw error
  }
}

/** `foreign`: an identity of another account, which would need a policy on the resource. */
type Refused = Exclude<Decision, 'allowed'> | 'foreign' | 'denied-by-resource'

export function accessDenied(user: string, action: string, resource: string, decision: Refused): ServiceError {
  const on = resource === '*' ? '' : ` on resource: ${resource}`
  const reasons: Readonly<Record<Refused, string>> = {
    denied: 'with an explicit deny in an identity-based policy',
    'denied-by-resource': 'with an explicit deny in a resource-based policy',
    'not-allowed': `because no identity-based policy allows the ${action} action`,
    foreign: `because no resource-based policy allows the ${action} action`,
  }
  const why = reasons[decision]
  const message = `User: ${user} is not authorized to perform: ${action}${on} ${why}`
  return new ServiceError(403, 'AccessDeniedException', message)
}

export function arnOf(world: World, request: HttpRequest, user: Pick<Identity, 'principal' | 'accountId'>): string {
  return principalArn(user, scopeOf(request)?.region ?? world.region)
}
