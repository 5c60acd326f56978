import type { MetricsApi, Point, SeriesQuery } from '../aws/metrics-api.js'
import type { MethodRef } from '../gateway/method.js'
import type { StageRecord } from '../gateway/record.js'
import { DEFAULTS_KEY, overrideOf } from '../gateway/settings.js'
import { ratio, sum } from './cache-metrics.js'
import type { Metrics } from './report.js'
import { isSettled, type Window } from './window.js'

/** Up to here every series is asked by itself, which is free; more go together in calls that bill each of them. */
const FEW_SERIES = 10

type MethodMetrics = NonNullable<Metrics['methods']>[number]

export interface MethodFigures {
  readonly known: readonly MethodMetrics[]
  /** Without figures so far, which may be late. */
  readonly notYet: readonly MethodRef[]
}

/** True where CloudWatch counts a method by itself: its own entry decides as a whole, else that of all methods. */
export function isDetailed(stage: Pick<StageRecord, 'settings'>, method: MethodRef): boolean {
  return (overrideOf(stage, method) ?? stage.settings[DEFAULTS_KEY])?.metrics === true
}

/**
 * Hits and misses of single methods, in their order. Nothing is asked where there are none. A method with a point
 * of either is known, as CloudWatch publishes both of a minute together.
 */
export async function readMethodMetrics(
  plane: MetricsApi,
  apiName: string,
  stage: string,
  methods: readonly MethodRef[],
  window: Window,
): Promise<MethodFigures> {
  const query = (metric: string, { method, path }: MethodRef) => ({
    metric,
    dimensions: { ApiName: apiName, Method: method, Resource: path, Stage: stage },
    statistic: 'Sum' as const,
    since: window.since,
    until: window.until,
    periodSeconds: window.periodSeconds,
  })
  const all = await readSeries(
    plane,
    methods.flatMap((one) => [query('CacheHitCount', one), query('CacheMissCount', one)]),
  )
  const pointsOf = (place: number) => [all[2 * place] ?? [], all[2 * place + 1] ?? []] as const
  const isKnown = (place: number) => isSettled(window) || pointsOf(place).some(({ length }) => length > 0)
  return {
    known: methods.flatMap(({ method, path }, place) => {
      const [hits, misses] = [sum(pointsOf(place)[0]), sum(pointsOf(place)[1])]
      return isKnown(place) ? [{ method, path, hits, misses, ratio: ratio(hits, misses) }] : []
    }),
    notYet: methods.filter((_, place) => !isKnown(place)).map(({ method, path }) => ({ method, path })),
  }
}

function readSeries(
  plane: MetricsApi,
  queries: readonly (SeriesQuery & { readonly statistic: 'Sum' })[],
): Promise<readonly (readonly Point[])[]> {
  if (queries.length > FEW_SERIES) return plane.many(queries)
  return Promise.all(queries.map((query) => plane.series(query)))
}
