import type { SettingRecord } from '../../core/gateway/record.js'

const NAMES: readonly (readonly [keyof SettingRecord, string])[] = [
  ['caching', 'caching'],
  ['ttlSeconds', 'TTL'],
  ['encrypted', 'encryption'],
  ['requireAuthorization', 'authorisation'],
  ['unauthorized', 'unauthorised callers'],
  ['metrics', 'metrics'],
  ['loggingLevel', 'logging'],
  ['dataTrace', 'data trace'],
  ['burstLimit', 'burst'],
  ['rateLimit', 'rate'],
]

/** `caching off, rate 1`. */
export function settingWords(values: Partial<SettingRecord>): string {
  return NAMES.filter(([field]) => field in values)
    .map(([field, name]) => `${name} ${valueWord(values[field])}`)
    .join(', ')
}

function valueWord(value: SettingRecord[keyof SettingRecord] | undefined): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  return String(value ?? 'OFF')
}
