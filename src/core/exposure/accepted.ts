import { ApigwCacheError } from '../base/errors.js'
import { type MethodRef, nameOfMethod } from '../gateway/method.js'
import { servedVerbs } from '../gateway/methods.js'
import { meantMethod, readMethod } from '../gateway/named-method.js'

const ALL = 'all'

/** Normalizes `all` or a method such as `GET /pets/{id}`. Errors: `usage`. */
export function parseAccepted(text: string): string {
  if (text.trim().toLowerCase() === ALL) return ALL
  const method = readMethod(text)
  if (method) return nameOfMethod(method)
  throw new ApigwCacheError('usage', 'accept-unkeyed-syntax', `"${text}" is not a method to accept`, {
    hint: "'GET /pets/{id}', or all",
    data: { text },
  })
}

/** Accepting an ANY method accepts each verb that it serves. */
export function isAccepted(accepted: readonly string[], { method, path }: MethodRef): boolean {
  return accepted.some((one) => one === ALL || one === nameOfMethod({ method, path }) || one === `ANY ${path}`)
}

/** Refuses an accepted name that no method has, since it would accept nothing. Errors: `usage`. */
export function requireKnown(accepted: readonly string[], methods: readonly MethodRef[]): void {
  const known = methods.flatMap((one) =>
    [one.method, ...servedVerbs(one, methods)].map((method) => ({ method, path: one.path })),
  )
  const names = new Set(known.map(nameOfMethod))
  const unknown = accepted.find((one) => one !== ALL && !names.has(one))
  if (unknown === undefined) return
  const ref = readMethod(unknown)
  const hint = ref === null || methods.length === 0 ? 'the deployed API has no method' : meantMethod(known, ref)
  const message = `"${unknown}" is accepted, which the deployed API does not have`
  throw new ApigwCacheError('usage', 'accept-unkeyed-unknown', message, { hint, data: { unknown } })
}
