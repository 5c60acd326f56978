import { unlessDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import { field, isRecord, strings } from '../base/json.js'
import { inParallel } from '../base/parallel.js'
import type { OpenStage } from '../find/open-stage.js'
import { deployedMethods, INTEGRATION, operationOf } from '../gateway/export.js'
import { parseKey, shortKey } from '../gateway/key.js'
import { byPath, type MethodRef, nameOfMethod, sameMethod, VERBS } from '../gateway/method.js'
import type { Target } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { DEFAULTS_KEY, overrideOf } from '../gateway/settings.js'
import { refOf } from '../gateway/stage.js'
import { isServed } from '../settings/override-method.js'
import type { DeclaredStage } from './document/data.js'
import { type SettingsData, SHORT_STRATEGIES, type StageData } from './document/schema.js'
import { overridesIn } from './stage/entries.js'
import { sizeOf } from './stage/raw-changes.js'
import { FIELD_NAMES, FIELDS, type WantedSettings } from './wanted.js'

const PARALLEL_READS = 8

export interface ExportOptions {
  /** True names everything that a restoration needs, also what is not there. */
  readonly exact?: boolean
  /** Called with what a file cannot say, or what could not be read. */
  readonly onNote?: (target: Target, message: string) => void
}

/** Reads stages as a file says them; a plan of that file is empty. Errors: `failure`, `denied`. */
export function exportStages(
  stages: readonly OpenStage[],
  options: ExportOptions = {},
): Promise<readonly DeclaredStage[]> {
  return inParallel(stages, PARALLEL_READS, (stage) => exportStage(stage, options))
}

/** The same of one. */
export async function exportStage(stage: OpenStage, options: ExportOptions = {}): Promise<DeclaredStage> {
  const document = await unlessDenied(
    () => stage.connection.control.deployedExport(refOf(stage.target)),
    () => options.onNote?.(stage.target, 'the deployed API may not be read, so its cache keys are left out'),
  )
  return exportedStage(stage, document, options)
}

/** One stage, of which the deployed API was read. PURE. */
function exportedStage(stage: OpenStage, document: unknown, options: ExportOptions): StageData {
  const { target, record } = stage
  const { account, region, api } = target
  const methods = methodsOf(stage, document, options)
  const defaults = record.settings[DEFAULTS_KEY]
  const size = sizeOf(record)
  const settings = defaults ? settingsData(defaults) : options.exact ? { caching: false } : undefined
  return {
    api: api.id,
    ...(api.name === null ? {} : { name: api.name }),
    stage: target.stage,
    region,
    ...(account === null ? {} : { account }),
    cache: size === false ? false : (knownSize(size) ?? false),
    ...(settings ? { settings } : {}),
    ...(Object.keys(methods).length > 0 ? { methods } : {}),
    ...(options.exact ? { prune: true } : {}),
  }
}

function knownSize(size: string): Exclude<StageData['cache'], false | undefined> | null {
  const sizes = ['0.5', '1.6', '6.1', '13.5', '28.4', '58.2', '118', '237'] as const
  return sizes.find((one) => one === size) ?? null
}

function methodsOf(
  stage: OpenStage,
  document: unknown,
  { exact = false, onNote }: ExportOptions,
): NonNullable<StageData['methods']> {
  const deployed = document === null ? null : deployedMethods(document)
  const overridden = overridesIn(stage.record.settings)
    .filter((ref) => VERBS.includes(ref.method) && overrideOf(stage.record, ref) !== null)
    .filter((ref) => deployed === null || isServed({ deployed, current: null }, ref))
  const keyed = (deployed ?? []).filter(({ keys }) => exact || keys.length > 0)
  const refs = [...overridden, ...keyed.filter((one) => !overridden.some((other) => sameMethod(one, other)))]
  const lines = refs
    .map(({ method, path }) => ({ method, path }))
    .sort(byPath)
    .map((ref) => {
      const own = overrideOf(stage.record, ref)
      const isKeyed = keyed.some((one) => sameMethod(one, ref))
      const keys = isKeyed ? keysOf(document, ref) : null
      if (isKeyed && keys === null)
        onNote?.(stage.target, `${nameOfMethod(ref)} has cache keys that a file cannot say: they are left out`)
      return [nameOfMethod(ref), { ...(own ? settingsData(own) : {}), ...(keys ? { keys } : {}) }] as const
    })
  return Object.fromEntries(lines.filter(([, line]) => Object.keys(line).length > 0))
}

/** With the sources of mapped parameters; null where one of them has no spelling of ours. */
function keysOf(document: unknown, ref: MethodRef): string[] | null {
  const operation = operationOf(document, ref)
  const integration = field(operation, INTEGRATION)
  const mapping = field(integration, 'requestParameters')
  const keys = strings(field(integration, 'cacheKeyParameters')).map((parameter) => {
    const short = shortKey(parameter)
    const source = isRecord(mapping) ? mapping[parameter] : undefined
    const whole = typeof source === 'string' ? `${short}=${source}` : short
    return [whole, short].find(isKey) ?? null
  })
  return keys.every((key) => key !== null) ? keys : null
}

function isKey(text: string): boolean {
  try {
    parseKey(text)
    return true
  } catch (error) {
    if (error instanceof ApigwCacheError) return false
    throw error
  }
}

/** An entry of `methodSettings` by the names of the file. */
function settingsData(entry: StageRecord['settings'][string]): SettingsData {
  const { unauthorized, ...rest }: WantedSettings = Object.fromEntries(FIELDS.map((one) => [one, entry[one]]))
  const [short = unauthorized] = Object.entries(SHORT_STRATEGIES)
    .filter(([, long]) => long === unauthorized)
    .map(([name]) => name)
  const named = { ...rest, unauthorized: short }
  return Object.fromEntries(FIELDS.map((one) => [FIELD_NAMES[one], named[one]])) as SettingsData
}
