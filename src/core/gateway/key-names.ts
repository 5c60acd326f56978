/** `method.request.path.id` → `path.id`; `integration.request.header.X` → `integration.header.X`. */
export function shortKey(parameter: string): string {
  return parameter.replace(/^method\.request\./, '').replace(/^integration\.request\./, 'integration.')
}
