import { isSameParameter, type KeySpec, shortKey } from '../gateway/key.js'
import { nameOfMethod } from '../gateway/method.js'
import type { MethodRecord } from '../gateway/record.js'

/**
 * The keys as the method spells their headers already, in its keys, its declarations or its mappings: a header that
 * is there in two cases makes every request fail. PURE.
 */
export function inSpellingOf(record: MethodRecord, keys: readonly KeySpec[]): readonly KeySpec[] {
  const known = [
    ...record.cacheKeyParameters,
    ...Object.keys(record.parameters),
    ...Object.keys(record.integration?.requestParameters ?? {}),
  ]
  return keys.map((key) => ({ ...key, parameter: spelledAs(known, key.parameter) }))
}

/** Says which keys were named in another case than the method has them. PURE. */
export function spellingNotes(
  record: MethodRecord,
  named: readonly KeySpec[],
  meant: readonly KeySpec[],
): readonly string[] {
  return meant.flatMap(({ parameter }, index) => {
    const said = named[index]?.parameter ?? parameter
    if (said === parameter) return []
    return `${nameOfMethod(record)} spells ${shortKey(said)} as ${shortKey(parameter)}, which stays: the case of a header does not count`
  })
}

function spelledAs(known: readonly string[], parameter: string): string {
  if (known.includes(parameter)) return parameter
  return known.find((one) => isSameParameter(one, parameter)) ?? parameter
}
