import type { PatchOperation } from '../aws/api.js'
import type { SettingRecord } from '../gateway/record.js'

const CACHING = 'caching/enabled'

/** Patch path of each setting, in the order that is safe within one request; caching is handled apart. */
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

/** Always names the size: AWS's own default is not documented. */
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
 * Lists the operations that turn an entry of `methodSettings` into the wanted one; none if it is equal. `key`
 * is in AWS's spelling (`*`/`*`, `~1pets/GET`). Caching goes off first and on last, so that no request meets a
 * half-made entry.
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
    // Null is a logging level that was never set; it cannot be unset.
    if (value === undefined || value === null || value === before?.[field]) return []
    return [replace(`/${key}/${path}`, value)]
  })
  return wanted.caching === true ? [...rest, ...toggle] : [...toggle, ...rest]
}

/** Removes an entry, by its key in the stage's spelling. API Gateway removes it only as a whole. */
export function entryRemoval(key: string): PatchOperation {
  return { op: 'remove', path: `/${key}` }
}

/**
 * Sorts operations for safety over several entries: caching off, the cluster, the rest with the TTL last,
 * caching on, and removals once their replacement is there.
 */
export function inSafeOrder(operations: readonly PatchOperation[]): PatchOperation[] {
  return [...operations].sort((a, b) => rank(a) - rank(b))
}

function rank({ op, path, value }: PatchOperation): number {
  if (op === 'remove') return FIELDS.length + 1
  if (path.endsWith(`/${CACHING}`)) return value === 'true' ? FIELDS.length : -2
  // -1 for a field of the stage itself.
  return FIELDS.findIndex(([, leaf]) => path.endsWith(`/${leaf}`))
}

/** AWS takes every value as a string, even numbers and booleans. */
function replace(path: string, value: string | number | boolean): PatchOperation {
  return { op: 'replace', path, value: String(value) }
}
