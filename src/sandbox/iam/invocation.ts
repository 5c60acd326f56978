import type { HttpRequest } from '../http/message.js'
import { userId } from '../sts/user-id.js'
import type { World } from '../world/world.js'
import { executeArns, type Invoked } from './arn.js'
import { authenticate, identityOf, signedBy } from './authentication.js'
import { accessDenied, arnOf, userOf } from './authorization.js'
import type { Identity } from './identity.js'
import { decideAll } from './policy.js'
import type { Verdict } from './resource-policy.js'

/** A caller whom an AWS_IAM method accepts. */
export interface Invoker {
  readonly accessKey: string
  readonly userArn: string
  readonly userId: () => string
  /** Asked only where the caller wants an entry refreshed. */
  readonly mayInvalidate: () => boolean
}

const SERVICE = 'execute-api'
export const INVOKE = `${SERVICE}:Invoke`
const INVALIDATE = `${SERVICE}:InvalidateCache`

/** What the policy of the API says of a caller; null where it has none. */
type Policy = (principal: { readonly arn: string; readonly accountId: string }) => Verdict | null

/** Throws API Gateway's refusal where the caller may not invoke the method. */
export function invokerOf(world: World, request: HttpRequest, invoked: Invoked, policy: Policy = () => null): Invoker {
  return world.iam === 'enforce'
    ? enforced(world, request, invoked, policy)
    : unchecked(world, request, invoked, policy)
}

function enforced(world: World, request: HttpRequest, invoked: Invoked, policy: Policy): Invoker {
  const identity = authenticate(world, request, SERVICE)
  const userArn = arnOf(world, request, identity)
  const resources = executeArns(request, world, invoked)
  const [resource = ''] = resources
  const decision = decideAll(identity.policies, INVOKE, resources)
  const verdict = policy({ arn: userArn, accountId: identity.accountId })
  const refuse = (why: Parameters<typeof accessDenied>[3]) =>
    accessDenied(userArn, INVOKE, masked(resource, world), why)
  if (decision === 'denied') throw refuse(decision)
  if (verdict === 'denied') throw refuse('denied-by-resource')
  const foreign = identity.accountId !== world.accountId
  // Within an account one of the two suffices; between accounts both have to allow.
  if (decision !== 'allowed' && (foreign || verdict !== 'allowed')) throw refuse(decision)
  if (foreign && verdict !== 'allowed') throw refuse('foreign')
  const mayInvalidate = () => permitsInvalidation(identity, resources, world)
  return { accessKey: identity.accessKeyId, userArn, userId: () => userId(identity), mayInvalidate }
}

/** Verifies nothing, but heeds the seed's policies for a known access key. */
function unchecked(world: World, request: HttpRequest, invoked: Invoked, policy: Policy): Invoker {
  const { accessKeyId, service } = signedBy(request)
  const identity = identityOf(world, request)
  const user = userOf(world, request)
  const userArn = arnOf(world, request, user)
  if (policy({ arn: userArn, accountId: user.accountId }) === 'denied') {
    const [resource = ''] = executeArns(request, world, invoked)
    throw accessDenied(userArn, INVOKE, masked(resource, world), 'denied-by-resource')
  }
  return {
    accessKey: accessKeyId,
    userArn,
    userId: () => userId(user),
    mayInvalidate: () =>
      service === SERVICE && (!identity || permitsInvalidation(identity, executeArns(request, world, invoked), world)),
  }
}

/** No policy permits to invalidate across accounts. */
function permitsInvalidation(
  { accountId, policies }: Identity,
  resources: readonly string[],
  world: Pick<World, 'accountId'>,
): boolean {
  return accountId === world.accountId && decideAll(policies, INVALIDATE, resources) === 'allowed'
}

/** API Gateway shows callers only the last digits of the account that they called. */
export function masked(arn: string, { accountId }: Pick<World, 'accountId'>): string {
  return arn.replace(`:${accountId}:`, `:********${accountId.slice(-4)}:`)
}
