import type { WholeStage } from '../../core/declare/whole-stage.js'
import { nameOfMethod } from '../../core/gateway/method.js'
import type { MethodRecord, SettingRecord } from '../../core/gateway/record.js'
import { provisioned } from '../../core/gateway/stage.js'
import { clean } from '../format/text.js'
import { type Entry, entriesOf, keyedMethods, notesOf, onePerApi } from './entries.js'
import { type HclLine, hclBlock, hclText } from './hcl.js'
import { labels } from './labels.js'

const HEAD = `# What is live, for Terraform 1.5 and its AWS provider 5 or newer. The import blocks take over what exists: a plan of
# this file changes nothing, and once it is applied they can go. Where the configuration has one of these resources
# already, move the arguments there instead. The lists under ignore_changes are what this file does not know.
#
# Terraform does not flush a cache, and publishes cache keys only with a new deployment of the API. Each key has to be
# in request_parameters of the method's aws_api_gateway_method.
`

/** Arguments of a stage that do not decide what is cached. */
const STAGE_REST = [
  'access_log_settings',
  'canary_settings',
  'client_certificate_id',
  'deployment_id',
  'description',
  'documentation_version',
  'tags',
  'tags_all',
  'variables',
  'xray_tracing_enabled',
]

/** Arguments of an integration that do not. */
const INTEGRATION_REST = [
  'connection_id',
  'connection_type',
  'content_handling',
  'credentials',
  'integration_http_method',
  'passthrough_behavior',
  'request_templates',
  'timeout_milliseconds',
  'tls_config',
  'uri',
]

/** Resources and import blocks whose plan is empty. PURE. */
export function terraform(stages: readonly WholeStage[]): string {
  const label = labels('_')
  const provider = providersOf(stages)
  const parts = [
    ...provider.blocks,
    ...stages.flatMap((stage) => stageBlocks(stage, label, provider.of(stage))),
    ...onePerApi(stages).flatMap((stage) =>
      keyedMethods(stage).flatMap((method) => integrationBlocks(stage, method, label, provider.of(stage))),
    ),
  ]
  return `${[HEAD.trimEnd(), ...parts].join('\n\n')}\n`
}

/** A provider is for one account and region: where the stages lie in several, each place needs its own. */
function providersOf(stages: readonly WholeStage[]) {
  const placeOf = ({ target: { account, region } }: WholeStage) => JSON.stringify([account, region])
  const places = [...new Map(stages.map((one) => [placeOf(one), one.target])).entries()]
  const label = labels('_')
  const aliases = new Map(
    places.map(([place, { account, region }]) => [place, label(`${region} ${account ?? ''}`)] as const),
  )
  const blocks = places.map(([place, { account, region }]) =>
    hclBlock('provider "aws"', [
      ['alias', aliases.get(place) ?? ''],
      ['region', region],
      ...(account === null ? [] : [['allowed_account_ids', [account]] as const]),
    ]),
  )
  const isOne = places.length <= 1
  return {
    blocks: isOne ? [] : blocks,
    of: (stage: WholeStage): readonly HclLine[] =>
      isOne ? [] : [['provider', { bare: `aws.${aliases.get(placeOf(stage))}` }]],
  }
}

function stageBlocks(
  stage: WholeStage,
  label: (words: string) => string,
  provider: readonly HclLine[],
): readonly string[] {
  const { api, stage: name } = stage.target
  const words = `${api.name ?? api.id} ${name}`
  const own = label(words)
  const entries = entriesOf(stage)
  const defaults = entries.some(({ ref }) => ref === null) ? label(`${words} defaults`) : null
  return [
    notesOf(stage)
      .map((note) => `# ${clean(note)}`)
      .join('\n'),
    imported('aws_api_gateway_stage', own, `${api.id}/${name}`),
    stageBlock(stage, own, provider),
    ...entries.flatMap((entry) => {
      const isDefaults = entry.ref === null
      const labelled = isDefaults && defaults !== null ? defaults : label(`${words} ${nameOf(entry)}`)
      return [
        imported('aws_api_gateway_method_settings', labelled, `${api.id}/${name}/${entry.key}`),
        settingsBlock(entry, labelled, own, isDefaults ? null : defaults, provider),
      ]
    }),
  ]
}

function nameOf({ ref }: Entry): string {
  return ref === null ? 'defaults' : nameOfMethod(ref)
}

function imported(type: string, label: string, id: string): string {
  return hclBlock('import', [
    ['to', { bare: `${type}.${label}` }],
    ['id', id],
  ])
}

function stageBlock({ target, record }: WholeStage, label: string, provider: readonly HclLine[]): string {
  const isOn = provisioned(record)
  return hclBlock(`resource "aws_api_gateway_stage" "${label}"`, [
    ...provider,
    ['rest_api_id', target.api.id],
    ['stage_name', target.stage],
    ['deployment_id', record.deploymentId ?? ''],
    ['cache_cluster_enabled', isOn],
    ...(isOn && record.clusterSize !== null ? [['cache_cluster_size', record.clusterSize] as const] : []),
    ignoring(STAGE_REST),
  ])
}

function settingsBlock(
  { key, ref, setting }: Entry,
  label: string,
  stage: string,
  defaults: string | null,
  provider: readonly HclLine[],
): string {
  return hclBlock(`resource "aws_api_gateway_method_settings" "${label}"`, [
    ...(ref === null ? [] : [{ comment: nameOfMethod(ref) }]),
    ...provider,
    ['rest_api_id', { bare: `aws_api_gateway_stage.${stage}.rest_api_id` }],
    ['stage_name', { bare: `aws_api_gateway_stage.${stage}.stage_name` }],
    ['method_path', key],
    ...(defaults === null ? [] : [['depends_on', { bare: `[aws_api_gateway_method_settings.${defaults}]` }] as const]),
    { block: 'settings', lines: settingLines(setting) },
  ])
}

function settingLines(setting: SettingRecord): readonly HclLine[] {
  return [
    ['caching_enabled', setting.caching],
    ['cache_ttl_in_seconds', setting.ttlSeconds],
    ['cache_data_encrypted', setting.encrypted],
    ['require_authorization_for_cache_control', setting.requireAuthorization],
    ['unauthorized_cache_control_header_strategy', setting.unauthorized],
    ['metrics_enabled', setting.metrics],
    ...(setting.loggingLevel === null ? [] : [['logging_level', setting.loggingLevel] as const]),
    ['data_trace_enabled', setting.dataTrace],
    ['throttling_burst_limit', setting.burstLimit],
    ['throttling_rate_limit', setting.rateLimit],
  ]
}

function integrationBlocks(
  { target: { api } }: WholeStage,
  method: MethodRecord,
  label: (words: string) => string,
  provider: readonly HclLine[],
): readonly string[] {
  const { resourceId, cacheKeyParameters, integration } = method
  if (integration === null) return []
  const own = label(`${api.name ?? api.id} ${nameOfMethod(method)}`)
  const { cacheNamespace, requestParameters } = integration
  const isMapped = cacheKeyParameters.some((key) => Object.hasOwn(requestParameters, key))
  return [
    imported('aws_api_gateway_integration', own, `${api.id}/${resourceId}/${method.method}`),
    hclBlock(`resource "aws_api_gateway_integration" "${own}"`, [
      { comment: nameOfMethod(method) },
      ...provider,
      ['rest_api_id', api.id],
      ['resource_id', resourceId],
      ['http_method', method.method],
      ['type', integration.type],
      ['cache_key_parameters', cacheKeyParameters],
      ...(cacheNamespace === null || cacheNamespace === resourceId
        ? []
        : [['cache_namespace', cacheNamespace] as const]),
      // Terraform takes a map as a whole: without the rest it would remove that.
      ...(isMapped ? [{ block: 'request_parameters =', lines: mappingLines(requestParameters) }] : []),
      ignoring(isMapped ? INTEGRATION_REST : ['request_parameters', ...INTEGRATION_REST]),
    ]),
  ]
}

function mappingLines(mapping: Readonly<Record<string, string>>): readonly HclLine[] {
  return Object.entries(mapping).map(([name, source]) => [hclText(name), source] as const)
}

function ignoring(names: readonly string[]): HclLine {
  return { block: 'lifecycle', lines: [['ignore_changes', { bare: `[${names.join(', ')}]` }]] }
}
