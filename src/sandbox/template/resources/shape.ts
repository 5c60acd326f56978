import { own, put } from '../../http/own.js'
import { listAt, textAt, wrong } from '../intrinsics/scope.js'
import { orMeant } from '../nearest.js'

/**
 * What a property holds, and how a request to the service has it: numbers and truth values may be texts in a template,
 * `json` may be the object itself where the service wants its text, and `tags` are a list of keys and values.
 */
export type Shape =
  | 'text'
  | 'number'
  | 'flag'
  | 'json'
  | 'any'
  | 'tags'
  | { readonly map: Shape }
  | { readonly list: Shape }
  | { readonly fields: Fields }

export type Fields = Readonly<Record<string, Shape | Renamed>>

/** A field whose name in requests is more than its own with a small first letter. */
interface Renamed {
  readonly as: string
  readonly shape: Shape
}

export function renamed(as: string, shape: Shape): Renamed {
  return { as, shape }
}

export const TEXTS = { list: 'text' } as const
export const TEXT_MAP = { map: 'text' } as const
export const FLAG_MAP = { map: 'flag' } as const

/** As a request has it. Throws an Error that names the place of what has another form, or a name of nothing. */
function shaped(value: unknown, shape: Shape, at: string): unknown {
  if (shape === 'any') return value
  if (shape === 'text') return textAt(value, at)
  if (shape === 'number') return numberAt(value, at)
  if (shape === 'flag') return flagAt(value, at)
  if (shape === 'json') return typeof value === 'string' ? value : JSON.stringify(value)
  if (shape === 'tags') return tagsAt(value, at)
  if ('list' in shape) return listAt(value, at).map((item, index) => shaped(item, shape.list, `${at}[${index}]`))
  return 'map' in shape ? mapAt(value, shape.map, at) : shapedFields(value, shape.fields, at)
}

export function shapedFields(value: unknown, fields: Fields, at: string): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [name, inner] of entriesAt(value, at)) {
    const field = own(fields, name)
    if (!field) throw wrong(`${at}.${name}`, `is no property of it${orMeant(name, Object.keys(fields))}`)
    const { as, shape } = typeof field === 'object' && 'as' in field ? field : { as: lowerFirst(name), shape: field }
    found[as] = shaped(inner, shape, `${at}.${name}`)
  }
  return found
}

function mapAt(value: unknown, shape: Shape, at: string): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [name, inner] of entriesAt(value, at)) put(found, name, shaped(inner, shape, `${at}.${name}`))
  return found
}

function tagsAt(value: unknown, at: string): Record<string, unknown> {
  const found: Record<string, unknown> = {}
  for (const [index, tag] of listAt(value, at).entries()) {
    const { Key, Value }: { readonly Key?: unknown; readonly Value?: unknown } = Object(tag)
    put(found, textAt(Key, `${at}[${index}].Key`), textAt(Value, `${at}[${index}].Value`))
  }
  return found
}

function entriesAt(value: unknown, at: string): readonly (readonly [string, unknown])[] {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value)
  throw wrong(at, 'is not an object')
}

function numberAt(value: unknown, at: string): number {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof number === 'number' && Number.isFinite(number)) return number
  throw wrong(at, 'is not a number')
}

function flagAt(value: unknown, at: string): boolean {
  if (value === true || value === false) return value
  if (value === 'true' || value === 'false') return value === 'true'
  throw wrong(at, 'is not true or false')
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1)
}
