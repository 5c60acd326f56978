import { distance } from 'fastest-levenshtein'

/** The name that differs by a slip, whatever its case. */
function nearest(text: string, names: Iterable<string>): string | null {
  const typed = text.toLowerCase()
  let [found, least]: [string | null, number] = [
    null,
    Math.min(Math.max(2, Math.floor(text.length / 3)), text.length - 2),
  ]
  for (const name of names) {
    if (Math.abs(name.length - text.length) > least) continue
    const far = distance(name.toLowerCase(), typed)
    if (far < least || (found === null && far === least)) [found, least] = [name, far]
  }
  return found
}

/** `; did you mean X?`, where one is near. */
export function orMeant(text: string, names: Iterable<string>): string {
  const near = nearest(text, names)
  return near === null ? '' : `; did you mean ${near}?`
}
