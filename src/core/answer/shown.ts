const SHOWN_CHARACTERS = 120

/** A string that an endpoint chose, as a report shows it: bounded, and always encodable as UTF-8. */
export function shown(value: string): string {
  const clean = value.slice(0, SHOWN_CHARACTERS + 1).replace(/\p{Surrogate}/gu, '\uFFFD')
  return clean.length > SHOWN_CHARACTERS
    ? `${clean.slice(0, SHOWN_CHARACTERS - 1)}…`.replace(/\p{Surrogate}/gu, '')
    : clean
}

/** `body:data.generatedAt` is `data.generatedAt` in a sentence. */
export function shownSource({ source }: { readonly source: string }): string {
  return shown(source.slice(source.indexOf(':') + 1))
}
