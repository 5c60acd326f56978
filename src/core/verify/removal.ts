import type { HttpRequest } from '../answer/exchange.js'
import type { Known } from './evidence.js'

/** The request whose entry is to go, and the stage that has it. */
export interface Removal {
  readonly method: string
  /** Below the stage, with the query; null where the URL is not known to be a stage's. */
  readonly inside: string | null
  readonly headers: HttpRequest['headers']
  readonly known: Known | null
  /** `--api … --stage …`. */
  readonly flags: string
}

/**
 * The command that removes one entry: the same path and key headers, or a flush where nobody may invalidate.
 * Values of headers are not repeated, they may be secret. PURE.
 */
export function removalOf({ method, inside, headers, known, flags }: Removal): string {
  if (inside === null || flags === '') return 'purge it in the cache that answered'
  const flush = `apigw-cache flush ${flags}`
  if (!known || (known.requireAuthorization && !known.signed)) return flush
  const keyed = headers.filter(([name]) =>
    known.keys?.some((key) => key.toLowerCase() === `header.${name.toLowerCase()}`),
  )
  const sent = keyed.map(([name]) => ` --header '${name}: <as sent>'`).join('')
  const verb = method === 'GET' ? '' : ` --method ${method}`
  return `apigw-cache invalidate ${quoted(inside)}${verb}${sent} ${flags}, or ${flush}`
}

function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`
}
