import { invalidNextToken } from './failure.js'

/** The start of the next page, as the opaque text that clients send back. */
export function pageToken(offset: number): string {
  return Buffer.from(`from ${offset}`).toString('base64url')
}

export function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0
  const digits = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1]
  if (digits === undefined) throw invalidNextToken()
  return Number(digits)
}

/** One page of a list, and the field that leads to the next one. */
export function pageOf<T>(all: readonly T[], token: string | undefined, size: number) {
  const from = offsetOf(token)
  const to = from + size
  return { page: all.slice(from, to), next: to < all.length ? { NextToken: pageToken(to) } : {} }
}
