const SHOWN_CHARACTERS = 120

/** Bounds a string chosen by an endpoint, and makes it encodable as UTF-8. */
export function shown(value: string): string {
  const clean = value.slice(0, SHOWN_CHARACTERS + 1).replace(/\p{Surrogate}/gu, '\uFFFD')
  return clean.length > SHOWN_CHARACTERS
    ? `${clean.slice(0, SHOWN_CHARACTERS - 1)}…`.replace(/\p{Surrogate}/gu, '')
    : clean
}

/** Shortens a source for a sentence: `body:data.generatedAt` to `data.generatedAt`. */
export function shownSource({ source }: { readonly source: string }): string {
  return shown(source.slice(source.indexOf(':') + 1))
}
