import { decodedQuery } from '../base/decoded.js'
import { ApigwCacheError } from '../base/errors.js'
import type { HttpRequest } from '../base/http.js'

/**
 * Refuses, before anything is sent, what clients sign differently: header values outside ASCII, and escapes in
 * the query that are not UTF-8. Errors: `usage`, without the value.
 */
export function requireSignable({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>): void {
  const odd = headers.find(([, value]) => /[^\t -~]/.test(value))
  if (odd) {
    const message = `the value of header "${odd[0]}" is not ASCII, and cannot be signed`
    throw new ApigwCacheError('usage', 'unsignable-header', message, {
      hint: 'send it unsigned, or encode the value',
    })
  }
  for (const [name, value] of rawQuery(url)) {
    if (decodedQuery(name) !== null && decodedQuery(value) !== null) continue
    const message = `the query parameter "${name}" is not UTF-8, and cannot be signed`
    throw new ApigwCacheError('usage', 'unsignable-query', message, {
      hint: 'send it unsigned, or encode it as UTF-8',
    })
  }
}

/** Decodes every pair of the query, even empty ones. */
export function signedQuery(url: string): Record<string, string[]> {
  const byName = new Map<string, string[]>()
  for (const [name, value] of rawQuery(url)) {
    const key = decodedQuery(name) ?? name
    byName.set(key, [...(byName.get(key) ?? []), decodedQuery(value) ?? value])
  }
  return Object.fromEntries(byName)
}

function rawQuery(url: string): readonly (readonly [name: string, value: string])[] {
  const query = new URL(url).search.slice(1)
  if (query === '') return []
  return query.split('&').map((pair) => {
    const at = pair.indexOf('=')
    return at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)]
  })
}
