import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import { checkJson, parseJson } from '../http/json.js'
import { EVERYTHING, type IamMode, type Identity } from './identity.js'
import { partsOfRole, type Role } from './role.js'

const PREFIX = 'sandbox.'

const SESSION = z.strictObject({
  accessKeyId: z.string(),
  roleArn: z.string(),
  name: z.string(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
})

export type Session = z.infer<typeof SESSION>

/** The token says itself whose it is, so that it outlives a reset and a restart, and nobody keeps a list. */
export function tokenOf(session: Session): string {
  return PREFIX + Buffer.from(JSON.stringify(session)).toString('base64url')
}

export function secretOf(token: string): string {
  return createHash('sha256').update(`secret of ${token}`).digest('base64').slice(0, 40)
}

/** Who has these temporary credentials; undefined where the token is not one of a sandbox, or is another key's. */
export function sessionIdentity(
  { roles, iam }: { readonly roles: ReadonlyMap<string, Role>; readonly iam: IamMode },
  accessKeyId: string,
  token: string | undefined,
): Identity | undefined {
  const session = token?.startsWith(PREFIX) ? read(token.slice(PREFIX.length)) : null
  const role = session && partsOfRole(session.roleArn)
  if (!token || !session || !role || session.accessKeyId !== accessKeyId) return undefined
  if (iam === 'enforce' && !roles.has(session.roleArn)) return undefined
  return {
    accessKeyId,
    secretAccessKey: secretOf(token),
    sessionToken: token,
    accountId: role.accountId,
    principal: `assumed-role/${role.name}/${session.name}`,
    policies: roles.get(session.roleArn)?.policies ?? [EVERYTHING],
    expiresAt: session.expiresAt,
  }
}

function read(text: string): Session | null {
  const json = parseJson(Buffer.from(text, 'base64url'))
  const { value, problem } = checkJson(SESSION, json, 'token')
  return problem === null ? value : null
}
