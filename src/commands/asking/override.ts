import { type MethodRef, nameOfMethod } from '../../core/gateway/method.js'
import type { SettingRecord } from '../../core/gateway/record.js'
import { CACHE_FIELDS } from '../../core/gateway/settings.js'
import type { Shadow } from '../../core/settings/report.js'
import type { StrayFate } from '../../core/settings/strays.js'
import { settingName, settingValue } from '../../render/stage/words.js'
import { type Asking, askToGoOn } from './agree.js'

export function askAboutVerbs(asking: Asking, methods: readonly MethodRef[]): Promise<void> {
  const names = methods.map(nameOfMethod).join(', ')
  return askToGoOn(asking, {
    why: [
      `AWS advises to cache GET only: a cached answer to ${names} means that the backend never sees the request, and a body counts only where it is in the cache key`,
    ],
    question: `Cache ${names}?`,
    refused: `${names} would be cached, which AWS advises against`,
  })
}

export function askAboutOverrides(asking: Asking, stage: string, overrides: readonly Shadow[]): Promise<void> {
  return askToGoOn(asking, {
    why: overrides.map(
      ({ method, path, field, value }) =>
        `${method} ${path} has ${settingName(field)} ${settingValue(field, value)} of its own`,
    ),
    question: `Change the overrides of stage ${stage} too?`,
    refused: '--include-overrides changes methods with settings of their own',
  })
}

export function askAboutRemoval(asking: Asking, { method, path }: MethodRef): Promise<void> {
  return askToGoOn(asking, {
    why: [],
    question: `Remove all settings of ${method} ${path}, its throttling, logging and metrics included?`,
    refused: `--all-settings removes the throttling, logging and metrics of ${method} ${path} too`,
  })
}

export function askAboutStrays(asking: Asking, strays: readonly StrayFate[]): Promise<void> {
  return askToGoOn(asking, {
    why: [...strays.map(fateLine), 'Terraform writes such keys: where it owns them, its next apply brings them back'],
    question: strayQuestion(strays),
    refused: '--clean-strays moves and removes entries that another tool may own',
  })
}

function strayQuestion(strays: readonly StrayFate[]): string {
  const moved = strays.filter(({ fate }) => fate === 'moved').length
  const removed = strays.length - moved
  if (removed === 0) return `Move the stray entries (${moved})? What they say takes effect then`
  if (moved === 0) return `Remove the stray entries (${removed})?`
  return `Move stray entries (${moved}), so that they take effect, and remove others (${removed})?`
}

function fateLine({ key, canonical, method, path, fate, instead, lost }: StrayFate): string {
  if (fate === 'moved') return `${key} becomes ${canonical}`
  if (fate === 'unserved') return `${key} is removed: no such method, ${method} ${path}`
  const taken = instead === canonical ? `${canonical} exists` : `${instead} becomes ${canonical}`
  const values = settingWords(lost)
  return values === ''
    ? `${key} is dropped: ${taken} and has the same values`
    : `${key} is dropped: ${taken}, its own values (${values}) are lost`
}

const OTHERS = [
  ['metrics', 'detailed metrics'],
  ['loggingLevel', 'logging'],
  ['dataTrace', 'data trace'],
  ['burstLimit', 'burst'],
  ['rateLimit', 'rate'],
] as const

/** `caching off, rate 1`. */
function settingWords(values: Partial<SettingRecord>): string {
  const cache = CACHE_FIELDS.flatMap((field) => {
    const value = values[field]
    return value === undefined ? [] : [`${settingName(field)} ${settingValue(field, value)}`]
  })
  const others = OTHERS.filter(([field]) => field in values).map(([field, name]) => {
    const value = values[field]
    return `${name} ${typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value ?? 'OFF')}`
  })
  return [...cache, ...others].join(', ')
}
