import { closest } from 'fastest-levenshtein'
import { ApigwCacheError } from '../base/errors.js'
import { METHOD_NAMES, type MethodRef, nameOfMethod } from '../gateway/method.js'
import { servedVerbs } from '../gateway/methods.js'

const ALL = 'all'

/** Normalizes `all` or a method such as `GET /pets/{id}`. Errors: `usage`. */
export function parseAccepted(text: string): string {
  const [verb = '', path = '', ...rest] = text.trim().split(/\s+/)
  const method = verb.toUpperCase()
  if (path === '' && verb.toLowerCase() === ALL) return ALL
  if (METHOD_NAMES.includes(method) && path.startsWith('/') && rest.length === 0) {
    return `${method} ${path}`
  }
  throw new ApigwCacheError('usage', 'accept-unkeyed-syntax', `"${text}" is not a method to accept`, {
    hint: "'GET /pets/{id}', or all",
    data: { text },
  })
}

/** Accepting an ANY method accepts each verb that it serves. */
export function isAccepted(accepted: readonly string[], { method, path }: MethodRef): boolean {
  return accepted.some(
    (one) => one === ALL || one === nameOfMethod({ method, path }) || one === `ANY ${path}`,
  )
}

/** Refuses an accepted name that no method has, since it would accept nothing. Errors: `usage`. */
export function requireKnown(accepted: readonly string[], methods: readonly MethodRef[]): void {
  const names = methods.flatMap((one) =>
    [one.method, ...servedVerbs(one, methods)].map((verb) => `${verb} ${one.path}`),
  )
  const unknown = accepted.find((one) => one !== ALL && !names.includes(one))
  if (unknown === undefined) return
  const hint =
    names.length === 0 ? 'the deployed API has no method' : `did you mean '${closest(unknown, names)}'?`
  const message = `"${unknown}" is accepted, which the deployed API does not have`
  throw new ApigwCacheError('usage', 'accept-unkeyed-unknown', message, { hint, data: { unknown } })
}
