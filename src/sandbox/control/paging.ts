import { badRequest } from '../http/errors.js'
import type { Call } from './operation.js'

const DEFAULT_LIMIT = 25
const MAX_LIMIT = 500

/** One page of a collection. Its position names the last item of the page before. */
export function page<T, Shown>(
  items: readonly T[],
  keyOf: (item: T) => string,
  view: (item: T) => Shown,
  { query, pageSize }: Call,
): { readonly item: readonly Shown[]; readonly position?: string } {
  const position = query.get('position')
  const start = position === null ? 0 : items.findIndex((item) => keyOf(item) === decode(position)) + 1
  if (position !== null && start === 0) throw badRequest('Invalid position parameter specified')
  const end = start + Math.min(limitOf(query), pageSize)
  const served = items.slice(start, end)
  const last = served.at(-1)
  return {
    item: served.map(view),
    ...(last !== undefined && end < items.length ? { position: encode(keyOf(last)) } : {}),
  }
}

function limitOf(query: URLSearchParams): number {
  const text = query.get('limit')
  if (text === null) return DEFAULT_LIMIT
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1) throw badRequest('Invalid limit parameter specified')
  return Math.min(limit, MAX_LIMIT)
}

const encode = (key: string): string => Buffer.from(key).toString('base64url')
const decode = (position: string): string => Buffer.from(position, 'base64url').toString()
