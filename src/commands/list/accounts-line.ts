import { isDenied } from '../../core/base/denied.js'
import type { Listed } from '../../core/list/list.js'
import { count } from '../../render/format/units.js'

const SUSPENDED = 'account-suspended'

/** `50 accounts: 47 done, 2 denied, 1 suspended`; null for a single one. PURE. */
export function accountsLine(
  { scanned, failed }: Pick<Listed, 'scanned' | 'failed'>,
  suspended: readonly string[],
): string | null {
  const done = new Set(scanned.map(({ account }) => account))
  const named = [...scanned.map(({ account }) => account), ...failed.map(({ target }) => target.account)]
  const accounts = new Set(named.filter((account) => account !== undefined && account !== null))
  for (const account of suspended) accounts.add(account)
  if (accounts.size < 2) return null
  const outcomes = Array.from(accounts, (account) => {
    const errors = failed.filter(({ target }) => target.account === account).map(({ error }) => error)
    if (suspended.includes(account) || errors.some(({ code }) => code === SUSPENDED)) return 'suspended'
    if (errors.length === 0) return 'done'
    if (done.has(account)) return 'partly done'
    return errors.every(isDenied) ? 'denied' : 'failed'
  })
  const parts = WORDS.flatMap((word) => {
    const { length } = outcomes.filter((one) => one === word)
    return length === 0 ? [] : [`${count(length)} ${word}`]
  })
  return `${count(accounts.size)} accounts: ${parts.join(', ')}`
}

const WORDS = ['done', 'partly done', 'denied', 'suspended', 'failed'] as const
