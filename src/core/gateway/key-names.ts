/** `method.request.path.id` → `path.id`; `integration.request.header.X` → `integration.header.X`. */
export function shortKey(parameter: string): string {
  return parameter.replace(/^method\.request\./, '').replace(/^integration\.request\./, 'integration.')
}

/** Whether both are the same keys, in whatever order. */
export function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key) => b.includes(key))
}
