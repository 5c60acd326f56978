import type { Spelling, Step } from '../base/spelling.js'
import { sameMethod } from '../gateway/method.js'
import type { EffectiveMethod } from '../gateway/model.js'
import type { PriceTable } from '../gateway/pricing.js'
import type { StatusReport } from '../status/report.js'
import type { IdentityKeys } from './identity-keys.js'
import type { Advice } from './report.js'
import type { Traffic } from './traffic.js'

/** Everything that advice is made of: read once, and plain data. */
export interface Basis {
  /** With its methods. */
  readonly status: StatusReport
  readonly traffic: Traffic
  /** Requests after the window, up to now: only asked for where the window has none. */
  readonly after: number
  /** The cache keys that tell callers apart. */
  readonly identities: readonly IdentityKeys[]
  readonly prices: PriceTable
  /** For sentences that name an option. */
  readonly spelling: Spelling
}

/** Advice about the stage that the basis is of. */
export type StageAdvice = Omit<Advice, 'target' | 'command' | 'pricesOf'> &
  Partial<Pick<Advice, 'pricesOf'>> & { readonly step: Step }

/** One kind of advice. PURE. */
export type Adviser = (basis: Basis) => readonly StageAdvice[]

/** Below this many requests through the cache a ratio is chance. */
export const ENOUGH = 500

/** Requests that met the cache in the window; null where that is not known. */
export function throughCache({ status: { metrics } }: Basis): number | null {
  return metrics.hits === null || metrics.misses === null ? null : metrics.hits + metrics.misses
}

/** A cached method with its own figures. */
export interface Counted {
  readonly method: EffectiveMethod
  readonly hits: number
  readonly misses: number
}

/**
 * The cached methods whose figures are known: by detailed metrics, or, where a single method is cached, those
 * of the stage.
 */
export function countedMethods({ status }: Basis): readonly Counted[] {
  const cached = (status.methods ?? []).filter((method) => method.cached)
  const { metrics } = status
  if (metrics.methods) {
    const figures = metrics.methods
    return cached.flatMap((method) => {
      const found = figures.find((one) => sameMethod(one, method))
      return found ? [{ method, hits: found.hits, misses: found.misses }] : []
    })
  }
  const [only, ...others] = cached
  if (!only || others.length > 0 || metrics.hits === null || metrics.misses === null) return []
  return [{ method: only, hits: metrics.hits, misses: metrics.misses }]
}
