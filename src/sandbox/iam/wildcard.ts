const ARN_SEGMENTS = 6

/** Ignores case. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesText(pattern.toLowerCase(), action.toLowerCase())
}

/** `*` stands for any characters, `?` for exactly one. */
export function matchesText(pattern: string, text: string): boolean {
  return matches(
    [...pattern].map((sign) => ({ text: sign, crosses: true })),
    text,
  )
}

/**
 * A wildcard stays within one of an ARN's six segments, except that a `*` at the end of a segment goes on beyond its
 * colon. The last segment may contain colons and slashes.
 */
export function matchesResource(pattern: string, resource: string): boolean {
  return matches(signsOf(pattern), resource)
}

interface Sign {
  readonly text: string
  /** A wildcard that may stand for a colon. */
  readonly crosses: boolean
}

function signsOf(pattern: string): readonly Sign[] {
  const segments = segmentsOf(pattern)
  return segments.flatMap((segment, index) => {
    const free = index === ARN_SEGMENTS - 1
    const signs = [...segment].map((text, at) => ({
      text,
      crosses: free || (text === '*' && at === segment.length - 1),
    }))
    return index === 0 ? signs : [{ text: ':', crosses: false }, ...signs]
  })
}

function segmentsOf(arn: string): string[] {
  const parts = arn.split(':')
  const last = parts.slice(ARN_SEGMENTS - 1)
  return [...parts.slice(0, ARN_SEGMENTS - 1), ...(last.length === 0 ? [] : [last.join(':')])]
}

/** Keeps all places in the pattern that the text may have reached, instead of going back. */
function matches(signs: readonly Sign[], text: string): boolean {
  let places = pastStars([0], signs)
  for (const character of text) {
    places = pastStars(
      places.flatMap((at) => after(at, signs[at], character)),
      signs,
    )
  }
  return places.includes(signs.length)
}

/** Adds the places behind each `*`, which may stand for nothing. */
function pastStars(places: readonly number[], signs: readonly Sign[]): readonly number[] {
  const all = new Set(places)
  for (const at of all) if (signs[at]?.text === '*') all.add(at + 1)
  return [...all]
}

/** The next places, if the text goes on with this character. */
function after(at: number, sign: Sign | undefined, character: string): readonly number[] {
  if (sign === undefined) return []
  if (sign.text !== '*' && sign.text !== '?') return sign.text === character ? [at + 1] : []
  if (character === ':' && !sign.crosses) return []
  return [sign.text === '*' ? at : at + 1]
}
