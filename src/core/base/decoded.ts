/** Undoes percent-encoding; null where the escapes are not UTF-8. PURE. */
export function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}

/** Decodes a name or a value of a query, where a plus is a space. PURE. */
export function decodedQuery(text: string): string | null {
  return decoded(text.replaceAll('+', ' '))
}
