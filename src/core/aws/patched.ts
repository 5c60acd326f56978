import { unescaped } from '../base/pointer.js'
import type { MethodRecord, SettingRecord, StageRecord } from '../gateway/record.js'
import { DEFAULTS_KEY, NEW_RECORD } from '../gateway/settings.js'
import type { PatchOperation } from './api.js'

/** Readers of the values in a patch, by the end of the patch path, for the fields of a `methodSettings` entry. */
const FIELDS: Readonly<Record<string, (value: string) => Partial<SettingRecord>>> = {
  'metrics/enabled': (value) => ({ metrics: value === 'true' }),
  'logging/loglevel': (value) => ({ loggingLevel: value }),
  'logging/dataTrace': (value) => ({ dataTrace: value === 'true' }),
  'throttling/burstLimit': (value) => ({ burstLimit: Number(value) }),
  'throttling/rateLimit': (value) => ({ rateLimit: Number(value) }),
  'caching/enabled': (value) => ({ caching: value === 'true' }),
  'caching/dataEncrypted': (value) => ({ encrypted: value === 'true' }),
  'caching/requireAuthorizationForCacheControl': (value) => ({ requireAuthorization: value === 'true' }),
  'caching/unauthorizedCacheControlHeaderStrategy': (value) => ({
    unauthorized: value as SettingRecord['unauthorized'],
  }),
  'caching/ttlInSeconds': (value) => ({ ttlSeconds: Number(value) }),
}

const SETTING = /^\/(.+\/[^/]+)\/((?:metrics|logging|throttling|caching)\/[^/]+)$/

/** Applies this tool's own operations to a stage. PURE. */
export function patchedStage(record: StageRecord, operations: readonly PatchOperation[]): StageRecord {
  return operations.reduce(patchStage, record)
}

function patchStage(record: StageRecord, { op, path, value = '' }: PatchOperation): StageRecord {
  if (path === '/cacheClusterEnabled') {
    const on = value === 'true'
    return { ...record, clusterEnabled: on, clusterStatus: on ? 'AVAILABLE' : 'NOT_AVAILABLE' }
  }
  if (path === '/cacheClusterSize') return { ...record, clusterSize: value }
  if (op === 'remove') {
    const { [path.slice(1)]: _, ...settings } = record.settings
    return { ...record, settings }
  }
  const [, key = '', leaf = ''] = SETTING.exec(path) ?? []
  const before = record.settings[key] ?? record.settings[DEFAULTS_KEY] ?? NEW_RECORD
  const after = { ...before, ...FIELDS[leaf]?.(value) }
  return { ...record, settings: { ...record.settings, [key]: after } }
}

/** Applies operations to a method, and to its integration below `/integration`. PURE. */
export function patchedMethod(record: MethodRecord, operations: readonly PatchOperation[]): MethodRecord {
  return operations.reduce(patchMethod, record)
}

function patchMethod(record: MethodRecord, { op, path, value = '' }: PatchOperation): MethodRecord {
  const [, inside, list, escaped = ''] =
    /^(\/integration)?\/(requestParameters|cacheKeyParameters)\/(.+)$/.exec(path) ?? []
  const name = unescaped(escaped)
  if (list === 'cacheKeyParameters') {
    const rest = record.cacheKeyParameters.filter((one) => one !== name)
    return { ...record, cacheKeyParameters: op === 'remove' ? rest : [...rest, name] }
  }
  if (list !== 'requestParameters') return record
  if (inside === undefined) {
    return { ...record, parameters: { ...record.parameters, [name]: value === 'true' } }
  }
  const { integration } = record
  if (integration === null) return record
  const requestParameters = { ...integration.requestParameters, [name]: value }
  return { ...record, integration: { ...integration, requestParameters } }
}
