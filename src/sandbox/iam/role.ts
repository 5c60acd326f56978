import type { PolicyDocument } from './policy.js'

/** A role that a seed knows. */
export interface Role {
  /** `arn:aws:iam::123456789012:role/reader`. */
  readonly arn: string
  /** The accounts, or ARNs of users and sessions, that may assume it; everybody where left out. */
  readonly trusts?: readonly string[]
  /** Has to be given when the role is assumed. */
  readonly externalId?: string
  /** Seconds; 3,600 where left out. */
  readonly maxSessionDuration?: number
  /** What its sessions may do where IAM is enforced; everything where left out. */
  readonly policies?: readonly PolicyDocument[]
}

export const ROLE_ARN = /^arn:[\w-]+:iam::(\d{12}):role\/(?:[\w+=,.@-]+\/)*([\w+=,.@-]+)$/

/** The account and the name, without its path; null for another text. */
export function partsOfRole(arn: string): { readonly accountId: string; readonly name: string } | null {
  const [, accountId, name] = ROLE_ARN.exec(arn) ?? []
  return accountId === undefined || name === undefined ? null : { accountId, name }
}

export function rolesOf(seed: readonly Role[]): Map<string, Role> {
  const roles = new Map<string, Role>()
  for (const role of seed) {
    if (!partsOfRole(role.arn)) throw new Error(`roles: ${role.arn} is not the ARN of a role`)
    if (roles.has(role.arn)) throw new Error(`roles: ${role.arn} is there twice`)
    roles.set(role.arn, role)
  }
  return roles
}
