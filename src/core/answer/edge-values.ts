/** Names under which something in front of a cache writes a value of its own into each answer. */
const NAMES =
  '(?:csp|script|style)?[-_]?nonce|(?:csrf|xsrf|authenticity)[-_]?token|csrf|xsrf|(?:[a-z]{1,20}[-_.]?)?(?:request|correlation|trace|span|ray|edge|cf)[-_]?id|traceparent'
const VALUE = String.raw`"(?:[^"\\]|\\.){0,300}"|'[^']{0,300}'|[^\s"'<>,;{}]{1,300}`
const ADDED = new RegExp(String.raw`(?<![\w-])(${NAMES})(["']?\s{0,3}[:=]\s{0,3})(?:${VALUE})`, 'gi')
const IS_ADDED = new RegExp(`(?:^|[:."])(?:${NAMES})"?$`, 'i')

/** Removes from a body what may have been added to a stored answer: nonces, and ids of requests. PURE. */
export function withoutEdgeValues(body: string): string {
  return body.replace(ADDED, '$1$2')
}

/** True for the source of such a value. PURE. */
export function isEdgeValue(source: string): boolean {
  return IS_ADDED.test(source)
}
