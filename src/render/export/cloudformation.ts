import { escaped } from '../../core/base/pointer.js'
import type { WholeStage } from '../../core/declare/whole-stage.js'
import { nameOfMethod } from '../../core/gateway/method.js'
import type { MethodRecord } from '../../core/gateway/record.js'
import { UNSET } from '../../core/gateway/settings.js'
import { provisioned } from '../../core/gateway/stage.js'
import { clean, jsonText } from '../format/text.js'
import { type Entry, effectiveEntries, keyedMethods, notesOf, onePerApi, placesOf } from './entries.js'
import { labels } from './labels.js'

const HEAD = `# What is live, for CloudFormation: a stack takes it over with a resource import, which needs the deletion policies.
# Where a template has one of these stages already, move the properties there instead. What else a stage has (variables,
# access logs, tags, canary) is not here, and a template without it removes it.
#
# CloudFormation does not flush a cache, has no property for requireAuthorization and unauthorized, publishes cache keys
# only with a new deployment, and leaves caching on when its properties are removed: write false instead.`

/** Templates, one for each account and region. PURE. */
export function cloudFormation(stages: readonly WholeStage[]): string {
  const templates = placesOf(stages).map((own) => {
    const label = labels('')
    return [
      HEAD,
      'AWSTemplateFormatVersion: "2010-09-09"',
      'Resources:',
      ...own.flatMap((stage) => stageLines(stage, label)),
      ...onePerApi(own).flatMap(keyLines),
    ].join('\n')
  })
  return `${templates.join('\n---\n')}\n`
}

function stageLines(stage: WholeStage, label: (words: string) => string): readonly string[] {
  const { target, record } = stage
  const isOn = provisioned(record)
  const entries = effectiveEntries(stage)
  return [
    ...notesOf(stage).map((note) => `  # ${clean(note)}`),
    `  ${label(`${target.api.name ?? target.api.id} ${target.stage}`)}:`,
    '    Type: AWS::ApiGateway::Stage',
    '    DeletionPolicy: Retain',
    '    UpdateReplacePolicy: Retain',
    '    Properties:',
    `      RestApiId: ${jsonText(target.api.id)}`,
    `      StageName: ${jsonText(target.stage)}`,
    ...(record.deploymentId === null ? [] : [`      DeploymentId: ${jsonText(record.deploymentId)}`]),
    `      CacheClusterEnabled: ${isOn}`,
    ...(isOn && record.clusterSize !== null ? [`      CacheClusterSize: ${jsonText(record.clusterSize)}`] : []),
    ...(entries.length > 0 ? ['      MethodSettings:'] : []),
    ...entries.flatMap(entryLines),
  ]
}

function entryLines({ ref, setting }: Entry): readonly string[] {
  const { requireAuthorization, unauthorized } = setting
  const lost = [
    ...(requireAuthorization === UNSET.requireAuthorization ? [] : [`requireAuthorization ${requireAuthorization}`]),
    ...(unauthorized === UNSET.unauthorized ? [] : [`unauthorized ${unauthorized}`]),
  ]
  return [
    ...(ref === null ? [] : [`        # ${clean(nameOfMethod(ref))}`]),
    ...(lost.length === 0 ? [] : [`        # Has no property: ${lost.join(', ')}`]),
    `        - ResourcePath: ${jsonText(ref === null ? '/*' : resourcePath(ref.path))}`,
    `          HttpMethod: ${jsonText(ref?.method ?? '*')}`,
    `          CachingEnabled: ${setting.caching}`,
    `          CacheTtlInSeconds: ${setting.ttlSeconds}`,
    `          CacheDataEncrypted: ${setting.encrypted}`,
    `          MetricsEnabled: ${setting.metrics}`,
    ...(setting.loggingLevel === null ? [] : [`          LoggingLevel: ${jsonText(setting.loggingLevel)}`]),
    `          DataTraceEnabled: ${setting.dataTrace}`,
    `          ThrottlingBurstLimit: ${setting.burstLimit}`,
    `          ThrottlingRateLimit: ${setting.rateLimit}`,
  ]
}

/** `/pets/{id}` is `/~1pets~1{id}` here, and the root is a slash. */
function resourcePath(path: string): string {
  return path === '/' ? path : `/${escaped(path)}`
}

/** A method resource is one whole, so its cache keys alone would be no template. */
function keyLines(stage: WholeStage): readonly string[] {
  const methods = keyedMethods(stage)
  if (methods.length === 0) return []
  const name = stage.target.api.name ?? stage.target.api.id
  return [
    `  # Cache keys of ${clean(name)}, for its AWS::ApiGateway::Method resources:`,
    ...methods.flatMap((method) => [
      `  #   ${clean(nameOfMethod(method))}`,
      ...methodLines(method).map((line) => `  #     ${line}`),
    ]),
  ]
}

function methodLines({ cacheKeyParameters, parameters, integration }: MethodRecord): readonly string[] {
  const mapping = Object.entries(integration?.requestParameters ?? {})
  const mapped = mapping.filter(([name]) => cacheKeyParameters.includes(name))
  const sources = [...cacheKeyParameters, ...mapped.map(([, source]) => source)]
  const declared = Object.entries(parameters).filter(([name]) => sources.includes(name))
  return [
    ...(declared.length > 0 ? [`RequestParameters: ${jsonText(Object.fromEntries(declared))}`] : []),
    `Integration.CacheKeyParameters: ${jsonText(cacheKeyParameters)}`,
    ...(mapped.length > 0 ? [`Integration.RequestParameters: ${jsonText(Object.fromEntries(mapped))}`] : []),
  ]
}
