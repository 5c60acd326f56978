import type { MethodRef } from './method.js'
import type { EffectiveMethod, MethodSettings } from './model.js'
import type { SettingRecord, StageRecord } from './record.js'

export const DEFAULTS_KEY = '*/*'

/** What API Gateway assumes where a stage says nothing. */
export const UNSET: MethodSettings = {
  caching: false,
  ttlSeconds: 300,
  encrypted: false,
  requireAuthorization: true,
  unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
}

/** The fields that this tool sets. */
export const CACHE_FIELDS = [
  'caching',
  'ttlSeconds',
  'encrypted',
  'requireAuthorization',
  'unauthorized',
] as const satisfies readonly (keyof MethodSettings)[]

/** What a new entry has where nothing was set and there are no defaults to copy: AWS's account limits. */
export const NEW_RECORD: SettingRecord = {
  ...UNSET,
  metrics: false,
  loggingLevel: null,
  dataTrace: false,
  burstLimit: 5000,
  rateLimit: 10_000,
}

/** The stage's own default settings, without what other tools keep in the same entry. */
export function defaultsOf(stage: StageRecord): MethodSettings | null {
  const record = stage.settings[DEFAULTS_KEY]
  return record ? settingsOf(record) : null
}

export function settingsOf(record: SettingRecord): MethodSettings {
  const { caching, ttlSeconds, encrypted, requireAuthorization, unauthorized } = record
  return { caching, ttlSeconds, encrypted, requireAuthorization, unauthorized }
}

/** Whether responses are stored with these settings, where there is a cluster: a TTL of 0 means not cached. */
export function stores({ caching, ttlSeconds }: Pick<MethodSettings, 'caching' | 'ttlSeconds'>): boolean {
  return caching && ttlSeconds > 0
}

/** Who decides for this method: its own entry as a whole, else `*`/`*` for GET only, else nobody. */
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

/** The key of the entry that decides for this method, where it has one of its own. */
export function overrideKey({ settings }: Pick<StageRecord, 'settings'>, ref: MethodRef): string | null {
  const spellings = [methodKey(ref), tolerated(ref)]
  return spellings.find((one) => one !== null && Object.hasOwn(settings, one)) ?? null
}

/** How `methodSettings` names a method: `~1pets~1{id}/GET`. The same text is the start of its patch paths. */
export function methodKey({ method, path }: MethodRef): string {
  return `${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`
}

/** Reads any spelling that is found on stages: `~1a~1b/GET`, `a/b/GET`, `/a/b/GET`. Null for `*`/`*`. */
export function parseMethodKey(key: string): MethodRef | null {
  if (key === DEFAULTS_KEY) return null
  const end = key.lastIndexOf('/')
  const raw = key.slice(0, end).replaceAll('~1', '/').replaceAll('~0', '~')
  return { method: key.slice(end + 1), path: raw.startsWith('/') ? raw : `/${raw}` }
}

/** API Gateway takes a path of one segment without its encoded slash too, as some tools write it. */
function tolerated({ method, path }: MethodRef): string | null {
  const segment = path.slice(1)
  return segment === '' || segment.includes('/') ? null : `${segment}/${method}`
}
