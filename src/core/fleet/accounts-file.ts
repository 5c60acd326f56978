import { ApigwCacheError } from '../base/errors.js'
import { field, isRecord } from '../base/json.js'
import { type Account, accountOfRole, parseRole } from './accounts.js'
import { csvRows, jsonLines, type Line } from './lines.js'
import { isRegion, notRegion } from './regions.js'

/**
 * Reads a list of accounts, as JSON lines or as CSV with a head: `account`, `role`, `externalId`, `regions` (a list,
 * or names with spaces or semicolons between), `status`. Errors: `usage`, with file and line.
 */
export function parseAccounts(name: string, text: string): readonly Account[] {
  const lines = /^\s*[{[]/.test(text) ? jsonLines(name, text) : csvRows(name, text)
  const accounts = lines.map((line) => accountOf(line))
  if (accounts.length > 0) return accounts
  throw new ApigwCacheError('usage', 'accounts-file', `${name} has no account`)
}

function accountOf({ place, value }: Line): Account {
  const wrong = (what: string) => new ApigwCacheError('usage', 'accounts-file', `${place}: ${what}`)
  if (!isRecord(value)) throw wrong('not an account')
  const text = (key: string): string | null => {
    const found = field(value, key)
    if (found === undefined || found === null || found === '') return null
    if (typeof found === 'string') return found.trim()
    throw wrong(
      key === 'account' ? 'the account is a number, which loses leading zeros: quote it' : `${key} is no text`,
    )
  }
  const role = text('role')
  try {
    if (role !== null) parseRole(role)
  } catch {
    throw wrong(`"${role}" is not the ARN of a role`)
  }
  const id = text('account') ?? (role === null ? null : accountOfRole(role))
  if (id === null) throw wrong('there is no account')
  if (!/^\d{12}$/.test(id)) throw wrong(`"${id}" is not an account of twelve digits`)
  const regions = regionsOf(field(value, 'regions'))
  const unknown = regions?.find((region) => region !== 'all' && !isRegion(region))
  if (unknown !== undefined) throw wrong(notRegion(unknown))
  const isSuspended = /^(suspended|closed|pending_closure)$/i.test(text('status') ?? '')
  return {
    id,
    role: role?.replace('{account}', id) ?? null,
    externalId: text('externalId'),
    regions,
    isSuspended,
  }
}

function regionsOf(value: unknown): readonly string[] | null {
  const names = Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value.split(/[\s;,|]+/) : []
  const given = names.filter((name) => name !== '')
  return given.length > 0 ? given : null
}
