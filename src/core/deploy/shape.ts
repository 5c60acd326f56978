import { isRecord } from '../base/json.js'
import { compareText } from '../gateway/method.js'
import type { IntegrationRecord, MethodRecord } from '../gateway/record.js'
import { type Authorizers, currentAuthorizer } from './authorizers.js'

const ASPECTS = [
  'cache keys',
  'cache namespace',
  'parameters',
  'authorization',
  'authorizer',
  'API key',
  'integration',
  'parameter mapping',
  'templates',
  'integration responses',
  'responses',
] as const
export type Aspect = (typeof ASPECTS)[number]

/**
 * What of a method a deployment publishes, in a form that the export and the API as it stands have in common.
 * Undefined where one of them does not tell it. Models, validators and what an authorizer runs are left out:
 * both do not spell them alike.
 */
export type MethodShape = Readonly<Partial<Record<Aspect, unknown>>>

/** In what two shapes differ. PURE. */
export function differences(a: MethodShape, b: MethodShape): readonly Aspect[] {
  return ASPECTS.filter(
    (aspect) =>
      a[aspect] !== undefined && b[aspect] !== undefined && canonical(a[aspect]) !== canonical(b[aspect]),
  )
}

/** Of a method as the API stands. */
export function currentShape(record: MethodRecord, authorizers: Authorizers): MethodShape {
  const { parameters, authorizationType, apiKeyRequired, responses, integration } = record
  const declared = Object.entries(parameters).map(([name, required]) => [
    name.replace(/^method\.request\./, ''),
    required,
  ])
  const headers = Object.entries(responses).map(([status, names]) => [
    status,
    sorted(names.map((name) => name.replace(/^method\.response\.header\./, ''))),
  ])
  return {
    parameters: Object.fromEntries(declared.filter(([name]) => !String(name).startsWith('path.'))),
    authorization: authorizationType,
    authorizer: currentAuthorizer(record, authorizers),
    'API key': apiKeyRequired,
    responses: Object.fromEntries(headers),
    ...(integration ? integrationShape(integration, record.cacheKeyParameters) : {}),
  }
}

export function integrationShape(integration: IntegrationRecord, keys: readonly string[]): MethodShape {
  const { requestParameters, requestTemplates, cacheNamespace, responses, ...rest } = integration
  return {
    integration: rest,
    'parameter mapping': requestParameters,
    templates: requestTemplates,
    'integration responses': responses,
    'cache keys': sorted(keys),
    // An export may leave a namespace out that nobody has set.
    ...(cacheNamespace === null ? {} : { 'cache namespace': cacheNamespace }),
  }
}

/** The same text for the same value, whatever the order of its fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    isRecord(one) ? Object.fromEntries(sorted(Object.keys(one)).map((name) => [name, one[name] ?? ''])) : one,
  )
}

export function sorted(names: readonly string[]): readonly string[] {
  return [...names].sort(compareText)
}
