/** `off`, the limits that AWS documents for one account, or so many requests a second in all. */
export type QuotaMode = 'off' | 'aws' | number

interface Limit {
  readonly perSecond: number
  readonly burst: number
}

/** A token bucket without a timer: the tokens that were left at a moment. */
interface Bucket {
  readonly tokens: number
  readonly at: number
}

const AWS_ACCOUNT: Limit = { perSecond: 10, burst: 40 }
const AWS_OPERATIONS: Readonly<Record<string, Limit>> = {
  GetResources: { perSecond: 2.5, burst: 5 },
  CreateDeployment: { perSecond: 1 / 5, burst: 1 },
  CreateResource: { perSecond: 5, burst: 5 },
  DeleteResource: { perSecond: 5, burst: 5 },
  CreateRestApi: { perSecond: 1 / 3, burst: 1 },
  DeleteRestApi: { perSecond: 1 / 30, burst: 1 },
}

export interface Quota {
  /** Takes a token for the operation; false where it is throttled. */
  admit(operation: string, now: number): boolean
}

export function createQuota(mode: QuotaMode): Quota {
  const buckets = new Map<string, Bucket>()
  return {
    admit(operation, now) {
      const filled = limitsOf(mode, operation).map(
        ([name, limit]) => [name, tokensAt(buckets.get(name), limit, now)] as const,
      )
      if (filled.some(([, tokens]) => tokens < 1)) return false
      for (const [name, tokens] of filled) buckets.set(name, { tokens: tokens - 1, at: now })
      return true
    },
  }
}

function limitsOf(mode: QuotaMode, operation: string): readonly (readonly [string, Limit])[] {
  if (mode === 'off') return []
  if (mode !== 'aws') return [['', { perSecond: mode, burst: Math.max(1, mode) }]]
  const own = AWS_OPERATIONS[operation]
  return [['', AWS_ACCOUNT], ...(own ? [[operation, own] as const] : [])]
}

function tokensAt(bucket: Bucket | undefined, { perSecond, burst }: Limit, now: number): number {
  if (!bucket) return burst
  const refilled = bucket.tokens + ((now - bucket.at) / 1000) * perSecond
  // Thirty refills of a thirtieth must be a whole token in spite of binary fractions.
  return Math.min(burst, Math.round(refilled * 1e6) / 1e6)
}
