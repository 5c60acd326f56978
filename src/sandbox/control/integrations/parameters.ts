import { badRequest } from '../../http/errors.js'
import type { Method } from '../../world/model.js'

const METHOD_PARAMETER = /^method\.request\.(?:header|path|querystring)\.\S+$/
const LEGAL_NAME = /^[a-zA-Z0-9:._$-]+$/
const INTEGRATION_PARAMETER = /^integration\.request\.(?:header|path|querystring)\.\S+$/

export function checkMethodParameter(parameter: string): void {
  if (!METHOD_PARAMETER.test(parameter)) throw invalidMapping(parameter)
  const name = parameter.split('.').slice(3).join('.')
  if (LEGAL_NAME.test(name)) return
  throw badRequest(`Parameter name should match the following regular expression: ${LEGAL_NAME.source} (${parameter})`)
}

export function checkIntegrationParameter(name: string): void {
  if (!INTEGRATION_PARAMETER.test(name)) throw invalidMapping(name)
}

const MULTIVALUE = /^method\.request\.multivalue/
export const INVALID_CACHE_KEY = 'Invalid cache key parameter specified'

/** Refuses a key that is neither declared on the method nor mapped by the integration. */
export function checkCacheKeys(
  keys: readonly string[],
  declared: Method['requestParameters'],
  mapped: Readonly<Record<string, string>>,
): void {
  for (const key of keys) {
    if (MULTIVALUE.test(key)) throw invalidMapping(key)
    if (undeclaredKey([key], declared, mapped) !== null) throw badRequest(INVALID_CACHE_KEY)
  }
}

/** The first key that is refused so. */
export function undeclaredKey(
  keys: readonly string[],
  declared: Readonly<Record<string, unknown>>,
  mapped: Readonly<Record<string, unknown>>,
): string | null {
  const isKnown = (key: string) => Object.hasOwn(declared, key) || Object.hasOwn(mapped, key)
  return keys.find((key) => !MULTIVALUE.test(key) && !isKnown(key)) ?? null
}

function invalidMapping(expression: string): Error {
  return badRequest(
    'Invalid mapping expression specified: Validation Result: warnings : [], errors : ' +
      `[Invalid mapping expression specified: ${expression}]`,
  )
}
