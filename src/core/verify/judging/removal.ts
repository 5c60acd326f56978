import type { HttpRequest } from '../../base/http.js'
import type { Spelling } from '../../base/spelling.js'
import { hasKey } from '../../gateway/key.js'
import type { Target } from '../../gateway/model.js'
import { hasHidden } from '../../request/shown-url.js'
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
 * Removes one entry by the same request, or by a flush where nobody may invalidate and where headers are in the
 * key: their values may be secret, and are not repeated. Words, if any, and then a command on a line of its own.
 * PURE.
 */
export function removalOf({ method, inside, headers, known, spelling: { step }, target }: Removal): string {
  if (inside === null || target === null) return 'purge it in the cache that answered'
  const flush = step({ verb: 'flush', target })
  if (!known || (known.requireAuthorization && !known.signed)) return `\n${flush}`
  const keyed = headers.filter(([name]) => hasKey(known.keys, `header.${name}`))
  const hidden = [...keyed.map(([name]) => name), ...(hasHidden(inside) ? ['URL'] : [])]
  if (hidden.length > 0) return `invalidate it with the same ${hidden.join(', ')}, or flush\n${flush}`
  const options = method === 'GET' ? {} : { method }
  return `\n${step({ verb: 'invalidate', words: [inside], options, target })}`
}
