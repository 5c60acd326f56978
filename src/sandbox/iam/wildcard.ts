const ARN_SEGMENTS = 6

/** Actions are compared without regard to case. */
export function matchesAction(pattern: string, action: string): boolean {
  return matchesText(pattern.toLowerCase(), action.toLowerCase())
}

/** A wildcard stays within one of an ARN's six segments, of which the last may hold colons and slashes. */
export function matchesResource(pattern: string, resource: string): boolean {
  if (pattern === '*') return true
  const patterns = segmentsOf(pattern)
  const segments = segmentsOf(resource)
  return (
    patterns.length === segments.length &&
    patterns.every((part, index) => matchesText(part, segments[index] ?? ''))
  )
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
  return [...parts.slice(0, ARN_SEGMENTS - 1), parts.slice(ARN_SEGMENTS - 1).join(':')]
}
