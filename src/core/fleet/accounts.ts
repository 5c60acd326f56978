import { ApigwCacheError } from '../base/errors.js'

/** An account, and how to get into it. */
export interface Account {
  /** Null where only the credentials know. */
  readonly id: string | null
  /** ARN; null for the credentials as they are. */
  readonly role: string | null
  readonly externalId: string | null
  /** Null for those that all accounts have in common. */
  readonly regions: readonly string[] | null
  /** No longer in use: nothing in it answers. */
  readonly isSuspended: boolean
}

const ROLE_ARN = /^arn:[\w-]+:iam::(\d{12}):role\/[\w+=,.@/-]+$/
const PLACEHOLDER = '{account}'

/** Reads the ARN of a role, in which `{account}` may stand for the account. Errors: `usage`. */
export function parseRole(text: string): string {
  if (ROLE_ARN.test(text.replace(PLACEHOLDER, '123456789012'))) return text
  throw new ApigwCacheError('usage', 'role', `"${text}" is not the ARN of a role`, {
    hint: 'such as arn:aws:iam::123456789012:role/reader, or with {account} for the number',
  })
}

/** The accounts of a file with the roles that were given, or those of the roles. Errors: `usage`. PURE. */
export function accountsOf(
  listed: readonly Account[] | null,
  roles: readonly string[],
  externalId: string | null,
): readonly Account[] {
  if (listed === null) {
    const template = roles.find(isTemplate)
    if (template !== undefined) {
      throw new ApigwCacheError('usage', 'role-without-accounts', `"${template}" says nothing without accounts`)
    }
    const named = roles.map((role) => ({ ...ITSELF, id: accountOfRole(role), role, externalId }))
    return named.length > 0 ? named : [ITSELF]
  }
  const [template, ...others] = roles
  const wrong = others[0] ?? roles.find((role) => !isTemplate(role))
  if (wrong !== undefined) {
    throw new ApigwCacheError('usage', 'role-of-one-account', `"${wrong}" is the role of one account only`)
  }
  return listed.map((one) => {
    const role = one.role ?? (one.id === null ? null : (template?.replace(PLACEHOLDER, one.id) ?? null))
    return { ...one, role, externalId: one.externalId ?? (role === null ? null : externalId) }
  })
}

/** The account of the credentials. */
export const ITSELF: Account = { id: null, role: null, externalId: null, regions: null, isSuspended: false }

/** True where the role stands for one in each account. */
export function isTemplate(role: string): boolean {
  return role.includes(PLACEHOLDER)
}

export function accountOfRole(arn: string): string | null {
  return ROLE_ARN.exec(arn)?.[1] ?? null
}
