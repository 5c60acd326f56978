import { ApigwCacheError } from '../base/errors.js'
import { pathFits } from './path-pattern.js'
import type { Finding } from './rule.js'
import { ruleOf } from './rules.js'

/** A finding that somebody has decided to live with. */
export interface Suppression {
  readonly rule: string
  /** Left out: every method. */
  readonly method?: string | undefined
  /** Of a resource, or a pattern such as `/internal/**`; left out: the stage and every path. */
  readonly path?: string | undefined
  readonly reason: string
  /** The last day, UTC, on which it counts, as in `2027-01-31`. */
  readonly until?: string | undefined
}

const ON_COMMAND_LINE = 'ignored on the command line'

/** `RULE` or `RULE@METHOD PATH`. Errors: `usage`. */
export function parseIgnore(text: string): Suppression {
  const at = text.indexOf('@')
  const rule = ruleOf(at < 0 ? text : text.slice(0, at), '--ignore').id
  if (at < 0) return { rule, reason: ON_COMMAND_LINE }
  const [, method = '', path = ''] = /^([A-Za-z]+)\s+(\/\S*)$/.exec(text.slice(at + 1).trim()) ?? []
  if (path !== '') return { rule, method: method.toUpperCase(), path, reason: ON_COMMAND_LINE }
  throw new ApigwCacheError('usage', 'ignore-syntax', `--ignore is "${text}"`, {
    hint: `--ignore ${rule}, or --ignore '${rule}@GET /pets/{id}'`,
  })
}

/** Why a finding does not count; null where it does. The first that fits tells. PURE. */
export function suppressedBy(
  suppressions: readonly Suppression[],
  rule: string,
  finding: Pick<Finding, 'method' | 'path'>,
): string | null {
  return suppressions.find((one) => one.rule === rule && fits(one, finding))?.reason ?? null
}

/** Those that still count, and those whose last day is over. PURE. */
export function stillValid(
  suppressions: readonly Suppression[],
  now: number,
): { readonly valid: readonly Suppression[]; readonly expired: readonly Suppression[] } {
  const today = new Date(now).toISOString().slice(0, 10)
  const isValid = ({ until }: Suppression) => until === undefined || until >= today
  return {
    valid: suppressions.filter(isValid),
    expired: suppressions.filter((one) => !isValid(one)),
  }
}

function fits(suppression: Suppression, { method, path }: Pick<Finding, 'method' | 'path'>): boolean {
  if (suppression.method !== undefined && suppression.method.toUpperCase() !== method) return false
  return suppression.path === undefined || (path !== null && pathFits(suppression.path, path))
}
