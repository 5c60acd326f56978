import { field, isRecord } from '../base/json.js'
import { unescaped } from '../base/pointer.js'

/** The parts of a parameter that a request needs. */
export interface Parameter {
  readonly name: string
  readonly in: 'path' | 'query' | 'header' | 'cookie'
  readonly required: boolean
  /** True repeats the parameter for each value of a list: `?id=1&id=2`. */
  readonly explode: boolean
  /** The parameter, with the description of its values: its schema, or in Swagger 2 the parameter itself. */
  readonly definition: Readonly<Record<string, unknown>>
  readonly schema: Readonly<Record<string, unknown>>
  /** True if the value is sent as JSON. */
  readonly json: boolean
}

const PLACES = ['path', 'query', 'header', 'cookie'] as const

/**
 * Lists the parameters of an operation before those of its path, following references and leaving out
 * unreadable ones.
 */
export function parametersOf(document: unknown, path: string, operation: unknown): readonly Parameter[] {
  const shared = listOf(field(field(field(document, 'paths'), path), 'parameters'))
  const all = [...listOf(field(operation, 'parameters')), ...shared].flatMap((one) => parameterOf(document, one) ?? [])
  return all.filter((one, index) => index === all.findIndex((other) => other.name === one.name && other.in === one.in))
}

/**
 * Finds the example of a parameter, a list for a list; null without one. A required parameter may use its
 * default or its first allowed value.
 */
export function exampleOf({ definition, schema, required, json }: Parameter): readonly string[] | null {
  const candidates = [
    definition.example,
    firstOf(definition.examples),
    definition['x-example'],
    schema.example,
    firstOf(schema.examples),
    ...(required
      ? [definition.default, schema.default, firstOf(definition.enum), firstOf(schema.enum), schema.const]
      : []),
  ]
  const found = candidates.find((one) => one !== undefined && one !== null)
  if (found === undefined) return null
  if (json) return [JSON.stringify(found)]
  const values: readonly unknown[] = Array.isArray(found) ? found : [found]
  return values.length > 0 && values.every(isScalar) ? values.map(String) : null
}

function parameterOf(document: unknown, reference: unknown): Parameter | null {
  const definition = resolved(document, reference)
  const { name } = definition
  const place = PLACES.find((one) => one === definition.in)
  if (typeof name !== 'string' || place === undefined) return null
  const [media] = isRecord(definition.content) ? Object.values(definition.content) : []
  const schema = resolved(document, media === undefined ? definition.schema : field(media, 'schema'))
  return {
    name,
    in: place,
    required: definition.required === true,
    explode: explodes(definition),
    definition: isRecord(media) ? { ...media, ...definition } : definition,
    schema,
    json: media !== undefined,
  }
}

/** OpenAPI 3 repeats the parameter by default, Swagger 2 only on request. */
function explodes(definition: Readonly<Record<string, unknown>>): boolean {
  if ('type' in definition) return definition.collectionFormat === 'multi'
  return definition.explode !== false && (definition.style ?? 'form') === 'form'
}

const DEEPEST = 10

/** Follows local references; empty if one leads nowhere. */
function resolved(document: unknown, value: unknown, depth = 0): Readonly<Record<string, unknown>> {
  if (!isRecord(value)) return {}
  const { $ref: reference } = value
  if (typeof reference !== 'string') return value
  if (!reference.startsWith('#/') || depth >= DEEPEST) return {}
  const steps = reference.slice(2).split('/').map(unescaped)
  const target = steps.reduce<unknown>((place, step) => field(place, step), document)
  return resolved(document, target, depth + 1)
}

/** Takes the first of a list; OpenAPI 3 names and wraps the examples of a parameter. */
function firstOf(examples: unknown): unknown {
  if (Array.isArray(examples)) return examples[0]
  return isRecord(examples) ? field(Object.values(examples)[0], 'value') : undefined
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function isScalar(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value)
}
