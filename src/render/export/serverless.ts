import type { WholeStage } from '../../core/declare/whole-stage.js'
import { byPath, type MethodRef, nameOfMethod, sameMethod } from '../../core/gateway/method.js'
import type { MethodSettings, UnauthorizedStrategy } from '../../core/gateway/model.js'
import type { MethodRecord } from '../../core/gateway/record.js'
import { DEFAULTS_KEY, effective, settingsOf, stores, UNSET } from '../../core/gateway/settings.js'
import { provisioned } from '../../core/gateway/stage.js'
import { clean, jsonText } from '../format/text.js'
import { effectiveEntries, keyedMethods, notesOf } from './entries.js'

const HEAD = `# What is live, for the Serverless Framework with its plugin serverless-api-gateway-caching 1.11. A method that a function of
# the service has as an http event takes its "caching" there instead, and its entry here goes.
#
# The plugin does not flush a cache, turn default caching on, or set authorization, metrics and throttling of the
# defaults. It gives each method an entry of its own, which no longer follows the defaults. Of a method that is off it
# writes no TTL and no encryption. Cache keys reach only methods of the service itself.`

const STRATEGY: Readonly<Record<UnauthorizedStrategy, string>> = {
  FAIL_WITH_403: 'Fail',
  SUCCEED_WITH_RESPONSE_HEADER: 'IgnoreWithWarning',
  SUCCEED_WITHOUT_RESPONSE_HEADER: 'Ignore',
}

/** Parts of `serverless.yml`, one for each stage. PURE. */
export function serverless(stages: readonly WholeStage[]): string {
  return `${stages.map((stage) => stageLines(stage).join('\n')).join('\n---\n')}\n`
}

function stageLines(stage: WholeStage): readonly string[] {
  const { target, record } = stage
  const isOn = provisioned(record)
  const entry = record.settings[DEFAULTS_KEY]
  const defaults = entry ? settingsOf(entry) : UNSET
  const methods = isOn ? methodsOf(stage) : []
  return [
    HEAD,
    ...notesOf(stage).map((note) => `# ${clean(note)}`),
    ...(isOn ? [] : ['# Without a cluster the plugin would switch off every method that is listed, so none is.']),
    'plugins:',
    '  - serverless-api-gateway-caching',
    'custom:',
    '  apiGatewayCaching:',
    `    enabled: ${isOn}`,
    `    restApiId: ${quoted(target.api.id)}`,
    ...(isOn && record.clusterSize !== null ? [`    clusterSize: ${quoted(record.clusterSize)}`] : []),
    ...(isOn ? settingLines(defaults, '    ') : []),
    ...(methods.length > 0 ? ['    additionalEndpoints:'] : []),
    ...methods.flatMap((ref) => methodLines(stage, ref, defaults)),
  ]
}

/** With an entry, with keys, or cached by the defaults. */
function methodsOf(stage: WholeStage): readonly MethodRef[] {
  const overridden = effectiveEntries(stage).flatMap(({ ref }) => (ref === null ? [] : [ref]))
  const cached = (stage.deployed ?? []).filter((ref) => stores(effective(stage.record, ref)))
  const all: readonly MethodRef[] = [...overridden, ...keyedMethods(stage), ...cached]
  return all
    .filter((ref, index) => all.findIndex((other) => sameMethod(other, ref)) === index)
    .map(({ method, path }) => ({ method, path }))
    .sort(byPath)
}

function methodLines(stage: WholeStage, ref: MethodRef, defaults: MethodSettings): readonly string[] {
  const keyed = keyedMethods(stage).find((one) => sameMethod(one, ref))
  const keys = keyed === undefined ? [] : keyLines(keyed)
  if (ref.method === 'ANY')
    return [
      `      # ${clean(nameOfMethod(ref))}: only the http event of a function can have these keys.`,
      ...keys.map((line) => `      # ${line.trim()}`),
    ]
  const settings = effective(stage.record, ref)
  return [
    ...(settings.caching && !settings.encrypted && defaults.encrypted
      ? [`      # ${clean(nameOfMethod(ref))} is not encrypted, which the plugin cannot say beside encrypted defaults.`]
      : []),
    `      - method: ${quoted(ref.method)}`,
    `        path: ${quoted(ref.path)}`,
    '        caching:',
    `          enabled: ${settings.caching}`,
    ...settingLines(settings, '          '),
    ...(keys.length > 0 ? ['          cacheKeyParameters:'] : []),
    ...keys,
  ]
}

function settingLines(
  { ttlSeconds, encrypted, requireAuthorization, unauthorized }: MethodSettings,
  indent: string,
): readonly string[] {
  return [
    `ttlInSeconds: ${ttlSeconds}`,
    `dataEncrypted: ${encrypted}`,
    'perKeyInvalidation:',
    `  requireAuthorization: ${requireAuthorization}`,
    ...(requireAuthorization
      ? [`  handleUnauthorizedRequests: ${STRATEGY[unauthorized]}`]
      : unauthorized === UNSET.unauthorized
        ? []
        : [`  # The plugin sets no strategy without authorization: ${unauthorized}`]),
  ].map((line) => `${indent}${line}`)
}

function keyLines({ cacheKeyParameters, integration }: MethodRecord): readonly string[] {
  return cacheKeyParameters.flatMap((key) => {
    const source = key.startsWith('integration.') ? integration?.requestParameters[key] : undefined
    return source === undefined
      ? [`            - name: ${quoted(key.replace(/^method\./, ''))}`]
      : [`            - name: ${quoted(key)}`, `              mappedFrom: ${quoted(source)}`]
  })
}

/** Serverless reads variables in texts, unless a backslash stands before them. */
function quoted(text: string): string {
  return jsonText(text.replace(/\$(?=\{)/g, '\\$'))
}
