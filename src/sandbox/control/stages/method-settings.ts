import { badRequest } from '../../http/errors.js'
import { CACHE_CONTROL_STRATEGIES, type CacheControlStrategy, isVerb, LOG_LEVELS } from '../../world/enums.js'
import type { Knobs } from '../../world/knobs.js'
import type { MethodSetting } from '../../world/model.js'
import { booleanOf } from '../patch.js'
import { SETTING_PATHS } from './setting-paths.js'

type Settings = Map<string, MethodSetting>
type Change = (value: string | undefined) => Partial<MethodSetting>

/** The fields of a setting until they are set. */
export const DEFAULT_SETTING: Readonly<MethodSetting> = {
  metricsEnabled: false,
  dataTraceEnabled: false,
  throttlingBurstLimit: 5000,
  throttlingRateLimit: 10_000,
  cachingEnabled: false,
  cacheTtlInSeconds: 300,
  cacheDataEncrypted: false,
  requireAuthorizationForCacheControl: true,
  unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
}

const LEAVES: Readonly<Record<string, Change>> = {
  'caching/enabled': (value) => ({ cachingEnabled: booleanOf(value) }),
  'caching/ttlInSeconds': (value) => ({ cacheTtlInSeconds: timeToLive(value) }),
  'caching/dataEncrypted': (value) => ({ cacheDataEncrypted: booleanOf(value) }),
  'caching/requireAuthorizationForCacheControl': (value) => ({
    requireAuthorizationForCacheControl: booleanOf(value),
  }),
  'caching/unauthorizedCacheControlHeaderStrategy': (value) => ({
    unauthorizedCacheControlHeaderStrategy: strategy(value),
  }),
  'metrics/enabled': (value) => ({ metricsEnabled: booleanOf(value) }),
  'logging/loglevel': (value) => ({ loggingLevel: logLevel(value) }),
  'logging/dataTrace': (value) => ({ dataTraceEnabled: booleanOf(value) }),
  'throttling/burstLimit': (value) => ({ throttlingBurstLimit: throttle(value, Number.isInteger) }),
  'throttling/rateLimit': (value) => ({ throttlingRateLimit: throttle(value, Number.isFinite) }),
}

/** A resource's path is one token of a JSON pointer, so its slashes have to be escaped. */
const STRICT = /^\/([^/]+\/[^/]+)\/(.+)$/
const TOLERANT = /^\/(.+\/[^/]+)\/([^/]+\/[^/]+)$/

/** `replace /{resource}/{verb}/caching/enabled` and the like. The key keeps the resource's `~1`. */
export function patchSetting(settings: Settings, path: string, value: string | undefined, knobs: Knobs): void {
  const [, key, leaf = ''] = path.match(knobs.rawSlashes ? TOLERANT : STRICT) ?? []
  const change = Object.hasOwn(LEAVES, leaf) ? LEAVES[leaf] : undefined
  if (key === undefined || !change || !isMethodKey(key)) throw invalidSettingPath(path)
  const current = settings.get(key) ?? newSetting(settings, key, knobs)
  settings.set(key, { ...current, ...change(value) })
}

/** The method key that a path such as `/~1pets/GET` names. */
export function methodKey(path: string): string {
  return path.replace(/^\//, '')
}

export function invalidSettingPath(path: string): Error {
  return badRequest(`Invalid method setting path: ${path}. Must be one of: ${SETTING_PATHS}`)
}

/** A new override is a copy of the stage's defaults, which later changes of them do not reach. */
function newSetting(settings: Settings, key: string, { overrideInherit }: Knobs): MethodSetting {
  const defaults = settings.get('*/*')
  if (!defaults || key === '*/*') return DEFAULT_SETTING
  if (overrideInherit === 'all') return defaults
  return {
    ...DEFAULT_SETTING,
    cachingEnabled: defaults.cachingEnabled,
    cacheTtlInSeconds: defaults.cacheTtlInSeconds,
    cacheDataEncrypted: defaults.cacheDataEncrypted,
    requireAuthorizationForCacheControl: defaults.requireAuthorizationForCacheControl,
    unauthorizedCacheControlHeaderStrategy: defaults.unauthorizedCacheControlHeaderStrategy,
  }
}

function isMethodKey(key: string): boolean {
  const verb = key.slice(key.lastIndexOf('/') + 1)
  return verb === '*' || isVerb(verb)
}

function timeToLive(value = ''): number {
  if (!/^\d{1,9}$/.test(value) || Number(value) > 3600) {
    throw badRequest('Invalid time-to-live setting, must be an integer no greater than 3600')
  }
  return Number(value)
}

function strategy(value = ''): CacheControlStrategy {
  const found = CACHE_CONTROL_STRATEGIES.find((known) => known === value)
  if (!found) throw badRequest(`Invalid unauthorized cache control header strategy: ${value}`)
  return found
}

function logLevel(value = ''): string {
  if (!LOG_LEVELS.some((level) => level === value)) throw badRequest(`Invalid logging level: ${value}`)
  return value
}

function throttle(value: string | undefined, is: (number: number) => boolean): number {
  const limit = Number(value || Number.NaN)
  if (!is(limit) || limit < -1) throw badRequest(`Invalid throttling limit: ${value ?? 'null'}`)
  return limit
}
