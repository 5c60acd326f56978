import { escapeToken } from '../../http/json.js'
import { partitionOf } from '../../iam/arn.js'
import type { Json } from '../document.js'
import type { Make, Making } from './make.js'
import { type Fields, TEXT_MAP } from './shape.js'

/** What a setting of methods has. */
const SETTING: Fields = {
  CacheDataEncrypted: 'flag',
  CacheTtlInSeconds: 'number',
  CachingEnabled: 'flag',
  DataTraceEnabled: 'flag',
  LoggingLevel: 'text',
  MetricsEnabled: 'flag',
  ThrottlingBurstLimit: 'number',
  ThrottlingRateLimit: 'number',
}

/** From a setting to the end of its path in a patch. */
const LEAVES: Readonly<Record<string, string>> = {
  cacheDataEncrypted: 'caching/dataEncrypted',
  cacheTtlInSeconds: 'caching/ttlInSeconds',
  cachingEnabled: 'caching/enabled',
  dataTraceEnabled: 'logging/dataTrace',
  loggingLevel: 'logging/loglevel',
  metricsEnabled: 'metrics/enabled',
  throttlingBurstLimit: 'throttling/burstLimit',
  throttlingRateLimit: 'throttling/rateLimit',
}

/** What a stage and the stage of a deployment have alike. */
const COMMON: Fields = {
  AccessLogSetting: { fields: { DestinationArn: 'text', Format: 'text' } },
  CacheClusterEnabled: 'flag',
  CacheClusterSize: 'text',
  ClientCertificateId: 'text',
  Description: 'text',
  DocumentationVersion: 'text',
  MethodSettings: { list: { fields: { ...SETTING, HttpMethod: 'text', ResourcePath: 'text' } } },
  Tags: 'tags',
  TracingEnabled: 'flag',
  Variables: TEXT_MAP,
}

const CANARY = { PercentTraffic: 'number', StageVariableOverrides: TEXT_MAP, UseStageCache: 'flag' } as const

export const STAGE: Fields = {
  ...COMMON,
  CanarySetting: { fields: { ...CANARY, DeploymentId: 'text' } },
  DeploymentId: 'text',
  RestApiId: 'text',
  StageName: 'text',
}

export const DEPLOYMENT: Fields = {
  DeploymentCanarySettings: { fields: CANARY },
  Description: 'text',
  RestApiId: 'text',
  StageDescription: { fields: { ...COMMON, ...SETTING, CanarySetting: { fields: CANARY } } },
  StageName: 'text',
}

/** The settings of methods, the access log and the certificate can only be patched. */
export const makeStage: Make = (making) => {
  const {
    restApiId: _,
    accessLogSetting,
    canarySetting,
    methodSettings,
    clientCertificateId,
    ...own
  } = making.properties
  const path = { api: making.required('restApiId'), stage: making.required('stageName') }
  const canary = canarySetting === undefined ? {} : { canarySettings: canarySetting }
  making.call('CreateStage', '', { path, body: { ...own, ...canary } })
  patchStage(making, '', path, { accessLogSetting, methodSettings, clientCertificateId })
  return { id: path.stage }
}

/** With a stage's name it is deployed to that stage, which is made where there is none. */
export const makeDeployment: Make = (making) => {
  const { stageDescription, deploymentCanarySettings, restApiId: _, ...own } = making.properties
  const api = making.required('restApiId')
  const stage: Json = Object(stageDescription)
  if (own.stageName === undefined && stageDescription !== undefined) {
    throw making.refusal('StageDescription', 'needs a StageName')
  }
  const { description, canarySetting, methodSettings, accessLogSetting, clientCertificateId, ...more } = stage
  const body = {
    ...own,
    ...pick(more, ['cacheClusterEnabled', 'cacheClusterSize', 'tracingEnabled', 'variables']),
    ...defined('stageDescription', description),
    ...defined('canarySettings', deploymentCanarySettings ?? canarySetting),
  }
  const { id } = making.call('CreateDeployment', '', { path: { api }, body })
  if (own.stageName !== undefined) {
    const path = { api, stage: String(own.stageName) }
    const { documentationVersion, tags } = more
    const all = { resourcePath: '/*', httpMethod: '*', ...pick(more, Object.keys(LEAVES)) }
    const settings = [all, ...(Array.isArray(methodSettings) ? methodSettings : [])]
    const settled = { accessLogSetting, methodSettings: settings, clientCertificateId, documentationVersion }
    patchStage(making, 'StageDescription', path, settled)
    if (tags !== undefined) {
      const arn = `arn:${partitionOf(making.region)}:apigateway:${making.region}::/restapis/${api}/stages/${path.stage}`
      making.call('TagResource', 'StageDescription.Tags', { path: { '*': arn }, body: { tags } })
    }
  }
  return { id: String(id), attributes: { DeploymentId: String(id) } }
}

interface Patched {
  readonly accessLogSetting?: unknown
  readonly methodSettings?: unknown
  readonly clientCertificateId?: unknown
  readonly documentationVersion?: unknown
}

/** API Gateway takes so many changes at a time. */
const MOST_PATCHES = 100

function patchStage(
  { call }: Making,
  at: string,
  path: { readonly api: string; readonly stage: string },
  wanted: Patched,
): void {
  const inside = (property: string) => (at === '' ? property : `${at}.${property}`)
  const send = (property: string, patches: readonly (readonly [string, unknown])[]) => {
    const all = patches.map(([to, value]) => ({ op: 'replace', path: to, value: String(value) }))
    for (let from = 0; from < all.length; from += MOST_PATCHES) {
      const patchOperations = all.slice(from, from + MOST_PATCHES)
      call('UpdateStage', inside(property), { path, body: { patchOperations } })
    }
  }
  const log: [string, unknown][] = Object.entries(Object(wanted.accessLogSetting))
  send(
    'AccessLogSetting',
    log.map(([field, value]) => [`/accessLogSettings/${field}`, value]),
  )
  for (const field of ['clientCertificateId', 'documentationVersion'] as const) {
    const value = wanted[field]
    if (value !== undefined) send(field.charAt(0).toUpperCase() + field.slice(1), [[`/${field}`, value]])
  }
  const settings: readonly Json[] = Array.isArray(wanted.methodSettings) ? wanted.methodSettings : []
  for (const [index, setting] of settings.entries()) send(`MethodSettings[${index}]`, settingPatches(setting))
}

/** `/*` and `*` are every method, and `/` is the root; other paths are written as in a patch. */
function settingPatches({ resourcePath, httpMethod, ...own }: Json): readonly (readonly [string, unknown])[] {
  const path = resourcePath === '/' ? `/${escapeToken('/')}` : String(resourcePath ?? '')
  return Object.entries(own).map(([name, value]) => [
    `${path}/${String(httpMethod ?? '')}/${LEAVES[name] ?? name}`,
    value,
  ])
}

function pick(from: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])))
}

function defined(name: string, value: unknown): Json {
  return value === undefined ? {} : { [name]: value }
}
