import type { PlannedChange, RiskCode } from '../../core/declare/report.js'
import { clean } from '../format/text.js'

/** How a value of a plan is said: as in the file. */
export function valueText(value: unknown, path: string): string {
  if (value === null || value === undefined) return path.endsWith('.keys') ? 'not deployed' : 'nothing'
  if (path === 'cache') return value === false ? 'none' : `${String(value)} GB`
  if (Array.isArray(value))
    return value.length === 0 ? 'no keys' : value.map((one) => clean(String(one))).join(', ')
  if (typeof value !== 'object') return clean(String(value))
  // Of an entry as a whole, what decides whether and how long it caches.
  const { caching, ttl }: { readonly caching?: unknown; readonly ttl?: unknown } = value
  return clean(`settings of its own (caching ${String(caching)}, ttl ${String(ttl)})`)
}

export const RISK_WORDS: Readonly<Record<RiskCode, string>> = {
  loss: 'LOSS',
  cost: 'COST',
  'wrong-data': 'WRONG DATA',
  'turns-on': 'TURNS ON',
  managed: 'MANAGED',
}

/** `300 → 60`. */
export function turnText({ action, path, before, after }: PlannedChange, arrow: string): string {
  const [was, then] = [valueText(before, path), valueText(after, path)]
  return action === 'remove' && path !== 'cache'
    ? `${was} ${arrow} as the defaults`
    : `${was} ${arrow} ${then}`
}
