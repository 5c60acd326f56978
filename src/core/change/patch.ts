import type { PatchOperation } from '../aws/api.js'
import type { SettingRecord } from '../gateway/record.js'

const CACHING = 'caching/enabled'

/** Where each setting stands in a patch, in the order that is safe inside one batch. Caching is apart. */
const FIELDS = [
  ['metrics', 'metrics/enabled'],
  ['loggingLevel', 'logging/loglevel'],
  ['dataTrace', 'logging/dataTrace'],
  ['burstLimit', 'throttling/burstLimit'],
  ['rateLimit', 'throttling/rateLimit'],
  ['encrypted', 'caching/dataEncrypted'],
  ['requireAuthorization', 'caching/requireAuthorizationForCacheControl'],
  ['unauthorized', 'caching/unauthorizedCacheControlHeaderStrategy'],
  ['ttlSeconds', 'caching/ttlInSeconds'],
] as const satisfies readonly (readonly [keyof SettingRecord, string])[]

/** Provisioning always names the size: what AWS would take without one is not documented. */
export function clusterOn(size: string): PatchOperation[] {
  return [replace('/cacheClusterEnabled', true), replace('/cacheClusterSize', size)]
}

export function clusterOff(): PatchOperation[] {
  return [replace('/cacheClusterEnabled', false)]
}

export function clusterSize(size: string): PatchOperation[] {
  return [replace('/cacheClusterSize', size)]
}

/**
 * The operations that turn one entry of `methodSettings` into what is wanted, and none where it is so already.
 * `key` is as AWS spells it (`*`/`*`, `~1pets/GET`). Caching goes off before anything else and on after it, so
 * that no request meets a half-made entry.
 */
export function settingsPatch(
  key: string,
  before: Partial<SettingRecord> | null,
  wanted: Partial<SettingRecord>,
): PatchOperation[] {
  const caching = wanted.caching !== undefined && wanted.caching !== (before?.caching ?? null)
  const toggle = caching ? [replace(`/${key}/${CACHING}`, wanted.caching === true)] : []
  const rest = FIELDS.flatMap(([field, path]) => {
    const value = wanted[field]
    // Null is a logging level that nobody has set, and it cannot be unset.
    if (value === undefined || value === null || value === before?.[field]) return []
    return [replace(`/${key}/${path}`, value)]
  })
  return wanted.caching === true ? [...rest, ...toggle] : [...toggle, ...rest]
}

/** API Gateway removes an entry by its key as it is spelled on the stage, and only as a whole. */
export function entryRemoval(key: string): PatchOperation {
  return { op: 'remove', path: `/${key}` }
}

/**
 * The same operations in the order that is safe over several entries: caching off, the cluster, the rest with
 * the TTL last, caching on, and removals when what takes their place is there.
 */
export function inSafeOrder(operations: readonly PatchOperation[]): PatchOperation[] {
  return [...operations].sort((a, b) => rank(a) - rank(b))
}

function rank({ op, path, value }: PatchOperation): number {
  if (op === 'remove') return FIELDS.length + 1
  if (path.endsWith(`/${CACHING}`)) return value === 'true' ? FIELDS.length : -2
  // A field of the stage itself is not found: -1.
  return FIELDS.findIndex(([, leaf]) => path.endsWith(`/${leaf}`))
}

/** AWS takes every value as a string, numbers and booleans too. */
function replace(path: string, value: string | number | boolean): PatchOperation {
  return { op: 'replace', path, value: String(value) }
}
