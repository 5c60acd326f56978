import type { SeedMethod } from '../seed.js'
import type { Chances } from './choice.js'

const FUNCTION: SeedMethod = { integration: { type: 'AWS_PROXY', handler: 'traffic-origin' } }

/** The methods of a service: of some the author forgot a key, or has one that splits too finely. */
export function methodsOf(chances: Chances, noun: string): Readonly<Record<string, SeedMethod>> {
  const paging = ['querystring.page', 'querystring.limit']
  return {
    [`GET /${noun}`]: {
      ...FUNCTION,
      parameters: paging,
      keys: chances.is('unkeyed list', 0.25) ? [] : paging,
    },
    [`GET /${noun}/{id}`]: { ...FUNCTION, keys: itemKeys(chances) },
    [`POST /${noun}`]: FUNCTION,
    ...(chances.is('search', 0.4) ? { [`GET /${noun}/search`]: { ...FUNCTION, keys: ['querystring.q'] } } : {}),
    ...(chances.is('health', 0.4) ? { 'GET /health': { integration: { type: 'MOCK', body: '{"status":"ok"}' } } } : {}),
    ...(chances.is('own', 0.25) ? { [`GET /me/${noun}`]: { ...FUNCTION, authorization: 'AWS_IAM' as const } } : {}),
  }
}

function itemKeys(chances: Chances): readonly string[] {
  const kind = chances.shared('item keys', { right: 0.85, none: 0.07, fine: 0.08 })
  if (kind === 'none') return []
  return kind === 'fine' ? ['path.id', 'header.User-Agent'] : ['path.id']
}
