import { commandSpelling } from '../../../src/commands/session/spelling.js'
import type { Basis } from '../../../src/core/advise/readings.js'
import type { Period } from '../../../src/core/advise/traffic.js'
import type { Cluster, ClusterStatus, EffectiveMethod } from '../../../src/core/gateway/model.js'
import { BUILT_IN, type PriceTable, priceOf } from '../../../src/core/gateway/pricing.js'
import type { StatusReport } from '../../../src/core/status/report.js'

const DAY_MS = 24 * 3_600_000
const START = Date.UTC(2026, 0, 1)

export interface MethodFigures {
  readonly verb?: string
  readonly name?: string
  readonly ttl?: number
  readonly keys?: readonly string[]
  readonly cached?: boolean
  readonly hits: number
  readonly misses: number
}

export interface Given {
  readonly size?: string | null
  readonly days?: number
  /** One an hour. */
  readonly periods?: readonly Partial<Period>[]
  readonly methods?: readonly MethodFigures[]
  /** Whether the figures are those of the stage only. */
  readonly coarse?: boolean
  readonly requests?: number
  readonly after?: number
  readonly unknown?: boolean
  readonly region?: string
  readonly clusterStatus?: ClusterStatus
  readonly prices?: PriceTable
  readonly identities?: Basis['identities']
  readonly hasCanary?: boolean
}

/** A stage with the given traffic; what is not given does not matter. */
export function basis(given: Given): Basis {
  const { size = '0.5', days = 7, coarse = false } = given
  const methods = given.methods ?? []
  const periods = (given.periods ?? []).map((one, index) => ({
    at: START + index * 3_600_000,
    hits: 0,
    misses: 0,
    requests: (one.hits ?? 0) + (one.misses ?? 0),
    errors: 0,
    latencyMs: 20,
    ...one,
  }))
  const sum = (of: 'hits' | 'misses') =>
    [...methods.map((one) => one[of]), ...periods.map((one) => one[of])].reduce((a, b) => a + b, 0)
  const [hits, misses] = [sum('hits'), sum('misses')]
  const until = START + days * DAY_MS
  const figures = (value: number) => (given.unknown ? null : value)
  const region = given.region ?? 'us-east-1'
  const cluster: Cluster = {
    enabled: size !== null,
    status: size === null ? 'NOT_AVAILABLE' : (given.clusterStatus ?? 'AVAILABLE'),
    size,
  }
  const status: StatusReport = {
    account: null,
    region,
    api: { id: 'a1b2c3d4e5', name: 'pets' },
    stage: 'prod',
    cluster,
    defaults: null,
    changed: false,
    waitedMs: 0,
    methods: methods.map((one, index) => effective(one, index)),
    metrics: {
      since: new Date(START).toISOString(),
      until: new Date(until).toISOString(),
      settledUntil: new Date(until).toISOString(),
      periodSeconds: 3600,
      hits: figures(hits),
      misses: figures(misses),
      requests: figures(given.requests ?? hits + misses),
      ratio: null,
      series: [],
      methods: coarse
        ? null
        : methods.map((one, index) => ({
            method: one.verb ?? 'GET',
            path: one.name ?? `/m${index}`,
            hits: one.hits,
            misses: one.misses,
            ratio: null,
          })),
    },
    price: priceOf(cluster, region, given.prices ?? BUILT_IN),
    managedBy: null,
    canary: given.hasCanary ? { percent: 10, usesStageCache: true } : null,
    warnings: [],
  }
  return {
    status,
    traffic: {
      since: START,
      until,
      periodSeconds: 3600,
      periods,
      misses: { periodSeconds: 3600, points: periods.map(({ at, misses: value }) => ({ at, value })) },
    },
    after: given.after ?? 0,
    identities: given.identities ?? [],
    prices: given.prices ?? BUILT_IN,
    spelling: commandSpelling({}),
  }
}

function effective(
  { verb = 'GET', name, ttl = 300, keys = [], cached = true }: MethodFigures,
  index: number,
): EffectiveMethod {
  return {
    method: verb,
    path: name ?? `/m${index}`,
    caching: true,
    ttlSeconds: ttl,
    encrypted: false,
    requireAuthorization: true,
    unauthorized: 'SUCCEED_WITH_RESPONSE_HEADER',
    source: 'stage-default',
    cached,
    keys,
    pendingKeys: null,
  }
}
