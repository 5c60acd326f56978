import * as z from 'zod/mini'

/** Epoch seconds within the sandbox; each protocol writes them in its own way. */
export const timestamp = z.number()

export function text(least: number, most: number, pattern?: RegExp) {
  const bounded = z.string().check(z.minLength(least), z.maxLength(most))
  return pattern ? bounded.check(z.regex(pattern)) : bounded
}

export function integer(least: number, most = Number.MAX_SAFE_INTEGER) {
  return z.int().check(z.gte(least), z.lte(most))
}

export function list<T extends z.ZodMiniType>(member: T, most = Number.POSITIVE_INFINITY, least = 0) {
  return z.array(member).check(z.minLength(least), z.maxLength(most))
}

/** What a value is on the wire. */
export type Kind =
  | { readonly kind: 'text' | 'number' | 'flag' | 'time' }
  | { readonly kind: 'list' | 'map'; readonly of: Kind }
  | { readonly kind: 'structure'; readonly members: ReadonlyMap<string, Kind> }

const known = new WeakMap<z.core.$ZodType, Kind>()

/** The kind of a shape: all that the protocols know of it. */
export function kindOf(shape: z.core.$ZodType): Kind {
  const before = known.get(shape)
  if (before) return before
  const kind = newKind(shape)
  known.set(shape, kind)
  return kind
}

function newKind(shape: z.core.$ZodType): Kind {
  if (shape instanceof z.ZodMiniOptional) return kindOf(shape.def.innerType)
  if (shape === timestamp) return { kind: 'time' }
  if (shape instanceof z.ZodMiniArray) return { kind: 'list', of: kindOf(shape.def.element) }
  if (shape instanceof z.ZodMiniRecord) return { kind: 'map', of: kindOf(shape.def.valueType) }
  if (shape instanceof z.ZodMiniObject) {
    const members = Object.entries<z.core.$ZodType>(shape.def.shape)
    return { kind: 'structure', members: new Map(members.map(([name, member]) => [name, kindOf(member)])) }
  }
  if (shape instanceof z.ZodMiniNumber) return { kind: 'number' }
  return { kind: shape instanceof z.ZodMiniBoolean ? 'flag' : 'text' }
}
