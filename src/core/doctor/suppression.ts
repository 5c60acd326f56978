import { pathFits } from './path-pattern.js'
import type { Finding } from './rule.js'

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
