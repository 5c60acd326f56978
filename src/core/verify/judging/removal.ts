import type { HttpRequest } from '../../base/http.js'
import type { Spelling } from '../../base/spelling.js'
import type { Target } from '../../gateway/model.js'
import type { Known } from '../evidence.js'

/** The request whose entry is to go, and the stage that has it. */
export interface Removal {
  readonly method: string
  /** Below the stage, with the query; null where the URL is not known to be a stage's. */
  readonly inside: string | null
  readonly headers: HttpRequest['headers']
  readonly known: Known | null
  readonly spelling: Spelling
  /** Null where no stage is known. */
  readonly target: Target | null
}

/**
 * Removes one entry by the same path and key headers, or by a flush where nobody may invalidate. Values of headers
 * are not repeated, they may be secret. PURE.
 */
export function removalOf({ method, inside, headers, known, spelling: { step }, target }: Removal): string {
  if (inside === null || target === null) return 'purge it in the cache that answered'
  const flush = step({ verb: 'flush', target })
  if (!known || (known.requireAuthorization && !known.signed)) return flush
  const keyed = headers.filter(([name]) =>
    known.keys?.some((key) => key.toLowerCase() === `header.${name.toLowerCase()}`),
  )
  const options = {
    ...(method === 'GET' ? {} : { method }),
    headers: keyed.map(([name]) => `${name}: <as sent>`),
  }
  return `${step({ verb: 'invalidate', words: [inside], options, target })}, or ${flush}`
}
