/** The HTTP verbs of a REST API; besides them a method can be ANY. */
export const VERBS: readonly string[] = ['GET', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']

/** The verbs and ANY. */
export const METHOD_NAMES: readonly string[] = [...VERBS, 'ANY']

const SAFE_VERBS = new Set(['GET', 'HEAD', 'OPTIONS'])

/** True if HTTP promises that a request with this verb changes nothing (RFC 9110, safe methods). */
export function isSafeVerb(verb: string): boolean {
  return SAFE_VERBS.has(verb)
}

export interface MethodRef {
  readonly method: string
  /** Resource path: `/pets/{id}`. */
  readonly path: string
}

export function sameMethod(a: MethodRef, b: MethodRef): boolean {
  return a.method === b.method && a.path === b.path
}

/** Finds the method that answers a verb: the resource's exact one before ANY. */
export function servingMethod<T extends MethodRef>(methods: readonly T[], { method, path }: MethodRef): T | null {
  const there = methods.filter((one) => one.path === path)
  return there.find((one) => one.method === method) ?? there.find((one) => one.method === 'ANY') ?? null
}

/** Lists the parameters of a resource path: `/a/{id}/{proxy+}` → id, proxy. */
export function pathParameters(path: string): string[] {
  return [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name = '']) => name)
}

/** A path to ask for, as parameters have no values that are known. */
export function samplePath(path: string): string {
  return path.replace(/\{[^}]*\}/g, '1')
}

/** Sorts by path, then by verb, like every list of methods. */
export function byPath(a: MethodRef, b: MethodRef): number {
  return compareText(a.path, b.path) || compareText(a.method, b.method)
}

/** Compares code units, independent of the machine's language. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

export function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort(compareText)
}

export function nameOfMethod({ method, path }: MethodRef): string {
  return `${method} ${path}`
}
