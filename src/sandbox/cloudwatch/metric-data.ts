import type { World } from '../world/world.js'
import { validationError } from './failure.js'
import { type MetricDataQuery, metricDataInput, offsetOf, pageToken, parseInput } from './inputs.js'
import { periodMs, points } from './points.js'
import type { Window } from './series.js'
import { isStatistic, statistic } from './statistic-set.js'

const MOST_QUERIES = 500
const MOST_POINTS = 100_800

interface Values {
  readonly id: string
  readonly label: string
  readonly points: readonly { readonly atMs: number; readonly value: number }[]
}

/** GetMetricData: many metrics, in pages of at most MaxDatapoints points altogether. */
export function getMetricData(world: World, body: unknown): unknown {
  const input = parseInput(metricDataInput, body)
  const window = { startMs: input.StartTime * 1000, endMs: input.EndTime * 1000 }
  if (window.startMs >= window.endMs) {
    throw validationError('The parameter StartTime must be less than the parameter EndTime.')
  }
  checkQueries(input.MetricDataQueries)
  const { MaxDatapoints = MOST_POINTS } = input
  if (MaxDatapoints < 1 || MaxDatapoints > MOST_POINTS) {
    throw validationError(`MaxDatapoints must be from 1 to ${MOST_POINTS}.`)
  }
  const ascending = input.ScanBy === 'TimestampAscending'
  const results = input.MetricDataQueries.map((query) => ({
    query,
    values: valuesOf(world, query, window, ascending),
  }))
    .filter(({ query }) => query.ReturnData !== false)
    .map(({ values }) => values)
  return page(results, offsetOf(input.NextToken), MaxDatapoints)
}

function valuesOf(world: World, query: MetricDataQuery, window: Window, ascending: boolean): Values {
  const { Id, Label, MetricStat, Expression } = query
  if (Expression !== undefined) {
    throw validationError(`Query ${Id}: this sandbox evaluates no expressions, only MetricStat.`)
  }
  if (!MetricStat) throw validationError(`Query ${Id} must have either MetricStat or Expression.`)
  const { Metric, Period, Stat, Unit } = MetricStat
  if (!isStatistic(Stat)) {
    throw validationError(`The value ${Stat} for parameter Stat of query ${Id} is invalid.`)
  }
  const found = points(
    world,
    {
      namespace: Metric.Namespace,
      metric: Metric.MetricName,
      dimensions: (Metric.Dimensions ?? []).map(({ Name, Value }) => ({ name: Name, value: Value })),
      periodMs: periodMs(Period),
      unit: Unit,
    },
    window,
  ).map(({ atMs, set }) => ({ atMs, value: statistic(set, Stat) ?? 0 }))
  return { id: Id, label: Label ?? Metric.MetricName ?? Id, points: ascending ? found : found.reverse() }
}

function page(results: readonly Values[], from: number, limit: number): unknown {
  const total = results.reduce((sum, { points: all }) => sum + all.length, 0)
  const to = Math.min(from + limit, total)
  let start = 0
  const shown = results.flatMap((values) => {
    const first = start
    start += values.points.length
    const { id, label, points: all } = values
    const part = all.slice(Math.max(0, from - first), Math.max(0, to - first))
    // A metric without points is named once: on the first page.
    if (part.length === 0 && (all.length > 0 || from > 0)) return []
    return {
      Id: id,
      Label: label,
      Timestamps: part.map(({ atMs }) => atMs / 1000),
      Values: part.map(({ value }) => value),
      StatusCode: all.length === 0 || to >= start ? 'Complete' : 'PartialData',
    }
  })
  return { MetricDataResults: shown, Messages: [], ...(to < total ? { NextToken: pageToken(to) } : {}) }
}

function checkQueries(queries: readonly MetricDataQuery[]): void {
  if (queries.length === 0 || queries.length > MOST_QUERIES) {
    throw validationError(`MetricDataQueries must have between 1 and ${MOST_QUERIES} members.`)
  }
  const ids = queries.map(({ Id }) => Id)
  const wrong = ids.find((id) => !/^[a-z][a-zA-Z0-9_]*$/.test(id))
  if (wrong !== undefined) throw validationError(`The value ${wrong} for parameter Id is invalid.`)
  const twice = ids.find((id, place) => ids.indexOf(id) < place)
  if (twice !== undefined) throw validationError(`The Id ${twice} is used more than once.`)
}
