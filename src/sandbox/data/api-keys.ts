import { sentHeader } from '../http/headers.js'
import { stageOfPlan } from '../world/usage-plan.js'
import type { World } from '../world/world.js'
import type { Call } from './call.js'
import { invalidApiKey, quotaExceeded, type Reply, throttled } from './gateway-responses.js'

/** Null for a key that counts, whose use is then counted. Without any keys and plans every key counts. */
export function keyRefusal({ apiKeys, settings, usage, clock }: World, call: Call): Reply | null {
  const fromAuthorizer = call.served.deployment.snapshot.apiKeySource === 'AUTHORIZER'
  const value = fromAuthorizer ? call.caller.usageIdentifierKey : sentHeader(call.request.rawHeaders, 'x-api-key')
  if (value === undefined) return invalidApiKey()
  if (apiKeys.has(value)) return null
  const made = settings.apiKeys
  if (apiKeys.size + made.size + settings.usagePlans.size === 0) return null
  const key = [...made.values()].find((one) => one.value === value)
  const { apiId, stage } = call.context
  const plan = [...settings.usagePlans.values()].find(
    (one) => key && one.keyIds.includes(key.id) && stageOfPlan(one, apiId, stage),
  )
  if (!key?.enabled || !plan) return invalidApiKey()
  call.identify({ ...call.caller, apiKey: { id: key.id, value } })

  const method = `${call.resource.path}/${call.verb}`
  const own = stageOfPlan(plan, apiId, stage)?.throttle ?? {}
  const throttle = Object.hasOwn(own, method) ? own[method] : plan.throttle
  const bucket = JSON.stringify([plan.id, key.id, throttle === plan.throttle ? '' : [apiId, stage, method]])
  const now = clock.now()
  if (throttle && !usage.admits(bucket, throttle, now)) return throttled()
  return usage.count(plan, key.id, now) ? null : quotaExceeded()
}
