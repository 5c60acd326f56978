import draft04, { type ErrorObject, type ValidateFunction } from 'ajv-draft-04'
import { parseJson } from '../../http/json.js'
import type { Model } from '../../world/model.js'
import { compilePattern } from '../templates/pattern.js'

/** Null for a body that the model accepts; else what is wrong, as `$context.error.validationErrorString` has it. */
export type Judge = (body: string) => string | null

const OTHER_MODEL = /^https:\/\/apigateway\.[^/]+\/restapis\/[^/]+\/models\/([^/#]+)/

/** Judges by the models of an API, each of which is compiled when it is first needed. */
export function compileModels(models: ReadonlyMap<string, Model>): (name: string) => Judge {
  const ajv = new draft04.default({
    strict: false,
    allErrors: true,
    logger: false,
    validateFormats: false,
    validateSchema: false,
    verbose: true,
    code: { regExp },
  })
  for (const { name, schema } of models.values()) {
    const parsed: unknown = JSON.parse(schema, (key, value: unknown) => {
      if (key === '$ref' && typeof value === 'string') return value.replace(OTHER_MODEL, 'model:$1')
      return value
    })
    if (typeof parsed !== 'object' || parsed === null) continue
    const rules = Object.entries(parsed).filter(([rule]) => rule !== '$schema' && rule !== 'id')
    ajv.addSchema(Object.fromEntries(rules), `model:${name}`)
  }
  return (name) => {
    const validate = compiled(ajv, name)
    return (body) => {
      const value = parseJson(body)
      if (value === undefined) return '[Unable to parse body]'
      if (!validate || validate(value)) return null
      return `[${(validate.errors ?? []).map(worded).join(', ')}]`
    }
  }
}

/** Undefined for a model that is no schema: it judges nothing. */
function compiled(
  ajv: { getSchema(id: string): ValidateFunction | undefined },
  name: string,
): ValidateFunction | undefined {
  try {
    return ajv.getSchema(`model:${name}`)
  } catch {
    return undefined
  }
}

/** Patterns in linear time; one that has none, such as with look-around, matches anything. */
function regExp(pattern: string): { readonly test: (text: string) => boolean } {
  try {
    const compiledPattern = compilePattern(pattern)
    return { test: (text) => compiledPattern.matcher(text).find() }
  } catch {
    return { test: () => true }
  }
}
regExp.code = 'regExp'

/** In the words of the validator that API Gateway uses, for what is common. */
function worded({ keyword, params, message, data }: ErrorObject): string {
  const given: Readonly<Record<string, unknown>> = params
  switch (keyword) {
    case 'required':
      return `object has missing required properties (${JSON.stringify([given.missingProperty])})`
    case 'type':
      return `instance type (${typeName(data)}) does not match any allowed primitive type (allowed: ${JSON.stringify([given.type].flat())})`
    case 'additionalProperties':
      return `object instance has properties which are not allowed by the schema: ${JSON.stringify([given.additionalProperty])}`
    case 'minimum':
      return `numeric instance is lower than the required minimum (minimum: ${given.limit}, found: ${JSON.stringify(data)})`
    case 'maximum':
      return `numeric instance is greater than the required maximum (maximum: ${given.limit}, found: ${JSON.stringify(data)})`
    case 'minLength':
      return `string ${JSON.stringify(data)} is too short (length: ${String(data).length}, required minimum: ${given.limit})`
    case 'maxLength':
      return `string ${JSON.stringify(data)} is too long (length: ${String(data).length}, maximum allowed: ${given.limit})`
    case 'enum':
      return `instance value (${JSON.stringify(data)}) not found in enum (possible values: ${JSON.stringify(given.allowedValues)})`
    case 'pattern':
      return `ECMA 262 regex ${JSON.stringify(given.pattern)} does not match input string ${JSON.stringify(data)}`
    default:
      return message ?? keyword
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  return Number.isInteger(value) ? 'integer' : typeof value
}
