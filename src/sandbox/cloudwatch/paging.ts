import { type CloudWatchFailure, invalidNextToken } from './failure.js'

/** What a token that was not given is answered with. */
type Refusal = (token: string) => CloudWatchFailure

/** The start of the next page, as the opaque text that clients send back. */
export function pageToken(offset: number): string {
  return Buffer.from(`from ${offset}`).toString('base64url')
}

export function offsetOf(token: string | undefined, refused: Refusal = () => invalidNextToken()): number {
  if (token === undefined) return 0
  const digits = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1]
  if (digits === undefined) throw refused(token)
  return Number(digits)
}

/** One page of a list, and the field that leads to the next one. */
export function pageOf<T>(all: readonly T[], token: string | undefined, size: number, refused?: Refusal) {
  const from = offsetOf(token, refused)
  const to = from + size
  return { page: all.slice(from, to), next: to < all.length ? { NextToken: pageToken(to) } : {} }
}
