import type { HttpRequest } from '../answer/exchange.js'
import type { EffectiveMethod } from '../gateway/model.js'

/**
 * Cache key parameters that a request does not send. An absent one is a value of its own, so the entry without it
 * is refreshed and no other. What an integration maps is not known. PURE.
 */
export function missingKeys(
  { url, headers }: Pick<HttpRequest, 'url' | 'headers'>,
  method: EffectiveMethod | null,
): readonly string[] {
  const { searchParams } = new URL(url)
  const sent = headers.map(([name]) => name.toLowerCase())
  return (method?.keys ?? []).filter((key) => {
    const [, place, name = ''] = /^(querystring|header)\.(.+)$/.exec(key) ?? []
    if (place === 'querystring') return !searchParams.has(name)
    // `Host` goes out by itself.
    return place === 'header' && name.toLowerCase() !== 'host' && !sent.includes(name.toLowerCase())
  })
}
