import { ApigwCacheError } from '../base/errors.js'
import { isIdentityName } from '../base/secrets/identity-name.js'
import type { DeployedMethod } from '../gateway/export.js'
import { hasKey, isSameParameter, keyedParameters } from '../gateway/key.js'
import type { MethodRef } from '../gateway/method.js'
import type { EffectiveMethod } from '../gateway/model.js'
import { isAccepted, requireKnown } from './accepted.js'
import type { Accepting } from './guard.js'

/** A probe whose answer, made for one caller, a cache may store for everyone. */
export interface PrivateProbe extends MethodRef {
  /** What the cache key lacks: `header.Authorization`; `IAM` for a signature. */
  readonly missing: readonly string[]
  /** True if the method is known to be cached; else `path` is that of the URL. */
  readonly known: boolean
}

/** Asks if an identity may be sent to methods that may be cached without it in the key. */
export interface IdentityQuestion {
  readonly kind: 'identity'
  readonly probes: readonly PrivateProbe[]
  /** The stage's methods; empty if unknown. */
  readonly methods: readonly MethodRef[]
}

interface AskingAboutIdentity extends Accepting {
  readonly onAsk?: ((question: IdentityQuestion) => Promise<void>) | undefined
}

/** A request and the method that answers it, if known. */
export interface Sending {
  readonly url: string
  readonly headers: readonly (readonly [string, string])[]
  /** The method with its effective settings; null if unknown. */
  readonly method: EffectiveMethod | null
  readonly deployed: DeployedMethod | null
  /** True if the request is signed (SigV4). */
  readonly signed?: boolean | undefined
  /** Headers declared to identify callers, whatever their names. */
  readonly identities?: readonly string[] | undefined
}

/**
 * Lists what identifies the caller of a probe and is not in the cache key: the parameters that the method's
 * authorizer reads, and headers and query parameters that usually carry an identity. In the spelling of cache
 * keys.
 */
export function unkeyedIdentityOf({
  url,
  headers,
  method,
  deployed,
  signed = false,
  identities = [],
}: Sending): readonly string[] {
  const keys = keyedParameters(method?.keys ?? null, deployed)
  const read = deployed?.unkeyedIdentity ?? []
  const inHeaders = headers
    .map(([name]) => name)
    .filter((name) => {
      const key = `header.${name}`
      const said = identities.some((one) => isSameParameter(`header.${one}`, key))
      const tells = said || (isIdentityName(name) && !isUnseen(name, deployed))
      return hasKey(read, key) || (tells && !hasKey(keys, key))
    })
    .map((name) => `header.${name}`)
  const { searchParams } = new URL(url)
  const inQuery = [
    ...read.filter((key) => key.startsWith('querystring.') && searchParams.has(key.slice('querystring.'.length))),
    ...[...searchParams.keys()]
      .filter(isIdentityName)
      .map((name) => `querystring.${name}`)
      .filter((key) => !hasKey(keys, key)),
  ]
  // A method that takes no signatures does not tell its backend who signed.
  const bySignature = signed && (deployed === null || read.includes('IAM')) ? ['IAM'] : []
  return [...new Set([...inHeaders, ...inQuery, ...bySignature])]
}

/** Errors: `usage` without `onAsk`, or if an accepted name has no method; and those that `onAsk` throws. */
export async function askAboutIdentity(
  probes: readonly PrivateProbe[],
  methods: readonly MethodRef[],
  { onAsk, acceptUnkeyed = [] }: AskingAboutIdentity,
): Promise<void> {
  // Without known methods a wrong name cannot be told from a right one.
  if (methods.length > 0) requireKnown(acceptUnkeyed, [...methods, ...probes])
  const open = probes.filter((probe) => !isAccepted(acceptUnkeyed, probe))
  if (open.length === 0) return
  if (!onAsk) throw privateAnswers(open)
  await onAsk({ kind: 'identity', probes: open, methods })
}

/** Builds the error for requests whose answers, made for one caller, would be served to others. */
export function privateAnswers(probes: readonly PrivateProbe[]): ApigwCacheError {
  const listed = probes.map(({ method, path, missing }) => `${method} ${path} (${missing.join(', ')})`)
  const message = `these answers may be stored for everyone: ${listed.join('; ')}`
  return new ApigwCacheError('usage', 'private-answers', message, {
    hint: 'leave the identity out, or accept it with acceptUnkeyed',
    data: { probes },
  })
}

/**
 * True for an API key that ends at the gateway: it names a quota there, and no backend can answer by it that never
 * sees it. PURE.
 */
function isUnseen(header: string, deployed: Pick<DeployedMethod, 'seesApiKey'> | null): boolean {
  return header.toLowerCase() === API_KEY && deployed?.seesApiKey === false
}

const API_KEY = 'x-api-key'
