import { own } from '../../http/own.js'

/** Lists that came from JSON print as JSON; those that a template makes print as Java's do. */
export class JsonList extends Array<unknown> {}

/** What a template may do with an object that API Gateway gives it: its own properties, and these methods. */
export class Host {
  readonly #methods: Readonly<Record<string, (...values: readonly unknown[]) => unknown>>
  readonly #properties: Readonly<Record<string, unknown>>

  constructor(
    methods: Readonly<Record<string, (...values: readonly unknown[]) => unknown>>,
    properties: Readonly<Record<string, unknown>> = {},
  ) {
    this.#methods = methods
    this.#properties = properties
  }

  property(name: string): unknown {
    return own(this.#properties, name)
  }

  invoke(name: string, values: readonly unknown[]): unknown {
    return own(this.#methods, name)?.(...values)
  }
}

export type Fields = Record<string, unknown>

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Host)
}

/** An object without inherited names. */
export function fieldsOf(entries: Iterable<readonly [string, unknown]> = []): Fields {
  const fields: Fields = Object.create(null)
  for (const [name, value] of entries) fields[name] = value
  return fields
}

/** Throws a SyntaxError for what is not JSON. */
export function parseForTemplate(json: string): unknown {
  return JSON.parse(json, (_, value: unknown) => {
    if (Array.isArray(value)) return JsonList.from(value)
    return isFields(value) ? fieldsOf(Object.entries(value)) : value
  })
}

const DEEPEST = 100

/** How a value is written into the text; nothing for null. */
export function textOf(value: unknown, depth = 0): string {
  if (depth > DEEPEST) throw new Error(`a value is nested more than ${DEEPEST} times`)
  if (value === null || value === undefined) return depth > 0 ? 'null' : ''
  if (value instanceof JsonList) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item, depth + 1)).join(', ')}]`
  if (isFields(value)) {
    const entries = Object.entries(value).map(([name, of]) => `${name}=${textOf(of, depth + 1)}`)
    return `{${entries.join(', ')}}`
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
}

/** Only null and false are not. */
export function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false
}

/** Null equals the empty text, and values of two kinds are equal where their texts are. */
export function areEqual(left: unknown, right: unknown): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left === right
  return left === right || textOf(left) === textOf(right)
}
