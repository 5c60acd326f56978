const MOST_DISTINCT_VALUES = 1_000

/** The values of one metric in a minute, or in a longer period. */
export interface StatisticSet {
  sum: number
  count: number
  min: number
  max: number
  /** How often each value came, for percentiles: of at most a thousand distinct values. */
  readonly seen: Map<number, number>
}

export function newStatisticSet(): StatisticSet {
  return { sum: 0, count: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, seen: new Map() }
}

export function addTo(set: StatisticSet, value: number, times = 1): void {
  if (times <= 0) return
  set.sum += value * times
  set.count += times
  if (value < set.min) set.min = value
  if (value > set.max) set.max = value
  see(set, value, times)
}

export function mergeInto(all: StatisticSet, { sum, count, min, max, seen }: StatisticSet): void {
  all.sum += sum
  all.count += count
  if (min < all.min) all.min = min
  if (max > all.max) all.max = max
  for (const [value, times] of seen) see(all, value, times)
}

/** A set of which only the sums are known: percentiles of it are not, unless all its values are equal. */
export function summarised({ sum, count, min, max }: Omit<StatisticSet, 'seen'>): StatisticSet {
  const seen = new Map(min === max || count === 1 ? [[min, count]] : [])
  return { sum, count, min, max, seen }
}

/** A statistic by CloudWatch's name for it, such as `Sum` or `p99.9`; undefined for an unknown name. */
export function statistic(set: StatisticSet, name: string): number | undefined {
  switch (name) {
    case 'Sum':
      return set.sum
    case 'SampleCount':
      return set.count
    case 'Average':
      return set.sum / set.count
    case 'Minimum':
      return set.min
    case 'Maximum':
      return set.max
  }
  return isPercentile(name) ? percentile(set, Number(name.slice(1))) : undefined
}

export function isStatistic(name: string): boolean {
  return ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum'].includes(name) || isPercentile(name)
}

export function isPercentile(name: string): boolean {
  return /^p\d{1,3}(?:\.\d{1,10})?$/.test(name) && Number(name.slice(1)) <= 100
}

/** The smallest value that at least this percentage of the values do not exceed: the nearest rank. */
function percentile({ min, seen }: StatisticSet, percent: number): number | undefined {
  if (min < 0) return undefined
  const values = [...seen].sort(([a], [b]) => a - b)
  const total = values.reduce((sum, [, times]) => sum + times, 0)
  let below = 0
  for (const [value, times] of values) {
    below += times
    if (below * 100 >= percent * total) return value
  }
  return values.at(-1)?.[0]
}

function see({ seen }: StatisticSet, value: number, times: number): void {
  const known = seen.get(value)
  if (known !== undefined) seen.set(value, known + times)
  else if (seen.size < MOST_DISTINCT_VALUES) seen.set(value, times)
}
