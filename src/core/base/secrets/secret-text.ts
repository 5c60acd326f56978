/** Stands where a secret was. */
export const HIDDEN = '[redacted]'

/** A JSON Web Token, signed or encrypted, or its first part. */
const JWT = /^eyJ[\w-]{12,}(?:\.[\w-]*)*$/
/** The same within a text, where only one with its payload is surely none of its words. */
export const JWT_IN_TEXT = /\beyJ[\w-]{8,}(?:\.[\w-]+){1,4}/g

const UUID = /[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}/gi
/** An id of this form says when it was made: 26 signs of Crockford's alphabet. */
const ULID = /^[0-7][\da-hjkmnp-tv-z]{25}$/i
/** As of a document: shorter ones are ids, not secrets. */
const SHORTEST_HEX = 32
const HEX = /^[\da-f]+$/i
const SHORTEST = 20
const LONG = 32
/** What people write has words; what chance writes changes from letters to digits and from case to case all the time. */
const WORDS = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+/g
const ONE_WORD = /^(?:[A-Z]?[a-z]*|[A-Z]+|\d+)$/
const SHORTEST_WORD = 2.8
const FEW_WORDS = 4

/**
 * True for what is a key to something by its form alone: a JSON Web Token, and long texts that only chance writes.
 * Ids are none, such as UUIDs, numbers and short hexadecimal ones, and no name or title is one. PURE.
 */
export function looksSecret(text: string): boolean {
  if (JWT.test(text)) return true
  const rest = text.replace(UUID, '')
  const signs = rest.replace(/[^A-Za-z\d]/g, '')
  if (signs.length < SHORTEST || ULID.test(signs) || /^\d+$/.test(signs)) return false
  const parts = rest.split(/[^A-Za-z\d]+/)
  const longest = Math.max(...parts.map((part) => part.length))
  if (HEX.test(signs)) return longest >= SHORTEST_HEX
  if (parts.every((part) => ONE_WORD.test(part))) return false
  const words = signs.match(WORDS)?.length ?? 0
  const letters = signs.replace(/\d/g, '').length
  if (letters * 2 >= signs.length && signs.length / words < SHORTEST_WORD) return true
  return longest >= LONG && /\d/.test(signs) && words >= FEW_WORDS
}
