import type { UnkeyedMethod } from '../advice/unkeyed-path.js'
import type { DeployedMethod } from '../control/deployed.js'
import type { EffectiveMethod } from '../model.js'

/** A probe whose answer, made for one caller, a cache may store for everyone. */
export interface PrivateProbe extends UnkeyedMethod {
  /** Whether the method is known to be cached; else nobody could tell. Then `path` is that of the URL. */
  readonly known: boolean
}

/** What a probe sends, and what is known of the method that answers it. */
export interface Sending {
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  /** The settings that decide; null where they are not known. */
  readonly method: EffectiveMethod | null
  readonly deployed: DeployedMethod | null
}

const IDENTITY = new Set(['x-api-key', 'x-amz-security-token'])
const WORDS = new Set(
  'authorization auth token cookie session jwt assertion credential credentials apikey'.split(' '),
)

/**
 * What a probe sends that tells callers apart and is not in the cache key: what the method's authorizer reads,
 * and headers that usually carry it. Spelled as cache keys are.
 */
export function unkeyedIdentityOf({ url, headers, method, deployed }: Sending): readonly string[] {
  const keys = lower(method?.keys ?? [])
  const read = deployed?.unkeyedIdentity ?? []
  const inHeaders = headers
    .map(([name]) => name)
    .filter((name) => {
      const key = `header.${name.toLowerCase()}`
      return lower(read).includes(key) || (isIdentity(name.toLowerCase()) && !keys.includes(key))
    })
    .map((name) => `header.${name}`)
  const { searchParams } = new URL(url)
  const inQuery = read.filter(
    (key) => key.startsWith('querystring.') && searchParams.has(key.slice('querystring.'.length)),
  )
  return [...new Set([...inHeaders, ...inQuery])]
}

function isIdentity(name: string): boolean {
  return IDENTITY.has(name) || name.split(/[-_]/).some((word) => WORDS.has(word))
}

function lower(keys: readonly string[]): readonly string[] {
  return keys.map((key) => key.toLowerCase())
}
