import { ApigwCacheError } from '../base/errors.js'
import type { HttpRequest } from '../base/http.js'
import type { HeaderSet } from '../request/parameters.js'
import { keyOf, type Plan } from '../request/plan.js'

type Headers = HttpRequest['headers']

/** `auto` signs only for methods that require it. */
export type SignMode = 'auto' | 'always' | 'never'

/** Refuses repeated headers, and those that this tool sets itself. Errors: `usage`. */
export function checkHeaders(common: Headers, sets: readonly HeaderSet[], mode: SignMode): void {
  const [set = []] = sets
  const twice = set.find(([name]) => has(common, name.toLowerCase()))
  if (twice) {
    const [name] = twice
    const message = `the headers and header.${name} both say ${name}`
    throw new ApigwCacheError('usage', 'header-named-twice', message, { data: { name } })
  }
  const headers = [...common, ...set]
  if (has(headers, 'cache-control')) {
    const message = 'invalidate sends a Cache-Control header of its own'
    throw new ApigwCacheError('usage', 'own-cache-control', message, { hint: 'leave yours out' })
  }
  if (mode !== 'always' || !has(headers, 'authorization')) return
  const message =
    'a signature takes the place of the Authorization header that is given, and would ask for another entry where that is in the cache key'
  throw new ApigwCacheError('usage', 'signature-asks-other-entry', message, {
    hint: 'leave one of them out',
  })
}

/**
 * Decides if the request has to be signed. Errors: `usage` if a header sent by this tool is part of the cache
 * key, so that another entry would be meant.
 */
export function isToBeSigned(plan: Plan, isIam: boolean | null, mode: SignMode, headers: Headers): boolean {
  const signs = mode === 'always' || (mode === 'auto' && isIam === true && !has(headers, 'authorization'))
  const { method: found } = plan
  if (!found) return signs
  const { method, path } = plan.serving ?? found
  const inKey = (header: string) => `header.${header} is in the cache key of ${method} ${path}`
  const signature = keyOf(plan, 'header.Authorization')
  if (signs && signature !== null) {
    const message = `${inKey('Authorization')}: a signed request has an entry of its own, and would refresh no other`
    throw new ApigwCacheError('usage', 'signature-in-refreshed-key', message, {
      data: { method, path, key: signature },
    })
  }
  const cacheControl = keyOf(plan, 'header.Cache-Control')
  if (cacheControl === null) return signs
  const message = `${inKey('Cache-Control')}: a request with max-age=0 has an entry of its own, and would refresh no other`
  throw new ApigwCacheError('usage', 'cache-control-in-key', message, {
    data: { method, path, key: cacheControl },
  })
}

/** True if the caller has already signed it. */
export function isSignedByCaller({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>): boolean {
  return (
    headers.some(([name, value]) => /^authorization$/i.test(name) && value.startsWith('AWS4-')) ||
    new URL(url).searchParams.has('X-Amz-Signature')
  )
}

function has(headers: Headers, wanted: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === wanted)
}
