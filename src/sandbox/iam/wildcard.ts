const ARN_SEGMENTS = 6

/** Actions are compared without regard to case. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesText(pattern.toLowerCase(), action.toLowerCase())
}

/**
 * A wildcard stays within one of an ARN's six segments, of which the last may hold colons and slashes. A `*` at the
 * end of a segment goes on beyond its colon.
 */
export function matchesResource(pattern: string, resource: string): boolean {
  const signs = signsOf(pattern)
  let places = skipped([0], signs)
  for (const character of resource) {
    places = skipped(
      places.flatMap((at) => after(at, signs[at], character)),
      signs,
    )
  }
  return places.includes(signs.length)
}

interface Sign {
  readonly text: string
  /** Whether it may stand for a colon. */
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

/** With the places behind a `*`, which may stand for nothing. */
function skipped(places: readonly number[], signs: readonly Sign[]): readonly number[] {
  const all = new Set(places)
  for (const at of all) if (signs[at]?.text === '*') all.add(at + 1)
  return [...all]
}

/** Where one goes on in the pattern after this character. */
function after(at: number, sign: Sign | undefined, character: string): readonly number[] {
  if (sign === undefined) return []
  if (sign.text !== '*' && sign.text !== '?') return sign.text === character ? [at + 1] : []
  if (character === ':' && !sign.crosses) return []
  return [sign.text === '*' ? at : at + 1]
}

/** `*` stands for any characters, `?` for exactly one. Linear in practice: only the last `*` is retried. */
export function matchesText(pattern: string, text: string): boolean {
  let at = 0
  let next = 0
  let star = -1
  let resume = 0
  while (at < text.length) {
    const wanted = pattern[next]
    if (wanted === '*') {
      star = next++
      resume = at
    } else if (wanted === '?' || wanted === text[at]) {
      next++
      at++
    } else if (star >= 0) {
      next = star + 1
      at = ++resume
    } else return false
  }
  return /^\**$/.test(pattern.slice(next))
}

function segmentsOf(arn: string): string[] {
  const parts = arn.split(':')
  const last = parts.slice(ARN_SEGMENTS - 1)
  return [...parts.slice(0, ARN_SEGMENTS - 1), ...(last.length === 0 ? [] : [last.join(':')])]
}
