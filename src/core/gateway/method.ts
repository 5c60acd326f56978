import { closest, distance } from 'fastest-levenshtein'
import { ApigwCacheError } from '../base/errors.js'
import { unescaped } from '../base/pointer.js'
import type { Target } from './model.js'

/** The HTTP verbs of a REST API; besides them a method can be ANY. */
export const VERBS: readonly string[] = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']

/** The verbs and ANY. */
export const METHOD_NAMES: readonly string[] = [...VERBS, 'ANY']

const SAFE_VERBS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** True if HTTP promises that a request with this verb changes nothing (RFC 9110, safe methods). */
export function isSafeVerb(verb: string): boolean {
  return SAFE_VERBS.has(verb)
}

export interface MethodRef {
  readonly method: string
  /** Resource path: `/pets/{id}`. */
  readonly path: string
}

export function sameMethod(a: MethodRef, b: MethodRef): boolean {
  return a.method === b.method && a.path === b.path
}

/** Finds the method that answers a verb: the resource's exact one before ANY. */
export function servingMethod<T extends MethodRef>(
  methods: readonly T[],
  { method, path }: MethodRef,
): T | null {
  const there = methods.filter((one) => one.path === path)
  return there.find((one) => one.method === method) ?? there.find((one) => one.method === 'ANY') ?? null
}

/** Lists the parameters of a resource path: `/a/{id}/{proxy+}` → id, proxy. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = '']) => name)
}

/** Sorts by path, then by verb, like every list of methods. */
export function byPath(a: MethodRef, b: MethodRef): number {
  return compareText(a.path, b.path) || compareText(a.method, b.method)
}

/** Compares code units, independent of the machine's language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/**
 * Takes a method such as `GET /pets/{id}`, written as two words or one, from the front of the arguments.
 * Errors: `usage`.
 */
export function takeMethod(words: readonly string[]): {
  readonly ref: MethodRef
  readonly rest: readonly string[]
} {
  const [first = '', ...others] = words
  const joined = first.trim().split(/\s+/)
  const [verb = '', path = ''] = joined.length > 1 ? joined : [first, others[0]]
  const rest = joined.length > 1 ? others : others.slice(1)
  const method = verb.toUpperCase()
  const plain = path.startsWith('~1') ? unescaped(path) : path
  if (joined.length <= 2 && METHOD_NAMES.includes(method) && plain.startsWith('/')) {
    return { ref: { method, path: plain }, rest }
  }
  throw new ApigwCacheError('usage', 'method-syntax', `"${`${verb} ${path}`.trim()}" is not a method`, {
    hint: "a verb and a path, such as GET /pets/{id} or 'ANY /{proxy+}'",
  })
}

/** Finds a method by its exact name. Errors: `failure`, suggesting the closest one. */
export function pickMethod<T extends MethodRef>(methods: readonly T[], ref: MethodRef, { api }: Target): T {
  const found = methods.find((one) => sameMethod(one, ref))
  if (found) return found
  const wanted = nameOfMethod(ref)
  throw new ApigwCacheError(
    'failure',
    'no-such-method',
    `API ${api.name ?? api.id} has no method ${wanted}`,
    {
      hint: hintFor(ref, methods),
    },
  )
}

export function nameOfMethod({ method, path }: MethodRef): string {
  return `${method} ${path}`
}

function hintFor(ref: MethodRef, methods: readonly MethodRef[]): string {
  if (methods.some(({ method, path }) => method === 'ANY' && path === ref.path)) {
    return `ANY ${ref.path} serves it, and has the keys: name that one`
  }
  const names = methods.map(nameOfMethod)
  const wanted = nameOfMethod(ref)
  const near = names.length === 0 ? '' : closest(wanted, names)
  if (near !== '' && distance(wanted, near) <= Math.max(2, Math.floor(wanted.length / 3))) {
    return `did you mean '${near}'?`
  }
  return names.length === 0 ? 'it has no methods' : `it has: ${names.slice(0, 10).join(', ')}`
}
