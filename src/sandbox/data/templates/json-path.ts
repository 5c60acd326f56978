import { JSONPath } from 'jsonpath-plus'

/** Several values, or none, are a list. */
const INDEFINITE = /\.\.|\*|\[\s*\?|\[[^\]'"]*[,:]|\['[^\]]*','/

// Their time would have no bound.
const CALL_OR_PATTERN = /\w\s*\(|[/`]/

/** What `$.a[0].b` finds in a parsed document; undefined where it finds nothing. */
export function findIn(document: unknown, path: string): unknown {
  const whole = path.startsWith('$') ? path : path.startsWith('[') ? `$${path}` : `$.${path}`
  if (whole === '$') return document
  if (typeof document !== 'object' || document === null) return undefined
  if (whole.includes('?') && CALL_OR_PATTERN.test(whole)) {
    throw new Error(`a function or a pattern in the filter of ${JSON.stringify(path)}`)
  }
  const found: unknown[] = JSONPath({ path: whole, json: document, wrap: true, eval: 'safe' })
  return INDEFINITE.test(whole) ? found : found[0]
}
