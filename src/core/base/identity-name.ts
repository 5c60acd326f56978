/** Words that mark an identity wherever they stand in a name. */
const WORDS = wordSet(
  'authorization authentication auth oauth token jwt bearer assertion cookie session sid jsessionid phpsessid',
  'user userid username uid tenant login principal email credential credentials ssn',
  'password passwd passphrase passcode pwd secret sig signature hmac csrf xsrf otp totp mfa apikey',
)

/** Words that mark one only as the whole name: `?key=…` is a key to an API, `sort_key` is none. */
const ALONE = wordSet('key code pin pass')

/** Pairs of words, also written as one: `accessKey`, `client-id`, `AUTHCODE`. */
const BEFORE_PAIR =
  'access api app application account admin auth client consumer customer developer device functions id license login master member private refresh secret security service session shared signing subscription tenant user'
const PAIR = new RegExp(
  `^(?:(?:${BEFORE_PAIR.replaceAll(' ', '|')})(?:token|key|secret|password)` +
    '|(?:access|account|api|auth|client|customer|id|member|refresh|session|tenant|user)(?:id|name)' +
    '|(?:access|auth|confirmation|device|invite|login|reset|security|sms|verification)code)$',
)

/** A place in a list, or a way to go on with one: nobody's. */
const PAGING = /^(?:continuation|cursor|next|page|pagination|prev|previous|resume|skip|starting|sync)$/

/**
 * True if headers and query parameters of this name usually tell who is asking, or let somebody in. By the words of
 * the name, in any case and with any separator: `X-Api_Key`, `sessionId`, `user.email`. Country codes, sort keys and
 * page tokens are none. PURE.
 */
export function isIdentityName(name: string): boolean {
  const words = wordsOf(name)
  const rest = words[0] === 'x' ? words.slice(1) : words
  const [only = ''] = rest
  if (rest.length === 1 && ALONE.has(only)) return true
  // What a browser calls itself says nothing of its user; an e-mail address is written in two words as well.
  return rest.some((word, index) => {
    const [before = '', after = ''] = [rest[index - 1], rest[index + 1]]
    if (word === 'user' && after === 'agent') return false
    if (word === 'token' && PAGING.test(before)) return false
    return (
      WORDS.has(word) || PAIR.test(word) || PAIR.test(`${before}${word}`) || `${before}${word}` === 'email'
    )
  })
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
