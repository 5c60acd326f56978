import { number, percent, span } from '../base/quantities.js'
import { LARGEST_ENTRY_BYTES } from '../gateway/limits.js'
import { CLUSTER_SIZES, type ClusterSize, MAX_TTL_SECONDS } from '../gateway/model.js'
import { pricesOf } from '../gateway/pricing.js'
import { type Confidence, least, sureness } from './confidence.js'
import { type Adviser, type Basis, ENOUGH, type StageAdvice, throughCache } from './readings.js'
import { type Trend, trendOf } from './rule-of-thumb.js'
import { type Comparison, compared, type Part } from './trend.js'

/** A node does not give all of its memory to entries. */
const SHARE_FOR_ENTRIES = 0.5
/** Requests a second from which CPU and network may be what a smaller node lacks. */
const BUSY = 100

/**
 * AWS's rule of thumb: larger where latency, errors or misses rise while hits fall, smaller where hits rise and
 * misses do not. Capacity cannot be the reason, though, where the entries cannot have filled it.
 */
export const capacity: Adviser = (basis) => {
  const { status, traffic } = basis
  const { size } = status.cluster
  const asked = throughCache(basis)
  if (status.cluster.status !== 'AVAILABLE' || size === null || asked === null || asked < ENOUGH) return []
  const comparison = compared(traffic)
  const trend = trendOf(comparison)
  const most = largestWorkingSetGib(basis)
  if (trend.size === 'larger' && most > Number(size)) return larger(basis, size, comparison, trend)
  if (trend.slower || trend.failing) return []
  const enough = CLUSTER_SIZES.find((one) => Number(one) * SHARE_FOR_ENTRIES >= most)
  if (enough !== undefined && Number(enough) < Number(size)) return [smaller(basis, enough, most, trend)]
  const next = neighbour(size, -1)
  if (trend.size !== 'smaller' || next === undefined) return []
  const reason = `hits rose by ${percent(trend.hits)} between ${parts(comparison)} while misses did not (${percent(trend.misses)}), nor did latency and errors, with up to ${peak(basis)}: AWS's rule of thumb is a smaller cluster`
  return [resize(basis, next, reason, 'low')]
}

function neighbour(size: string, step: 1 | -1): ClusterSize | undefined {
  const sizes: readonly string[] = CLUSTER_SIZES
  return CLUSTER_SIZES[sizes.indexOf(size) + step]
}

function larger(
  basis: Basis,
  size: string,
  comparison: Comparison,
  { slower, failing }: Trend,
): readonly StageAdvice[] {
  const next = neighbour(size, 1)
  if (next === undefined) return []
  const { earlier, later } = comparison
  const signs = [
    `misses rose from ${number(earlier.misses)} to ${number(later.misses)}`,
    `hits fell from ${number(earlier.hits)} to ${number(later.hits)}`,
    ...(slower ? [`latency rose from ${ms(earlier)} to ${ms(later)}`] : []),
    ...(failing ? ['the share of errors rose'] : []),
  ]
  const reason = `between ${parts(comparison)} ${signs.join(', ')}: AWS's rule of thumb is a larger cluster`
  // Shorter TTLs or more keys look the same without the latency.
  return [resize(basis, next, reason, slower || failing ? 'medium' : 'low')]
}

function smaller(basis: Basis, size: string, mostGib: number, trend: Trend): StageAdvice {
  const { since, until } = basis.traffic
  const reason = `the entries of any TTL in ${span(until - since)} were at most ${number(Math.max(0.1, mostGib))} GiB, even if each had the largest size of 1 MiB, which is no more than half of ${size} GB; there were up to ${peak(basis)}, and capacity also sets the node's CPU and network, so watch the latency`
  const rule = trend.size === 'smaller' ? 'high' : 'medium'
  const calm = busiest(basis) > BUSY ? 'low' : 'high'
  return resize(basis, size, reason, least(rule, calm, sureness(until - since)))
}

function resize(basis: Basis, size: string, reason: string, confidence: Confidence): StageAdvice {
  const { region, cluster } = basis.status
  const clusters = [cluster, { status: 'AVAILABLE', size }] as const
  const [before, after] = pricesOf(clusters, region, basis.prices)
  const known = before.monthlyUsd !== null && after.monthlyUsd !== null
  return {
    action: 'resize',
    reason,
    step: { verb: 'resize', options: { size } },
    monthlyUsdChange: known ? Math.round(((after.monthlyUsd ?? 0) - (before.monthlyUsd ?? 0)) * 100) / 100 : null,
    pricesOf: known ? after.of : null,
    confidence,
  }
}

/** Requests a second in the busiest period. */
function busiest({ traffic: { periods, periodSeconds } }: Basis): number {
  return periods.reduce((most, { requests }) => Math.max(most, requests / periodSeconds), 0)
}

/** In the unit in which it is about something. */
function rateText(perSecond: number): string {
  if (perSecond >= 0.1) return `${number(perSecond)} requests a second`
  const hourly = perSecond * 3600
  return hourly >= 60 ? `${number(hourly / 60)} requests a minute` : `${number(hourly)} requests an hour`
}

function peak(basis: Basis): string {
  const { periodSeconds } = basis.traffic
  return `${rateText(busiest(basis))} (average of ${span(periodSeconds * 1000)})`
}

const parts = ({ weeks }: Comparison): string =>
  weeks === 1 ? 'the last two weeks' : `the last ${weeks} weeks and those before`
const ms = ({ latencyMs }: Part): string => `${number(latencyMs ?? 0)} ms`

const GIBIBYTE = 1_073_741_824

/**
 * The most that the cache can have held at once, in GiB: each entry was a miss at most one TTL ago, and none is
 * above 1 MiB. Where even that much fits a smaller cluster, capacity is not what entries are lost for. PURE.
 */
export function largestWorkingSetGib({ status, traffic }: Basis): number {
  const ttls = (status.methods ?? []).filter(({ cached }) => cached).map(({ ttlSeconds }) => ttlSeconds)
  const ttl = status.methods === null ? MAX_TTL_SECONDS : Math.max(0, ...ttls)
  const { periodSeconds, points } = traffic.misses
  // A stretch of one TTL touches one period more than it fills.
  const reach = (Math.ceil(ttl / periodSeconds) + 1) * periodSeconds * 1000
  let most = 0
  let sum = 0
  let first = 0
  for (const { at, value } of points) {
    sum += value
    for (let old = points[first]; old && old.at <= at - reach; old = points[++first]) sum -= old.value
    most = Math.max(most, sum)
  }
  return (most * LARGEST_ENTRY_BYTES) / GIBIBYTE
}
