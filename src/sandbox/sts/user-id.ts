import { createHash } from 'node:crypto'
import type { Caller } from '../iam/authorization.js'

const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const ASSUMED = /^assumed-role\/([^/]+)\/(.+)$/

/** Of a session the role's id and the session's name, of a user its access key. */
export function userId({ accessKeyId, accountId, principal }: Omit<Caller, 'arn' | 'policies'>): string {
  const [, role, session] = ASSUMED.exec(principal) ?? []
  return role === undefined ? accessKeyId : `${roleId(accountId, role)}:${session}`
}

/** The same for the same role, as if it had been made only once. */
function roleId(accountId: string, role: string): string {
  const bytes = createHash('sha256').update(`${accountId}/${role}`).digest().subarray(0, 17)
  return `AROA${[...bytes].map((byte) => BASE_32.charAt(byte % 32)).join('')}`
}

/** A new access key of temporary credentials. */
export function temporaryKey(random: () => number): string {
  return `ASIA${Array.from({ length: 16 }, () => BASE_32.charAt(Math.floor(random() * 32))).join('')}`
}
