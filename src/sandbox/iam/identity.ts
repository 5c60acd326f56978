import type { PolicyDocument } from './policy.js'

/** `enforce` checks signatures and policies. */
export type IamMode = 'off' | 'enforce'

/** Whoever may sign: a user with one access key, or a session of a role. */
export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Requests have to carry exactly this token. */
  readonly sessionToken?: string
  readonly accountId: string
  /** As the end of an ARN names it: `user/ann`, `assumed-role/reader/session`. */
  readonly principal: string
  readonly policies: readonly PolicyDocument[]
  /** Epoch milliseconds; only of temporary credentials. */
  readonly expiresAt?: number
}

export type SeedIdentity = Omit<Identity, 'accountId' | 'principal' | 'expiresAt'> & {
  readonly name: string
  /** The sandbox's account where left out. */
  readonly accountId?: string
}

export const EVERYTHING: PolicyDocument = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

/** By access key: the seed's identities, and `test`, who may do everything. */
export function identitiesOf(seed: readonly SeedIdentity[], accountId: string): Map<string, Identity> {
  const test: Identity = {
    accessKeyId: 'test',
    secretAccessKey: 'test',
    principal: 'user/test',
    accountId,
    policies: [EVERYTHING],
  }
  const identities = new Map([[test.accessKeyId, test]])
  for (const { name, ...identity } of seed) {
    const { accessKeyId } = identity
    if (identities.has(accessKeyId)) throw new Error(`identities: the access key ${accessKeyId} is there twice`)
    const own = { ...identity, principal: `user/${name}`, accountId: identity.accountId ?? accountId }
    identities.set(accessKeyId, own)
  }
  return identities
}

/** An account's number is the access key of a user of that account, so that clients reach it. */
export function userOfAccount(accountId: string): Identity {
  return {
    accessKeyId: accountId,
    secretAccessKey: 'test',
    principal: `user/${accountId}`,
    accountId,
    policies: [EVERYTHING],
  }
}
