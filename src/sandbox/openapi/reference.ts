import { unescapeToken } from '../http/json.js'
import { percentDecode } from '../http/query.js'

/** A member of a JSON object; undefined for a missing member and for other values. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined
}

/** Follows `$ref` within the document; undefined where it leads nowhere, as that of a model may. */
export function resolved(document: unknown, value: unknown): unknown {
  let at = value
  for (let steps = 0; steps < 10; steps++) {
    const reference = member(at, '$ref')
    if (typeof reference !== 'string') return at
    at = pointed(document, reference)
  }
  return undefined
}

export function pointed(document: unknown, reference: string): unknown {
  if (!reference.startsWith('#/')) return undefined
  return reference
    .slice(2)
    .split('/')
    .map((part) => unescapeToken(percentDecode(part)))
    .reduce<unknown>(member, document)
}
