import { invalidNextToken } from './failure.js'

/** Where the next page starts, as the opaque text that clients send back. */
export function pageToken(offset: number): string {
  return Buffer.from(`from ${offset}`).toString('base64url')
}

export function offsetOf(token: string | undefined): number {
  if (token === undefined) return 0
  const digits = /^from (\d+)$/.exec(Buffer.from(token, 'base64url').toString('utf8'))?.[1]
  if (digits === undefined) throw invalidNextToken()
  return Number(digits)
}
