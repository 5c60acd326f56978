import { escaped, unescaped } from '../base/pointer.js'
import type { MethodRef } from './method.js'
import type { EffectiveMethod, MethodSettings } from './model.js'
import type { SettingRecord, StageRecord } from './record.js'

export const DEFAULTS_KEY = '*/*'

/** API Gateway's values where a stage sets none. */
export const UNSET: MethodSettings = {
  caching: false,
  ttlSeconds: 300,
  encrypted: false,
  requireAuthorization: true,
  unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
}

export const CACHE_FIELDS = [
  'caching',
  'ttlSeconds',
  'encrypted',
  'requireAuthorization',
  'unauthorized',
] as const satisfies readonly (keyof MethodSettings)[]

/** Values of a new entry without defaults to copy: AWS's account limits. */
export const NEW_RECORD: SettingRecord = {
  ...UNSET,
  metrics: false,
  loggingLevel: null,
  dataTrace: false,
  burstLimit: 5000,
  rateLimit: 10_000,
}

/** Reads the stage's default settings, without the fields of other tools. */
export function defaultsOf(stage: StageRecord): MethodSettings | null {
  const record = stage.settings[DEFAULTS_KEY]
  return record ? settingsOf(record) : null
}

export function settingsOf(record: SettingRecord): MethodSettings {
  const { caching, ttlSeconds, encrypted, requireAuthorization, unauthorized } = record
  return { caching, ttlSeconds, encrypted, requireAuthorization, unauthorized }
}

/** True if a cluster would store responses with these settings; a TTL of 0 stores none. */
export function stores({ caching, ttlSeconds }: Pick<MethodSettings, 'caching' | 'ttlSeconds'>): boolean {
  return caching && ttlSeconds > 0
}

/** Finds the settings that decide for a method: its own entry as a whole, else `*`/`*` for GET only, else nothing. */
export function effective(
  stage: Pick<StageRecord, 'settings'>,
  { method, path }: MethodRef,
): Pick<EffectiveMethod, 'source'> & MethodSettings {
  const own = overrideOf(stage, { method, path })
  if (own) return { source: 'override', ...settingsOf(own) }
  const defaults = stage.settings[DEFAULTS_KEY]
  if (defaults && method === 'GET') return { source: 'stage-default', ...settingsOf(defaults) }
  return { source: 'off', ...(defaults ? settingsOf(defaults) : UNSET), caching: false }
}

export function overrideOf(stage: Pick<StageRecord, 'settings'>, ref: MethodRef): SettingRecord | null {
  const key = overrideKey(stage, ref)
  return key === null ? null : (stage.settings[key] ?? null)
}

/** Finds the key of the method's own entry; null if it has none. */
export function overrideKey({ settings }: Pick<StageRecord, 'settings'>, ref: MethodRef): string | null {
  const spellings = [methodKey(ref), keyWithoutSlash(ref)]
  return spellings.find((one) => one !== null && Object.hasOwn(settings, one)) ?? null
}

/** Names a method as `methodSettings` does: `~1pets~1{id}/GET`. Its patch paths begin with the same text. */
export function methodKey({ method, path }: MethodRef): string {
  return `${escaped(path)}/${method}`
}

/** Reads every spelling found on stages: `~1a~1b/GET`, `a/b/GET`, `/a/b/GET`. Null for `*`/`*`. */
export function parseMethodKey(key: string): MethodRef | null {
  if (key === DEFAULTS_KEY) return null
  const end = key.lastIndexOf('/')
  const raw = unescaped(key.slice(0, end))
  return { method: key.slice(end + 1), path: raw.startsWith('/') ? raw : `/${raw}` }
}

/** API Gateway also accepts a one-segment path without its encoded slash, as some tools write it. */
function keyWithoutSlash({ method, path }: MethodRef): string | null {
  const segment = path.slice(1)
  return segment === '' || segment.includes('/') ? null : `${segment}/${method}`
}
