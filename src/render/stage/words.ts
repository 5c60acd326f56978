import { type EffectiveMethod, type MethodSettings, SHORT_STRATEGY } from '../../core/gateway/model.js'

/** Settings by the names of the JSON results. */
export interface NamedSettings extends MethodSettings {
  readonly detailedMetrics: boolean
}

const NAMES: Readonly<Record<keyof NamedSettings, string>> = {
  caching: 'caching',
  ttlSeconds: 'TTL',
  encrypted: 'encryption',
  requireAuthorization: 'authorisation',
  unauthorized: 'unauthorised callers',
  detailedMetrics: 'detailed metrics',
}

/** One name for one setting, on every screen and in every question. */
export function settingName(field: keyof NamedSettings): string {
  return NAMES[field]
}

/** `on`, `60 s`, `warn`, `required`. */
export function settingValue(field: keyof NamedSettings, value: NamedSettings[keyof NamedSettings]): string {
  if (typeof value === 'number') return value === 0 ? '0 (not cached)' : `${value} s`
  if (typeof value === 'string') return SHORT_STRATEGY[value]
  if (field === 'requireAuthorization') return value ? 'required' : 'not required'
  return value ? 'on' : 'off'
}

/** Who decides for a method: its own setting, the stage's default, or nobody. */
export function decidedBy({ source, method }: Pick<EffectiveMethod, 'source' | 'method'>): string {
  if (source === 'override') return 'own setting'
  if (source === 'stage-default') return 'stage default'
  return method === 'GET' ? 'no setting' : 'not a GET'
}
