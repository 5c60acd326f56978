import type { HttpRequest } from '../http/message.js'
import { executeArns } from '../iam/arn.js'
import { INVOKE, masked } from '../iam/invocation.js'
import { type Asked, compileResourcePolicy, type Judge, type Verdict } from '../iam/resource-policy.js'
import type { Snapshot } from '../world/model.js'
import type { World } from '../world/world.js'
import type { Call } from './call.js'
import { accessDenied, type Reply } from './gateway-responses.js'

/** Snapshots never change. */
const compiled = new WeakMap<Snapshot, Judge>()

/** What the deployed policy of the API says of the call; null where it has none. */
export function policyVerdict(
  world: World,
  request: HttpRequest,
  call: Call,
  principal: Asked['principal'],
): Verdict | null {
  const { snapshot } = call.served.deployment
  if (snapshot.policy === null) return null
  const { apiId } = call.context
  const judge = compiled.get(snapshot) ?? compileResourcePolicy(snapshot.policy, { ...world, apiId })
  compiled.set(snapshot, judge)
  return judge({
    action: INVOKE,
    resources: resourcesOf(world, request, call),
    principal,
    facts: policyFacts(world, request, principal),
  })
}

/** The refusal of a caller without AWS credentials. */
export function policyRefusal(world: World, request: HttpRequest, call: Call, verdict: Verdict): Reply {
  const [resource = ''] = resourcesOf(world, request, call)
  const why = verdict === 'denied' ? ' with an explicit deny' : ''
  return accessDenied(
    `User: anonymous is not authorized to perform: ${INVOKE} on resource: ${masked(resource, world)}${why}`,
  )
}

function resourcesOf(world: World, request: HttpRequest, { context, rawPath }: Call): readonly string[] {
  return executeArns(request, world, { apiId: context.apiId, stage: context.stage, rawPath })
}

/** What conditions may ask about. */
export function policyFacts(
  world: Pick<World, 'clock'>,
  request: Pick<HttpRequest, 'headers' | 'sourceIp'>,
  principal: Asked['principal'],
): Asked['facts'] {
  const { host = '', 'user-agent': userAgent, referer } = request.headers
  const endpoint = /^[a-z0-9]+-(vpce-[a-z0-9]+)/.exec(host)?.[1]
  return {
    'aws:sourceip': request.sourceIp,
    // The gateway is only reached over HTTPS; the sandbox stands for it.
    'aws:securetransport': 'true',
    'aws:currenttime': new Date(world.clock.now()).toISOString(),
    ...(endpoint === undefined ? {} : { 'aws:sourcevpce': endpoint }),
    ...(userAgent === undefined ? {} : { 'aws:useragent': userAgent }),
    ...(referer === undefined ? {} : { 'aws:referer': referer }),
    ...(principal ? { 'aws:principalarn': principal.arn, 'aws:principalaccount': principal.accountId } : {}),
  }
}
