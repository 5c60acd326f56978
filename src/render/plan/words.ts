import type { PlannedChange, RiskCode } from '../../core/declare/report.js'
import { clean } from '../format/text.js'

/** As in the file, where the defaults of a stage are its settings. */
export function pathText(path: string): string {
  return clean(path.replace(/^defaults\./, 'settings.'))
}

/** What is not itself deployed waits for what has to be deployed before it. */
export function blockedText({ path, blocked }: PlannedChange): string {
  const isKey = path.endsWith('.keys')
  return clean(
    blocked === 'waits for a deployment' && !isKey ? 'waits for the deployment of its keys' : (blocked ?? ''),
  )
}

/** How a value of a plan is said: as in the file. */
export function valueText(value: unknown, path: string): string {
  if (value === null || value === undefined) return path.endsWith('.keys') ? 'not deployed' : 'nothing'
  if (path === 'cache') return value === false ? 'none' : `${String(value)} GB`
  if (Array.isArray(value)) return value.length === 0 ? 'no keys' : value.map((one) => clean(String(one))).join(', ')
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
  return action === 'remove' && path !== 'cache' ? `${was} ${arrow} as the defaults` : `${was} ${arrow} ${then}`
}
