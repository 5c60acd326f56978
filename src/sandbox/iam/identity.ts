import type { PolicyDocument } from './policy.js'

/** `enforce` checks signatures and policies. */
export type IamMode = 'off' | 'enforce'

/** A user with one access key and identity-based policies. */
export interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  /** Requests have to carry exactly this token. */
  readonly sessionToken?: string
  readonly name: string
  readonly accountId: string
  readonly policies: readonly PolicyDocument[]
}

export type SeedIdentity = Omit<Identity, 'accountId'> & {
  /** The sandbox's account where left out. */
  readonly accountId?: string
}

const EVERYTHING: PolicyDocument = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }

/** By access key: the seed's identities, and `test`, who may do everything. */
export function identitiesOf(seed: readonly SeedIdentity[], accountId: string): Map<string, Identity> {
  const test: Identity = {
    accessKeyId: 'test',
    secretAccessKey: 'test',
    name: 'test',
    accountId,
    policies: [EVERYTHING],
  }
  const identities = new Map([[test.accessKeyId, test]])
  for (const identity of seed) {
    const { accessKeyId } = identity
    if (identities.has(accessKeyId))
      throw new Error(`identities: the access key ${accessKeyId} is there twice`)
    identities.set(accessKeyId, { ...identity, accountId: identity.accountId ?? accountId })
  }
  return identities
}
