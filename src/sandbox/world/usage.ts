import { LRUCache } from 'lru-cache'
import type { Throttle, UsagePlan, UsageQuota } from './usage-plan.js'

/** What the keys of usage plans have used. */
export interface Usage {
  /** False where the burst is spent. */
  admits(bucket: string, throttle: Throttle, now: number): boolean
  /** Counts a request; false where the plan's quota has none left. */
  count(plan: UsagePlan, keyId: string, now: number): boolean
  /** Sets what is left of the period that is now. */
  leave(plan: UsagePlan, keyId: string, remaining: number, now: number): void
  /** Used and remaining of a day in UTC; undefined where nothing was used. */
  ofDay(planId: string, keyId: string, day: string): DayUsage | undefined
}

/** Of those that were not used for longest nothing is known any more. */
const MOST_BUCKETS = 10_000
const MOST_SPENT = 100_000
/** As long as usage can be asked for. */
const MOST_DAYS = 90

export type DayUsage = readonly [used: number, remaining: number]

interface Spent {
  readonly first: number
  period: number
  used: number
  /** That UpdateUsage gave to this period, or took from it. */
  granted: number
  readonly days: Map<string, DayUsage>
}

/** With a number of entries as `max`, each world would take their room, megabytes, from its start. */
function atMost(entries: number) {
  return { maxSize: entries, sizeCalculation: () => 1 }
}

export function createUsage(): Usage {
  const buckets = new LRUCache<string, { readonly tokens: number; readonly at: number }>(atMost(MOST_BUCKETS))
  const spent = new LRUCache<string, Spent>(atMost(MOST_SPENT))

  const spentNow = ({ id, quota }: UsagePlan, keyId: string, now: number): Spent => {
    const period = quota ? periodStart(quota, now) : 0
    const name = `${id}/${keyId}`
    const known = spent.get(name) ?? { first: period, period, used: 0, granted: 0, days: new Map() }
    spent.set(name, known)
    if (known.period !== period) Object.assign(known, { period, used: 0, granted: 0 })
    return known
  }
  const note = (plan: UsagePlan, keyId: string, used: number, now: number) => {
    const own = spentNow(plan, keyId, now)
    const day = dayOf(now)
    const [oldest] = own.days.keys()
    if (!own.days.has(day) && own.days.size >= MOST_DAYS && oldest !== undefined) own.days.delete(oldest)
    own.days.set(day, [(own.days.get(day)?.[0] ?? 0) + used, Math.max(0, remainingOf(plan, own))])
  }
  return {
    admits(bucket, { burstLimit, rateLimit }, now) {
      const { tokens, at } = buckets.get(bucket) ?? { tokens: burstLimit, at: now }
      const filled = Math.min(burstLimit, tokens + ((now - at) / 1000) * rateLimit)
      buckets.set(bucket, { tokens: filled < 1 ? filled : filled - 1, at: now })
      return filled >= 1
    },
    count(plan, keyId, now) {
      const own = spentNow(plan, keyId, now)
      if (plan.quota && remainingOf(plan, own) <= 0) return false
      own.used++
      note(plan, keyId, 1, now)
      return true
    },
    leave(plan, keyId, remaining, now) {
      const own = spentNow(plan, keyId, now)
      own.granted += remaining - remainingOf(plan, own)
      note(plan, keyId, 0, now)
    },
    ofDay: (planId, keyId, day) => spent.get(`${planId}/${keyId}`)?.days.get(day),
  }
}

function remainingOf({ quota }: UsagePlan, { first, period, used, granted }: Spent): number {
  if (!quota) return 0
  return quota.limit - (period === first ? quota.offset : 0) + granted - used
}

/** Days, weeks from Sunday, and months, in UTC. */
function periodStart({ period }: UsageQuota, now: number): number {
  const date = new Date(now)
  const back = { DAY: 0, WEEK: date.getUTCDay(), MONTH: date.getUTCDate() - 1 }[period]
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate() - back)
}

export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}
