import type { Usage } from '../world/usage.js'
import type { Call } from './call.js'
import type { EffectiveSetting } from './method-settings.js'

// What every account has at first, which is not applied: nothing is throttled unless somebody chose to.
const ACCOUNT_BURST = 5_000
const ACCOUNT_RATE = 10_000

/** Whether the stage's setting lets the method have another request now. A negative limit is none. */
export function isThrottled(usage: Usage, { setting }: EffectiveSetting, call: Call, now: number): boolean {
  if (!setting) return false
  const { throttlingBurstLimit: burst, throttlingRateLimit: rate } = setting
  if ((burst === ACCOUNT_BURST && rate === ACCOUNT_RATE) || (burst < 0 && rate < 0)) return false
  if (burst === 0 || rate === 0) return true
  const { apiId, stage } = call.context
  const limits = { burstLimit: burst < 0 ? ACCOUNT_BURST : burst, rateLimit: rate < 0 ? ACCOUNT_RATE : rate }
  return !usage.admits(JSON.stringify(['stage', apiId, stage, call.resource.path, call.verb]), limits, now)
}
