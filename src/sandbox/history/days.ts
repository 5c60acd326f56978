import { type Counts, countsOf, MINUTES_A_DAY, type Traffic } from './traffic.js'

/** About fifty megabytes. */
const MOST_DAYS = 4_000

/** The counts of whole days, made when they are asked for. */
export interface PastDays {
  /** A number for what has this traffic, by which its days are kept. */
  enter(traffic: Traffic): number
  of(entered: number, day: number): Counts
}

/** Keeps only the days that were asked for last, so that a large fleet's history needs no more memory than a small one's. */
export function createPastDays(most = MOST_DAYS): PastDays {
  const traffics: Traffic[] = []
  const kept = new Map<string, Counts>()
  return {
    enter: (traffic) => traffics.push(traffic) - 1,
    of: (entered, day) => {
      const key = `${entered}/${day}`
      const known = kept.get(key)
      if (known) kept.delete(key)
      const traffic = traffics[entered]
      if (!traffic) throw new Error('days of traffic that was not entered')
      const counts = known ?? countsOf(traffic, day * MINUTES_A_DAY, MINUTES_A_DAY)
      kept.set(key, counts)
      const [oldest] = kept.keys()
      if (kept.size > most && oldest !== undefined) kept.delete(oldest)
      return counts
    },
  }
}
