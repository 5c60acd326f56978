import { isRecord } from '../base/json.js'
import { sorted } from '../gateway/method.js'
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
 * The published properties of a method, comparable between the export and the current API; undefined if one of
 * them lacks it. Models, validators and what an authorizer runs are left out, as both spell them differently.
 */
export type MethodShape = Readonly<Partial<Record<Aspect, unknown>>>

/** Lists the aspects in which two shapes differ. PURE. */
export function differences(a: MethodShape, b: MethodShape): readonly Aspect[] {
  return ASPECTS.filter(
    (aspect) => a[aspect] !== undefined && b[aspect] !== undefined && canonical(a[aspect]) !== canonical(b[aspect]),
  )
}

/** Reads the shape of a method in the current API. */
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
    // An export may omit a namespace that nobody set.
    ...(cacheNamespace === null ? {} : { 'cache namespace': cacheNamespace }),
  }
}

/** Serializes a value regardless of the order of its fields. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    isRecord(one) ? Object.fromEntries(sorted(Object.keys(one)).map((name) => [name, one[name] ?? ''])) : one,
  )
}
