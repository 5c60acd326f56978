import { decodedQuery } from '../base/decoded.js'
import { isIdentityName } from '../base/identity-name.js'
import type { DeployedMethod } from '../gateway/export.js'

const HIDDEN = '[redacted]'

type Reading = Pick<DeployedMethod, 'identity'>

/**
 * Removes the values of credentials from the query of a URL, to show and keep it: those of a presigned URL,
 * those that usually carry an identity, and those that the method's authorizer reads. PURE.
 */
export function shownUrl(url: string, deployed: Reading | null = null): string {
  const at = url.indexOf('?')
  if (at < 0) return url
  const pairs = pairsOf(url).map(({ name, value, pair }) =>
    value !== null && isSecret(name, deployed) ? `${name}=${HIDDEN}` : pair,
  )
  return `${url.slice(0, at)}?${pairs.join('&')}`
}

/** Lists the removed values, both as sent and decoded. PURE. */
export function secretsIn(url: string, deployed: Reading | null): readonly string[] {
  return pairsOf(url).flatMap(({ name, value }) =>
    value !== null && isSecret(name, deployed) ? [value, decodedQuery(value) ?? value] : [],
  )
}

function pairsOf(url: string) {
  const at = url.indexOf('?')
  if (at < 0) return []
  return url
    .slice(at + 1)
    .split('&')
    .map((pair) => {
      const [name = '', ...rest] = pair.split('=')
      return { name, value: rest.length === 0 ? null : rest.join('='), pair }
    })
}

function isSecret(name: string, deployed: Reading | null): boolean {
  const spelled = decodedQuery(name) ?? name
  const lower = spelled.toLowerCase()
  return (
    lower.startsWith('x-amz-') ||
    isIdentityName(spelled) ||
    deployed?.identity.some((source) => source.toLowerCase() === `querystring.${lower}`) === true
  )
}
