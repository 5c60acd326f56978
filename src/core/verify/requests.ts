import { missingKeys } from '../exposure/wrong-data.js'
import { matchMethod } from '../gateway/match.js'
import type { MethodRef } from '../gateway/method.js'
import type { StageRecord } from '../gateway/record.js'
import { DEFAULTS_KEY, overrideOf } from '../gateway/settings.js'
import type { Doors } from '../request/doors.js'
import { keyedIn, type Plan, type Plans, pathOf } from '../request/plan.js'
import { shownUrl } from '../request/shown-url.js'
import { encodeIllegal } from '../request/url-encoding.js'
import { type Variant, variantsOf } from '../request/variants.js'
import type { Known } from './evidence.js'
import { removalOf } from './judging/removal.js'
import type { ReadOptions } from './options.js'
import type { VerifyRequest } from './request.js'

/** One request a URL, with everything that is known of it. Errors: `usage`. */
export function requestsFor(
  doors: Pick<Doors, 'stage' | 'spelling'>,
  { plans, seen }: Plans,
  options: ReadOptions,
): readonly VerifyRequest[] {
  const { headers, variations, identities, base, connectTo } = options
  const { stage, spelling } = doors
  const target = stage?.target ?? null
  return plans.map((plan) => {
    const { url, inside, method, deployed } = plan
    const template = method?.path ?? deployed?.path ?? null
    const variants = variantsOf({ url, headers, inside, template }, variations, identities)
    const known = stage ? knownOf(plan, stage.record) : null
    const [main] = variants
    const below = insideOf(plan, main)
    const shown = below === null ? null : shownUrl(below, deployed)
    const removed = { method: options.method, inside: shown, headers: main.headers, known, spelling, target }
    return {
      ...sentAs(options),
      target: inside === null ? null : target,
      url: withPlaces(shownUrl(url, deployed), variations),
      expectedBy: options.expected !== null ? 'caller' : method === null ? 'default' : 'settings',
      expected: options.expected ?? (method === null || method.cached ? 'cached' : 'not-cached'),
      known,
      direct: inside !== null && base === null && connectTo === undefined,
      variants,
      testInvoke: testInvokeOf(doors, seen, options, main, below),
      countedAs: stage ? countedAs(plan, stage.record, options.method) : null,
      advice: {
        spelling,
        target,
        removal: removalOf(removed),
        asked: withPlaces(shownUrl(inside ?? url, deployed), variations),
      },
    }
  })
}

/** Writes `{id}` where values take turns: it is encoded where it is sent, and nobody reads that. */
function withPlaces(url: string, variations: ReadOptions['variations']): string {
  const names = variations.flatMap(({ kind, name }) => (kind === 'path' ? [`{${name}}`, `{${name}+}`] : []))
  return names.reduce((shown, name) => shown.replaceAll(encodeIllegal(name), name), url)
}

/** The same for every URL. */
function sentAs({
  paths: _paths,
  base: _base,
  headers: _headers,
  expected: _expected,
  variations: _variations,
  identities: _identities,
  ...rest
}: ReadOptions) {
  return rest
}

/** The part of a variant's URL that lies below the stage. */
function insideOf({ url, inside }: Plan, variant: Variant): string | null {
  if (inside === null) return null
  return variant.url.slice(url.endsWith(inside) ? url.length - inside.length : url.length) || '/'
}

function knownOf({ method, deployed, serving }: Plan, { canary, clusterStatus }: StageRecord): Known | null {
  if (!method) return null
  const { source, caching } = method
  const missing = deployed === null ? [] : missingKeys(deployed)
  const { path, cached, ttlSeconds, requireAuthorization, unauthorized, keys, pendingKeys } = method
  return {
    method: method.method,
    path,
    servedBy: serving?.method ?? method.method,
    cached,
    uncached: cached ? null : { source, caching, clusterStatus, missing },
    ttlSeconds,
    requireAuthorization,
    unauthorized,
    keys: keys && keyedIn({ method, deployed }),
    pendingKeys,
    signed: deployed?.signed ?? false,
    needsApiKey: deployed?.needsApiKey ?? false,
    identity: deployed?.identity ?? [],
    hasCanary: canary !== null,
    canary: canary !== null && canary.percent > 0 && !canary.usesStageCache,
  }
}

/** A stage counts a method alone where the setting that decides for it has detailed metrics. */
function countedAs({ method }: Plan, stage: StageRecord, verb: string): MethodRef | null {
  if (!method) return null
  const record = overrideOf(stage, method) ?? stage.settings[DEFAULTS_KEY]
  return record?.metrics ? { method: verb, path: method.path } : null
}

function testInvokeOf(
  { stage }: Pick<Doors, 'stage'>,
  seen: Plans['seen'],
  { method, body }: ReadOptions,
  { headers }: Variant,
  pathWithQuery: string | null,
): VerifyRequest['testInvoke'] {
  const path = pathOf({ inside: pathWithQuery })
  if (!stage || path === null || pathWithQuery === null) return null
  const found = matchMethod(seen?.current ?? [], method, path)
  if (!found) return null
  const { connection, target } = stage
  return () =>
    connection.control.testInvoke(target.api.id, {
      resourceId: found.resourceId,
      method,
      pathWithQuery,
      headers: Object.fromEntries(headers),
      body: typeof body === 'string' ? body : null,
    })
}
