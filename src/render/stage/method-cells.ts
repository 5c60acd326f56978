import type { EffectiveMethod } from '../../core/gateway/model.js'
import { type Column, fields } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'

export const KEY_COLUMNS: readonly Column<Pick<EffectiveMethod, 'keys' | 'pendingKeys'>>[] = [
  // A cell without a word is a list without one; what is not known must not look like it.
  { name: 'keys', value: ({ keys }) => (keys === null ? 'unknown' : keys.join(' ')) },
  // Empty where nothing is pending, so that the end of all keys needs a word.
  {
    name: 'pendingKeys',
    value: ({ pendingKeys }) => (pendingKeys?.length === 0 ? 'no keys' : listed(pendingKeys)),
  },
]

/** `none` for a list that is known to be empty; null if it is not known. */
export function listed(keys: readonly string[] | null): string | null {
  if (keys === null) return null
  return keys.length === 0 ? 'none' : keys.join(' ')
}

export function keysText({ keys, pendingKeys }: EffectiveMethod): string {
  const running = clean(listed(keys) ?? 'unknown')
  const pending = listed(pendingKeys)
  return pending === null ? running : `${running}  (not deployed: ${clean(pending)})`
}

export const METHOD_COLUMNS: readonly Column<EffectiveMethod>[] = [
  ...fields('method', 'path', 'cached', 'caching', 'source', 'ttlSeconds'),
  ...fields('encrypted', 'requireAuthorization', 'unauthorized'),
  ...KEY_COLUMNS,
]

/** `300 s`, `no`; with a setting that does not count now, `no (300 s)`, and `no (TTL 0)`. */
export function cachedCell({ cached, caching, ttlSeconds }: EffectiveMethod, { paint }: Style): string {
  if (cached) return paint.green(`${ttlSeconds} s`)
  if (!caching) return 'no'
  return ttlSeconds === 0 ? 'no (TTL 0)' : `no (${ttlSeconds} s)`
}
