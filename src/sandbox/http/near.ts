import { distance } from 'fastest-levenshtein'

/** The first of the names that differ least, whatever their case, and in no more letters than `most`; undefined where all do. */
export function nearestWithin(typed: string, names: Iterable<string>, most: number): string | undefined {
  const wanted = typed.toLowerCase()
  let found: string | undefined
  let least = most + 1
  for (const name of names) {
    // Names that are so much longer or shorter need no look.
    if (Math.abs(name.length - typed.length) >= least) continue
    const far = distance(name.toLowerCase(), wanted)
    if (far < least) [found, least] = [name, far]
  }
  return found
}
