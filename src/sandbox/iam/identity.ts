import type { PolicyDocument } from './policy.js'

/** `enforce` checks signatures and policies. */
export type IamMode = 'off' | 'enforce'

/** Whoever may sign: a user with one access key, an account itself, or a session of a role. */
export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Requests have to carry exactly this token. */
  readonly sessionToken?: string
  readonly accountId: string
  /** As the end of an ARN names it: `user/ann`, `root`, `assumed-role/reader/session`. */
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
    if (identities.has(accessKeyId))
      throw new Error(`identities: the access key ${accessKeyId} is there twice`)
    const own = { ...identity, principal: `user/${name}`, accountId: identity.accountId ?? accountId }
    identities.set(accessKeyId, own)
  }
  return identities
}

/** An account's number is an access key of its own, with which clients reach that account. */
export function accountItself(accountId: string): Identity {
  return {
    accessKeyId: accountId,
    secretAccessKey: 'test',
    principal: 'root',
    accountId,
    policies: [EVERYTHING],
  }
}
