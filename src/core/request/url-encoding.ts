// RFC 3986: unreserved and reserved characters, without the fragment's `#` and the IPv6 brackets.
const LEGAL = /[A-Za-z0-9\-._~:/?@!$&'()*+,;=]/

/** Percent-encodes what is illegal in a path or query. A `%` before two hex digits was encoded by the user. */
export function encodeIllegal(pathAndQuery: string): string {
  const [sent = ''] = pathAndQuery.split('#', 1)
  return sent.replace(/%[0-9A-Fa-f]{2}|[\s\S]/gu, (part) => {
    if (part.length === 3 && part.startsWith('%')) return part
    return LEGAL.test(part) ? part : encodedPart(part)
  })
}

/** Encodes a path segment, or a name or value of a query. Replaces lone surrogates, which have no encoding. */
export function encodedPart(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'))
}
