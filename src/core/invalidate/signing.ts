import type { HttpRequest } from '../answer/exchange.js'
import { ApigwCacheError } from '../base/errors.js'
import { shellWord } from '../base/shell.js'
import type { HeaderSet } from '../request/parameters.js'
import type { Plan } from '../request/plan.js'

type Headers = HttpRequest['headers']

/** `auto` signs for methods that take signed requests only. */
export type SignMode = 'auto' | 'always' | 'never'

/** No header twice, and none that this tool sets itself. Errors: `usage`. */
export function checkHeaders(common: Headers, sets: readonly HeaderSet[], mode: SignMode): void {
  const [set = []] = sets
  const twice = set.find(([name]) => has(common, name.toLowerCase()))
  if (twice)
    throw new ApigwCacheError(
      'usage',
      'header-named-twice',
      `--header and --param header.${twice[0]} both say ${twice[0]}`,
    )
  const headers = [...common, ...set]
  if (has(headers, 'cache-control')) {
    throw new ApigwCacheError(
      'usage',
      'own-cache-control',
      'invalidate sends a Cache-Control header of its own',
      {
        hint: "leave --header 'Cache-Control: …' out",
      },
    )
  }
  if (mode !== 'always' || !has(headers, 'authorization')) return
  throw new ApigwCacheError(
    'usage',
    'own-authorization',
    '--sign takes the place of the Authorization header that is given, and would ask for another entry where that is in the cache key',
    { hint: 'leave one of them out' },
  )
}

/**
 * Whether the request has to be signed. Errors: `usage` where a header that this tool sends would be a part of the
 * cache key, and so ask for another entry than the one that is meant.
 */
export function isToBeSigned(plan: Plan, isIam: boolean | null, mode: SignMode, headers: Headers): boolean {
  const signs = mode === 'always' || (mode === 'auto' && isIam === true && !has(headers, 'authorization'))
  const { method } = plan
  if (!method) return signs
  const name = `${method.method} ${method.path}`
  const keyed = (header: string) => method.keys?.some((key) => key.toLowerCase() === `header.${header}`)
  if (signs && keyed('authorization')) {
    throw new ApigwCacheError(
      'usage',
      'authorization-in-key',
      `header.Authorization is in the cache key of ${name}: a signed request has an entry of its own, and would refresh no other`,
      {
        hint: `--no-sign, or apigw-cache keys remove ${method.method} ${shellWord(method.path)} header.Authorization`,
      },
    )
  }
  if (!keyed('cache-control')) return signs
  throw new ApigwCacheError(
    'usage',
    'cache-control-in-key',
    `header.Cache-Control is in the cache key of ${name}: a request with max-age=0 has an entry of its own, and would refresh no other`,
    {
      hint: `apigw-cache keys remove ${method.method} ${shellWord(method.path)} header.Cache-Control, or apigw-cache flush`,
    },
  )
}

/** Whether the caller's own headers are signed already. */
export function isSignedByCaller({ url, headers }: Pick<HttpRequest, 'url' | 'headers'>): boolean {
  return (
    headers.some(([name, value]) => /^authorization$/i.test(name) && value.startsWith('AWS4-')) ||
    new URL(url).searchParams.has('X-Amz-Signature')
  )
}

function has(headers: Headers, wanted: string): boolean {
  return headers.some(([name]) => name.toLowerCase() === wanted)
}
