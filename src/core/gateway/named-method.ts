import { distance } from 'fastest-levenshtein'
import { ApigwCacheError } from '../base/errors.js'
import { mostSlip } from '../base/near.js'
import { unescaped } from '../base/pointer.js'
import { some } from '../base/quantities.js'
import { matchMethod } from './match.js'
import { METHOD_NAMES, type MethodRef, nameOfMethod, sameMethod } from './method.js'
import type { Target } from './model.js'
import { parseMethodKey } from './settings.js'

/**
 * Takes a method such as `GET /pets/{id}`, written as two words or one, or as `methodSettings` spells it
 * (`~1pets~1{id}/GET`), from the front of the arguments. Errors: `usage`.
 */
export function takeMethod(words: readonly string[]): {
  readonly ref: MethodRef
  readonly rest: readonly string[]
} {
  const [first = '', path = '', ...rest] = words
  const whole = readMethod(first)
  if (whole) return { ref: whole, rest: words.slice(1) }
  const ref = methodOf(first, path)
  if (ref) return { ref, rest }
  const alone = /\s/.test(first.trim()) || first.startsWith('~1')
  const written = alone ? first.trim() : `${first} ${path}`.trim()
  throw new ApigwCacheError('usage', 'method-syntax', `"${written}" is not a method`, {
    hint: "a verb and a path, such as GET /pets/{id} or 'ANY /{proxy+}'",
  })
}

/** Reads a method that is written as one word; null where it is none. PURE. */
export function readMethod(text: string): MethodRef | null {
  const [verb = '', path = '', ...more] = text.trim().split(/\s+/)
  if (path === '' && verb.startsWith('~1')) {
    const key = parseMethodKey(verb)
    return key && methodOf(key.method, key.path)
  }
  return more.length === 0 ? methodOf(verb, path) : null
}

function methodOf(verb: string, path: string): MethodRef | null {
  const method = withoutQuotes(verb.trim()).toUpperCase()
  const bare = withoutQuotes(path)
  const plain = bare.startsWith('~1') ? unescaped(bare) : bare
  return METHOD_NAMES.includes(method) && plain.startsWith('/') ? { method, path: plain } : null
}

/** Some shells, such as that of Windows, hand quotes on that were pasted with a command; no name has one. */
function withoutQuotes(word: string): string {
  return word.replace(/^'|'$/g, '')
}

/** Finds a method by its exact name. Errors: `failure`, suggesting the closest one. */
export function pickMethod<T extends MethodRef>(methods: readonly T[], ref: MethodRef, { api }: Target): T {
  const found = methods.find((one) => sameMethod(one, ref))
  if (found) return found
  const message = `API ${api.name ?? api.id} has no method ${nameOfMethod(ref)}`
  throw new ApigwCacheError('failure', 'no-such-method', message, { hint: hintFor(ref, methods) })
}

/**
 * The method that was probably meant: the one that answers such a request, another verb of its path, or one whose
 * path differs by a typing mistake. PURE.
 */
function nearestMethod(methods: readonly MethodRef[], ref: MethodRef): MethodRef | null {
  const answering = answeringMethod(methods, ref)
  if (answering !== null && !answering.path.endsWith('+}')) return answering
  const wanted = withoutNames(ref.path)
  const [near] = methods
    .map((one) => ({ one, far: distance(withoutNames(one.path), wanted) }))
    .filter(({ far }) => far <= mostSlip(wanted))
    .sort((a, b) => a.far - b.far || Number(b.one.method === ref.method) - Number(a.one.method === ref.method))
  return near?.one ?? answering
}

/** Takes any verb of the path where the named one does not exist. */
function answeringMethod(methods: readonly MethodRef[], { method, path }: MethodRef): MethodRef | null {
  if (path.includes('{')) return null
  const own = matchMethod(methods, method, path)
  return own ?? methods.find((one) => matchMethod([one], one.method, path) !== null) ?? null
}

/** Paths that differ in the names of their parameters only are one and the same to API Gateway. */
function withoutNames(path: string): string {
  return path.replace(/\{[^}]*\}/g, '{}')
}

/** `did you mean 'GET /pets/{id}'?`, or the methods that there are. */
export function meantMethod(methods: readonly MethodRef[], ref: MethodRef): string {
  if (methods.length === 0) return 'it has no methods'
  const near = nearestMethod(methods, ref)
  return near === null
    ? `it has: ${some([...new Set(methods.map(nameOfMethod))], LISTED)}`
    : `did you mean '${nameOfMethod(near)}'?`
}

const LISTED = 10

function hintFor(ref: MethodRef, methods: readonly MethodRef[]): string {
  return methods.some(({ method, path }) => method === 'ANY' && path === ref.path)
    ? `ANY ${ref.path} serves it, and has the keys: name that one`
    : meantMethod(methods, ref)
}
