const MOST_DISTINCT_VALUES = 1_000

/** What is known of the values of one metric in one minute, or in a period of several. */
export interface Tally {
  sum: number
  count: number
  min: number
  max: number
  /** How often each value came, for percentiles. Values past the thousandth distinct one are not in it. */
  readonly seen: Map<number, number>
}

export function newTally(): Tally {
  return { sum: 0, count: 0, min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY, seen: new Map() }
}

export function addTo(tally: Tally, value: number, times = 1): void {
  if (times <= 0) return
  tally.sum += value * times
  tally.count += times
  if (value < tally.min) tally.min = value
  if (value > tally.max) tally.max = value
  see(tally, value, times)
}

export function mergeInto(all: Tally, { sum, count, min, max, seen }: Tally): void {
  all.sum += sum
  all.count += count
  if (min < all.min) all.min = min
  if (max > all.max) all.max = max
  for (const [value, times] of seen) see(all, value, times)
}

/** A statistic by CloudWatch's name for it, `p95` and `p99.9` included; undefined for a name that is none. */
export function statistic(tally: Tally, name: string): number | undefined {
  switch (name) {
    case 'Sum':
      return tally.sum
    case 'SampleCount':
      return tally.count
    case 'Average':
      return tally.sum / tally.count
    case 'Minimum':
      return tally.min
    case 'Maximum':
      return tally.max
  }
  return isPercentile(name) ? percentile(tally, Number(name.slice(1))) : undefined
}

export function isStatistic(name: string): boolean {
  return ['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum'].includes(name) || isPercentile(name)
}

export function isPercentile(name: string): boolean {
  return /^p\d{1,3}(?:\.\d{1,10})?$/.test(name) && Number(name.slice(1)) <= 100
}

/** The smallest value that at least this percentage of the values do not exceed. */
function percentile({ seen }: Tally, percent: number): number | undefined {
  const values = [...seen].sort(([a], [b]) => a - b)
  const total = values.reduce((sum, [, times]) => sum + times, 0)
  let below = 0
  for (const [value, times] of values) {
    below += times
    if (below * 100 >= percent * total) return value
  }
  return values.at(-1)?.[0]
}

function see({ seen }: Tally, value: number, times: number): void {
  const known = seen.get(value)
  if (known !== undefined) seen.set(value, known + times)
  else if (seen.size < MOST_DISTINCT_VALUES) seen.set(value, times)
}
