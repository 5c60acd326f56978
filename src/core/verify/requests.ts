import { CALLS } from '../base/spelling.js'
import type { OpenStage } from '../find/open-stage.js'
import { matchMethod } from '../gateway/match.js'
import type { MethodsSeen } from '../gateway/methods.js'
import type { StageRecord } from '../gateway/record.js'
import { DEFAULTS_KEY, overrideOf } from '../gateway/settings.js'
import { type Plan, type Plans, pathOf } from '../request/plan.js'
import { shownUrl } from '../request/shown-url.js'
import { type Variant, variantsOf } from '../request/variants.js'
import type { Known } from './evidence.js'
import type { StageProbe } from './paths.js'
import { removalOf } from './removal.js'
import type { CountedMethod, VerifyRequest } from './request.js'

/** What is sent to each URL, with what is known of it. Errors: `usage`. */
export function requestsFor(
  stage: OpenStage | null,
  { plans, seen }: Plans,
  probe: StageProbe,
): readonly VerifyRequest[] {
  const { paths: _p, base: _b, headers, variations, identities, beforeProbing: _bp, ...rest } = probe
  const target = stage?.target ?? null
  const spelling = stage?.connection.spelling ?? CALLS
  return plans.map((plan) => {
    const { url, inside, method } = plan
    const template = method?.path ?? plan.deployed?.path ?? null
    const variants = variantsOf({ url, headers, inside, template }, variations, identities)
    const known = stage ? knownOf(plan, stage.record) : null
    const [main] = variants
    return {
      ...rest,
      target: inside === null ? null : target,
      url: shownUrl(url, plan.deployed),
      expected: probe.expected ?? (method === null || method.cached ? 'cached' : 'not-cached'),
      known,
      variants,
      testInvoke: stage ? testInvoke(stage, seen, probe, plan, main) : null,
      countedAs: stage ? countedAs(plan, stage.record, probe.method) : null,
      advice: {
        spelling,
        target,
        removal: removalOf({
          method: probe.method,
          inside: shownInside(plan, main),
          headers: main.headers,
          known,
          spelling,
          target,
        }),
      },
    }
  })
}

/** The part of a variant's URL that lies below the stage. */
function insideOf({ url, inside }: Plan, variant: Variant): string | null {
  return inside === null ? null : variant.url.slice(url.length - inside.length) || '/'
}

function shownInside(plan: Plan, main: Variant): string | null {
  const inside = insideOf(plan, main)
  return inside === null ? null : shownUrl(inside, plan.deployed)
}

function knownOf({ method, deployed }: Plan, { canary }: StageRecord): Known | null {
  if (!method) return null
  const { path, cached, ttlSeconds, requireAuthorization, unauthorized, keys } = method
  return {
    method: method.method,
    path,
    cached,
    ttlSeconds,
    requireAuthorization,
    unauthorized,
    keys,
    signed: deployed?.signed ?? false,
    canary: canary !== null && canary.percent > 0 && !canary.usesStageCache,
  }
}

/** A stage counts a method alone where the setting that decides for it has detailed metrics. */
function countedAs({ method }: Plan, stage: StageRecord, verb: string): CountedMethod | null {
  if (!method) return null
  const record = overrideOf(stage, method) ?? stage.settings[DEFAULTS_KEY]
  return record?.metrics ? { method: verb, path: method.path } : null
}

function testInvoke(
  { connection, target }: OpenStage,
  seen: MethodsSeen | null,
  { method, body }: StageProbe,
  plan: Plan,
  main: Variant,
): VerifyRequest['testInvoke'] {
  const pathWithQuery = insideOf(plan, main)
  const path = pathOf({ inside: pathWithQuery })
  if (path === null || pathWithQuery === null) return null
  const found = matchMethod(seen?.current ?? [], method, path)
  if (!found) return null
  return () =>
    connection.control.testInvoke(target.api.id, {
      resourceId: found.resourceId,
      method,
      pathWithQuery,
      headers: Object.fromEntries(main.headers),
      body: typeof body === 'string' ? body : null,
    })
}
