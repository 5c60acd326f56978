/** A name as a part of a JSON Pointer, which is how patch paths and method settings spell it (RFC 6901). */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

export function unescaped(part: string): string {
  return part.replaceAll('~1', '/').replaceAll('~0', '~')
}
