import { closest, distance } from 'fastest-levenshtein'

/** The name that was probably meant: one that begins like the text, or differs by a slip. PURE. */
export function nearName(text: string, names: readonly string[]): string | null {
  const typed = text.toLowerCase()
  if (typed === '' || names.length === 0) return null
  const begins = names.find((name) => name.startsWith(typed) || typed.startsWith(name))
  if (begins !== undefined) return begins
  const slip = closest(typed, names)
  return distance(typed, slip) <= Math.max(2, Math.floor(typed.length / 3)) ? slip : null
}
