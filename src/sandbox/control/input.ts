import { serialization, validation } from '../http/errors.js'
import { parseJson } from '../http/json.js'

type Json = Readonly<Record<string, unknown>>

/** A JSON object of a request. Reading a field of the wrong type throws the service's complaint. */
export class Input {
  /** `name` is the object in validation errors, such as `createStageInput`. */
  constructor(
    private readonly name: string,
    private readonly json: Json,
  ) {}

  string(field: string): string | undefined {
    return this.#read(field, isString, 'String')
  }

  requiredString(field: string): string {
    const value = this.string(field)
    if (value === undefined) throw validation([missing(this.pathOf(field))])
    return value
  }

  oneOf<T extends string>(field: string, values: readonly T[]): T | undefined {
    const value = this.string(field)
    return value === undefined ? undefined : this.requiredOneOf(field, values)
  }

  requiredOneOf<T extends string>(field: string, values: readonly T[]): T {
    const value = this.requiredString(field)
    const found = values.find((known) => known === value)
    if (found === undefined) throw validation([notInEnum(value, this.pathOf(field), values)])
    return found
  }

  boolean(field: string): boolean | undefined {
    return this.#read(field, isBoolean, 'Boolean')
  }

  number(field: string): number | undefined {
    return this.#read(field, isNumber, 'Number')
  }

  object(field: string): Input | undefined {
    const value = this.#read(field, isObject, 'Map')
    return value && new Input(this.pathOf(field), value)
  }

  requiredObject(field: string): Input {
    const value = this.object(field)
    if (value === undefined) throw validation([missing(this.pathOf(field))])
    return value
  }

  objects(field: string): readonly Input[] {
    return this.#list(field).map((item, index) => {
      const name = `${this.pathOf(field)}.${index + 1}.member`
      return new Input(name, expectType(item, isObject, 'Map'))
    })
  }

  strings(field: string): string[] | undefined {
    const list: readonly unknown[] | undefined = this.#read(field, Array.isArray, 'List')
    return list?.map((item) => expectType(item, isString, 'String'))
  }

  stringMap(field: string): Record<string, string> | undefined {
    return this.#map(field, isString, 'String')
  }

  booleanMap(field: string): Record<string, boolean> | undefined {
    return this.#map(field, isBoolean, 'Boolean')
  }

  /** As `stringMap`, where a null is an empty text. */
  templateMap(field: string): Record<string, string> | undefined {
    const value = this.#map(field, isTemplate, 'String')
    return value && Object.fromEntries(Object.entries(value).map(([key, text]) => [key, text ?? '']))
  }

  /** Those of the fields that are an object without members. */
  emptyMaps(...fields: readonly string[]): string[] {
    return fields.filter((field) => this.object(field)?.names().length === 0)
  }

  stringsMap(field: string): Record<string, string[]> | undefined {
    return this.#map(field, isStrings, 'List')
  }

  names(): readonly string[] {
    return Object.keys(this.json)
  }

  /** The path of a field as validation errors name it. */
  pathOf(field: string): string {
    return `${this.name}.${field}`
  }

  #list(field: string): readonly unknown[] {
    return this.#read(field, Array.isArray, 'List') ?? []
  }

  #map<T>(field: string, is: (value: unknown) => value is T, type: string): Record<string, T> | undefined {
    const value = this.#read(field, isObject, 'Map')
    if (!value) return undefined
    const entries = Object.entries(value).map(([key, item]) => [key, expectType(item, is, type)] as const)
    return Object.fromEntries(entries)
  }

  #read<T>(field: string, is: (value: unknown) => value is T, type: string): T | undefined {
    const value = this.json[field]
    return value === undefined || value === null ? undefined : expectType(value, is, type)
  }
}

/** The JSON object in a request body; an empty body is an empty object. */
export function parseBody(operation: string, body: Buffer): Input {
  const name = `${operation.charAt(0).toLowerCase()}${operation.slice(1)}Input`
  if (body.length === 0) return new Input(name, {})
  const json = parseJson(body)
  if (json === undefined) throw serialization('The request body is not valid JSON')
  return new Input(name, expectType(json, isObject, 'Map'))
}

export function missing(path: string): string {
  return `Value null at '${path}' failed to satisfy constraint: Member must not be null`
}

export function notInEnum(value: string, path: string, values: readonly string[]): string {
  return (
    `Value '${value}' at '${path}' failed to satisfy constraint: ` +
    `Member must satisfy enum value set: [${values.join(', ')}]`
  )
}

function expectType<T>(value: unknown, is: (value: unknown) => value is T, type: string): T {
  if (!is(value)) throw serialization(`class ${javaClass(value)} can not be converted to an ${type}`)
  return value
}

function javaClass(value: unknown): string {
  if (typeof value === 'boolean') return 'java.lang.Boolean'
  if (typeof value === 'number') return 'com.amazon.coral.value.json.numbers.TruncatingBigNumber'
  if (typeof value === 'string') return 'java.lang.String'
  return Array.isArray(value) ? 'java.util.ArrayList' : 'java.util.LinkedHashMap'
}

const isString = (value: unknown): value is string => typeof value === 'string'
const isTemplate = (value: unknown): value is string | null => value === null || isString(value)
const isBoolean = (value: unknown): value is boolean => typeof value === 'boolean'
const isNumber = (value: unknown): value is number => typeof value === 'number'
const isStrings = (value: unknown): value is string[] => Array.isArray(value) && value.every(isString)
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
