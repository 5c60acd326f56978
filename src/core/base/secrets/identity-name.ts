/** Words that mark what lets somebody in, or is nobody else's to know, wherever they stand in a name. */
const SECRETS = wordSet(
  'authorization authentication auth oauth token jwt bearer assertion cookie session sid jsessionid phpsessid',
  'email credential credentials ssn',
  'password passwd passphrase passcode pwd secret sig signature hmac csrf xsrf otp totp mfa apikey',
)

/** Words that mark who is asking. */
const CALLERS = wordSet('user userid username uid tenant login principal')

/** Words that mark one only as the whole name: `?key=…` is a key to an API, `sort_key` is none. */
const ALONE = wordSet('key code pin pass')

/** Pairs of words, also written as one: `accessKey`, `client-id`, `AUTHCODE`. */
const BEFORE_PAIR =
  'access api app application account admin auth client consumer customer developer device functions id license login master member private refresh secret security service session shared signing subscription tenant user'
const SECRET_PAIR = new RegExp(
  `^(?:(?:${BEFORE_PAIR.replaceAll(' ', '|')})(?:token|key|secret|password)` +
    '|(?:access|auth|confirmation|device|invite|login|reset|security|sms|verification)code)$',
)
const CALLER_PAIR = /^(?:access|account|api|auth|client|customer|id|member|refresh|session|tenant|user)(?:id|name)$/

/** A place in a list, or a way to go on with one: nobody's. */
const PAGING = /^(?:continuation|cursor|next|page|pagination|prev|previous|resume|skip|starting|sync)$/

/**
 * True if headers and query parameters of this name usually tell who is asking, or let somebody in. By the words of
 * the name, in any case and with any separator: `X-Api_Key`, `sessionId`, `user.email`. Country codes, sort keys and
 * page tokens are none. PURE.
 */
export function isIdentityName(name: string): boolean {
  const words = ownWords(name)
  const [only = ''] = words
  if (words.length === 1 && ALONE.has(only)) return true
  return isSecretName(name) || marks(words, CALLERS, CALLER_PAIR)
}

/**
 * True if the part of a path that has this name usually lets somebody in: `{token}`, `{resetCode}`, but not `{userId}`,
 * `{key}` or `{code}`, which name a resource there. PURE.
 */
export function isSecretName(name: string): boolean {
  return marks(ownWords(name), SECRETS, SECRET_PAIR)
}

/** True for a place in a list, whose values are nobody's: `nextToken`, `cursor`. PURE. */
export function isPagingName(name: string): boolean {
  return wordsOf(name).some((word) => PAGING.test(word.replace(/token$/, '')))
}

function marks(words: readonly string[], marking: ReadonlySet<string>, pair: RegExp): boolean {
  // What a browser calls itself says nothing of its user; an e-mail address is written in two words as well.
  return words.some((word, index) => {
    const [before = '', after = ''] = [words[index - 1], words[index + 1]]
    if (word === 'user' && after === 'agent') return false
    if (word === 'token' && PAGING.test(before)) return false
    const both = `${before}${word}`
    return marking.has(word) || pair.test(word) || pair.test(both) || (both === 'email' && marking.has(both))
  })
}

function ownWords(name: string): readonly string[] {
  const words = wordsOf(name)
  return words[0] === 'x' ? words.slice(1) : words
}

/** `X-APIKey2` → x, api, key. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
}

function wordSet(...lines: readonly string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}
