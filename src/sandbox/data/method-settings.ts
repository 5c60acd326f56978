import { escapeToken } from '../http/json.js'
import type { Knobs } from '../world/knobs.js'
import type { Method, MethodSetting, Resource, Stage } from '../world/model.js'

/** The keys under which a stage may hold the settings of a resource. */
export interface SettingKeys {
  readonly canonical: string
  /** Without `~1`, which API Gateway tolerates for a path of one segment. */
  readonly plain: string | null
}

export function settingKeys({ path }: Resource): SettingKeys {
  const canonical = escapeToken(path)
  const single = /^\/[^/]+$/.test(path)
  return { canonical, plain: single ? path.slice(1) : null }
}

/** The setting of a request: the whole one of its method, or else the stage's `*` / `*`. */
export interface EffectiveSetting {
  readonly setting: MethodSetting | undefined
  readonly own: boolean
}

export function effectiveSetting(
  { methodSettings }: Stage,
  keys: SettingKeys,
  verb: string,
  method: Method,
  { anyKeyMatches }: Knobs,
): EffectiveSetting {
  if (methodSettings.size === 0) return { setting: undefined, own: false }
  const find = (name: string) =>
    methodSettings.get(`${keys.canonical}/${name}`) ??
    (keys.plain === null ? undefined : methodSettings.get(`${keys.plain}/${name}`))
  const own = find(verb) ?? (anyKeyMatches && method.httpMethod === 'ANY' ? find('ANY') : undefined)
  return own ? { setting: own, own: true } : { setting: methodSettings.get('*/*'), own: false }
}

/** The setting if it caches the verb, or else null. The stage's `*` / `*` turns on caching for GET only. */
export function cachingSetting({ setting, own }: EffectiveSetting, verb: string): MethodSetting | null {
  if (!setting?.cachingEnabled || setting.cacheTtlInSeconds <= 0) return null
  return own || verb === 'GET' ? setting : null
}
