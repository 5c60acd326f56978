import * as sdk from '@aws-sdk/client-api-gateway'

/** Where a member of an input goes. */
type Place = 'label' | 'query' | 'header' | 'payload' | 'parameters' | 'body'

export interface Member {
  readonly name: string
  /** As JSON spells it. */
  readonly wire: string
  readonly place: Place
  readonly schema: unknown
}

export interface ModelOperation {
  readonly name: string
  readonly input: readonly Member[]
  readonly output: unknown
}

/** The bits of a member's traits, as the SDK packs them. */
const LABEL = 1
const PAYLOAD = 16
const QUERY_PARAMETERS = 64

const OPERATION = 9
const STRUCTURE = 3
const LIST = 1
const MAP = 2

/** Every operation of the service model, from the schemas with which the SDK serialises. */
export const OPERATIONS: readonly ModelOperation[] = Object.values<unknown>(sdk).flatMap((schema) => {
  if (!isSchema(schema) || schema[0] !== OPERATION) return []
  return [{ name: String(schema[2]), input: membersOf(schema[4]), output: called(schema[5]) }]
})

/** What of an answer is not in the model, or of another type: `item.0.nope`. */
export function strays(given: unknown, json: unknown, path: string): readonly string[] {
  const schema = called(given)
  if (typeof schema === 'number') return fits(schema, json) ? [] : [`${path}: ${JSON.stringify(json)}`]
  if (!isSchema(schema)) return json === undefined || json === null ? [] : [path]
  if (schema[0] === LIST) {
    return Array.isArray(json) ? json.flatMap((item, at) => strays(schema[4], item, `${path}.${at}`)) : [path]
  }
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return [path]
  if (schema[0] === MAP) {
    return Object.entries(json).flatMap(([key, item]) => strays(schema[5], item, `${path}.${key}`))
  }
  const members = membersOf(schema)
  return Object.entries(json).flatMap(([key, item]) => {
    const member = members.find(({ wire }) => wire === key)
    return member ? strays(member.schema, item, `${path}.${key}`) : [`${path}.${key}`]
  })
}

function membersOf(given: unknown): readonly Member[] {
  const schema = called(given)
  if (!isSchema(schema) || schema[0] !== STRUCTURE) return []
  const [names, members] = [schema[4], schema[5]]
  if (!Array.isArray(names) || !Array.isArray(members)) return []
  return names.map((name: unknown, at): Member => {
    const member: unknown = members[at]
    const [inner, traits] = Array.isArray(member) && !isSchema(member) ? member : [member, 0]
    const wire = named(traits, 'jsonName') ?? String(name)
    return { name: String(name), wire, place: placeOf(traits), schema: inner }
  })
}

function placeOf(traits: unknown): Place {
  if (traits === PAYLOAD) return 'payload'
  if (traits === QUERY_PARAMETERS) return 'parameters'
  if (traits === LABEL || named(traits, 'httpLabel') !== null) return 'label'
  if (named(traits, 'httpQuery') !== null) return 'query'
  return named(traits, 'httpHeader') === null ? 'body' : 'header'
}

function named(traits: unknown, name: string): string | null {
  const value: unknown = typeof traits === 'object' && traits ? Reflect.get(traits, name) : undefined
  return value === undefined ? null : String(value)
}

function isSchema(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'string'
}

function called(schema: unknown): unknown {
  return typeof schema === 'function' ? called(schema()) : schema
}

const LISTED = 64
const MAPPED = 128
const TYPES: Readonly<Record<number, string>> = { 0: 'string', 1: 'number', 2: 'boolean', 4: 'number' }

function fits(schema: number, json: unknown): boolean {
  if (schema >= MAPPED) {
    const isMap = typeof json === 'object' && json !== null && !Array.isArray(json)
    // A response template that is none is null.
    return isMap && Object.values(json).every((item) => item === null || fits(schema - MAPPED, item))
  }
  if (schema >= LISTED) return Array.isArray(json) && json.every((item) => fits(schema - LISTED, item))
  return typeof json === TYPES[schema]
}
