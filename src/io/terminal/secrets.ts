import { decodedQuery } from '../../core/base/decoded.js'
import { isIdentityName } from '../../core/base/secrets/identity-name.js'
import { HIDDEN, JWT_IN_TEXT } from '../../core/base/secrets/secret-text.js'

/** Shorter secrets may be ordinary words: hiding `test` would garble `test-invoke`. */
const SHORTEST_SECRET = 8

/** The number of an account is no secret; the sandbox takes it for an access key too. */
const ACCOUNT = /^\d{12}$/

const HEADER = /\b(authorization|x-amz-security-token|x-api-key|cookie)(["'\\]*:[ \t]*["'\\]*)(?! )[^\r\n"'\\]+/gi
const PARAMETER = /\b(X-Amz-(?:Signature|Credential|Security-Token)|Signature|Credential)=[^\s&,;"'\\]+/gi

/** In the query of a URL or a path. */
const QUERY = /([?&])([^\s?&=#"'\\]+)=([^\s&#"'\\]+)/g

const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
]

/** Values that must not appear on a screen or in a build log. */
export interface Secrets {
  hide(value: string): void
  /** Removes known secrets, and whatever looks like the credentials of an AWS request. */
  redact(text: string): string
}

export function createSecrets(env: Readonly<Record<string, string | undefined>>): Secrets {
  const spellings = new Set<string>()
  const hide = (value: string) => {
    // Of `Bearer …`, the token may appear without its scheme.
    for (const part of [value, /^\w+ +(\S+)$/.exec(value)?.[1] ?? '']) {
      if (part.length < SHORTEST_SECRET || ACCOUNT.test(part)) continue
      for (const spelling of [
        part,
        encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd')),
        JSON.stringify(part).slice(1, -1),
      ])
        spellings.add(spelling)
    }
  }
  for (const name of VARIABLES) hide(env[name] ?? '')
  return {
    hide,
    redact: (text) =>
      [...spellings]
        .sort((a, b) => b.length - a.length)
        .reduce((rest, secret) => rest.replaceAll(secret, HIDDEN), text)
        .replace(HEADER, `$1$2${HIDDEN}`)
        .replace(PARAMETER, `$1=${HIDDEN}`)
        .replace(JWT_IN_TEXT, HIDDEN)
        .replace(QUERY, (pair, mark, name) =>
          isIdentityName(decodedQuery(name) ?? name) ? `${mark}${name}=${HIDDEN}` : pair,
        ),
  }
}
