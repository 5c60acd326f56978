import type { HttpRequest } from '../answer/exchange.js'
import { ApigwCacheError } from '../base/errors.js'

/**
 * Refuses what no two clients sign alike, before anything is sent: header values outside ASCII, and escapes in the
 * query that are no UTF-8. Errors: `usage`, without the value.
 */
export function requireSignable({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>): void {
  const odd = headers.find(([, value]) => /[^\t -~]/.test(value))
  if (odd) {
    throw new ApigwCacheError(
      'usage',
      'unsignable-header',
      `the value of header "${odd[0]}" is not ASCII, and cannot be signed`,
      {
        hint: 'leave --sign out, or encode the value',
      },
    )
  }
  for (const [name, value] of rawQuery(url)) {
    if (decoded(name) !== null && decoded(value) !== null) continue
    throw new ApigwCacheError(
      'usage',
      'unsignable-query',
      `the query parameter "${name}" is not UTF-8, and cannot be signed`,
      {
        hint: 'leave --sign out, or encode it as UTF-8',
      },
    )
  }
}

/** Every pair as it is sent, empty ones too, decoded. */
export function signedQuery(url: string): Record<string, string[]> {
  const byName = new Map<string, string[]>()
  for (const [name, value] of rawQuery(url)) {
    const key = decoded(name) ?? name
    byName.set(key, [...(byName.get(key) ?? []), decoded(value) ?? value])
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

function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '))
  } catch {
    return null
  }
}
