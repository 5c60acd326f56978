import { masked } from '../../http/secrets.js'
import { methodArn } from '../../iam/arn.js'
import { INVOKE } from '../../iam/invocation.js'
import type { Authorization } from '../../world/authorizers/results.js'
import { type Authorizer, identityExpressions, type Stage } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Call, Caller, Consulted } from '../call.js'
import { accessDenied, type Reply, uriTooLong } from '../gateway-responses.js'
import { shown } from '../logs/execution-lines.js'
import { policyFacts } from '../resource-policy.js'
import { authorizerEvent } from './event.js'
import { ask, type NamedFunction } from './function.js'
import { type Identified, refused } from './identified.js'

const DEFAULT_TTL_SECONDS = 300
const MOST_ARN_BYTES = 1_600

interface Question {
  readonly authorizer: Authorizer
  readonly named: NamedFunction
  /** Of the identity sources. */
  readonly values: readonly string[]
}

type Way = Pick<Consulted, 'identity' | 'exchanged' | 'requestId' | 'latencyMs'>

/** What the function said of this identity before is as good, for every method: the policy is evaluated for each. */
export function authorize(
  world: World,
  { authorizer, named, values }: Question,
  call: Call,
  stage: Stage,
): Identified | Promise<Identified> {
  const arn = methodArn(world, { ...call.context, verb: call.verb, rawPath: call.rawPath })
  if (Buffer.byteLength(arn) > MOST_ARN_BYTES) return refused(uriTooLong())
  const ttlMs = 1_000 * (authorizer.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS)
  const key = ttlMs > 0 && values.length > 0 ? JSON.stringify([authorizer.id, ...values]) : null
  // The results at the start: one that comes after a flush is kept for nobody.
  const kept = world.authorizations.of(stage)
  const known = key === null ? undefined : kept.get(key)
  const identity = () => shownIdentity(authorizer, values)
  if (known) return judged(world, call, arn, known, { identity, exchanged: null, requestId: null, latencyMs: 0 })

  const event = authorizerEvent(authorizer, call, arn, values[0] ?? '')
  return ask(world, named, call, event).then(({ answer, ...said }) => {
    const way = { identity, ...said }
    if (answer.authorization === undefined) return turnedAway(call, answer.refusal, way)
    if (key !== null) kept.set(key, answer.authorization, { ttl: ttlMs })
    return judged(world, call, arn, answer.authorization, way)
  })
}

function turnedAway(call: Call, refusal: Reply, way: Way): Identified {
  const { cause, message = null } = refusal.failure ?? {}
  const problem = cause ?? message
  call.consulted = { ...way, problem, status: refusal.status, policyStatus: null, principalId: null }
  return refused(refusal)
}

function judged(world: World, call: Call, arn: string, said: Authorization, way: Way): Identified {
  const verdict = said.judge({
    action: INVOKE,
    resources: [arn],
    principal: null,
    get facts() {
      return policyFacts(world, call.request, null)
    },
  })
  const refusal = verdict === 'allowed' ? null : accessDenied(DENIALS[verdict])
  const { principalId } = said
  call.consulted = { ...way, problem: null, status: 200, policyStatus: refusal?.status ?? 200, principalId }
  return { caller: callerOf(said, way.latencyMs), refusal }
}

const DENIALS = {
  silent: 'User is not authorized to access this resource',
  denied: 'User is not authorized to access this resource with an explicit deny',
} as const

function callerOf({ principalId, context, usageIdentifierKey }: Authorization, integrationLatency: number): Caller {
  const authorizer = { ...context, principalId, integrationLatency }
  return usageIdentifierKey === undefined ? { authorizer } : { authorizer, usageIdentifierKey }
}

/** As the log has it: the token, or each of the sources. */
export function shownIdentity(authorizer: Authorizer, values: readonly string[]): string {
  if (authorizer.type === 'TOKEN') return masked(values[0] ?? '')
  return shown(identityExpressions(authorizer).map((source, index) => [source, masked(values[index] ?? '')]))
}
