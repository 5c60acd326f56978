import { pointed } from './reference.js'

/** Schemas name models, examples and policies are somebody's own. */
export const KEPT: ReadonlySet<string> = new Set([
  'schema',
  'schemas',
  'definitions',
  'example',
  'examples',
  'x-amazon-apigateway-policy',
  'x-amazon-apigateway-documentation',
])
/** References to references multiply. */
const MOST = 500_000

/** Puts what each `$ref` leads to in its place, wherever it stands. Throws an Error that names the place. */
export function dereferenced(document: unknown): unknown {
  let count = 0
  const walk = (value: unknown, place: readonly string[], open: readonly string[]): unknown => {
    if (++count > MOST) throw new Error('its references lead to too much')
    if (Array.isArray(value)) return value.map((item, index) => walk(item, [...place, `${index}`], open))
    if (typeof value !== 'object' || value === null) return value
    const { $ref: reference, ...own } = value as { readonly $ref?: unknown }
    const entries = Object.entries(typeof reference === 'string' ? own : value).map(([name, item]) => [
      name,
      KEPT.has(name) ? item : walk(item, [...place, name], open),
    ])
    if (typeof reference !== 'string') return Object.fromEntries(entries)
    const where = `${place.join('.') || 'document'}: $ref ${reference}`
    const target = pointed(document, reference)
    if (target === undefined) throw new Error(`${where} leads nowhere in this file`)
    if (open.includes(reference)) throw new Error(`${where} leads back to itself`)
    const found = walk(target, place, [...open, reference])
    // What stands beside a reference, as in a path item, goes before what it leads to.
    return typeof found === 'object' && found && !Array.isArray(found)
      ? { ...found, ...Object.fromEntries(entries) }
      : found
  }
  return walk(document, [], [])
}
