import { type CloudWatchFailure, notEmulated, validationError } from '../failure.js'
import { type MetricRef, periodMs, points, type Reader, roundedStart } from '../points.js'
import type { Window } from '../series.js'
import type { MetricDataQuery } from '../shapes/parts.js'
import { isStatistic, statistic } from '../statistic-set.js'
import { evaluate, type Scope } from './evaluate.js'
import { defaultLabels, refOf, searchLabels } from './labels.js'
import { parseExpression } from './parser.js'
import { parseSearch } from './search.js'
import { isArray, type TimeSeries, type Value } from './series.js'
import { ExpressionError } from './syntax.js'

const MOST_QUERIES = 500
const MOST_FOUND = 500
/** So many times can be filled in one request. */
const MOST_TIMES = 1_000_000
const DEFAULT_PERIOD_MS = 300_000

/** The values of the queries of one request. */
export interface Evaluation {
  valueOf(query: MetricDataQuery): Value
  /** Those that the metric of the query has, where it names none. */
  unitsOf(query: MetricDataQuery): readonly string[]
  readonly labels: ReadonlyMap<string, string>
}

export interface Evaluated {
  readonly reader: Reader
  readonly queries: readonly MetricDataQuery[]
  readonly window: Window
  readonly accountId: string
  /** The metrics that SEARCH looks through. */
  readonly metrics: () => Iterable<MetricRef>
}

/** Throws CloudWatch's complaint about queries that are wrong, also while they are evaluated. */
export function evaluation(given: Evaluated): Evaluation {
  const { reader, queries, window } = given
  checkQueries(queries, given.accountId)
  const byId = new Map(queries.map((query) => [query.Id, query]))
  const labels = defaultLabels(queries)
  const values = new Map<string, Value>()
  const open = new Set<string>()
  let left = MOST_TIMES

  const times = (period: number) => {
    const start = roundedStart(window.startMs, period, reader.nowMs)
    const count = Math.max(0, Math.ceil((Math.min(window.endMs, reader.nowMs) - start) / period))
    left -= count
    if (left < 0) throw new ExpressionError('There are too many times to fill')
    return Array.from({ length: count }, (_, index) => start + index * period)
  }
  const named = (id: string): Value => {
    const query = byId.get(id)
    if (!query) throw new ExpressionError(`Undefined variable name '${id}'`)
    const known = values.get(id)
    if (known !== undefined) return known
    if (open.has(id)) throw new ExpressionError(`The expression refers to itself through '${id}'`)
    open.add(id)
    const value = query.MetricStat
      ? metricSeries(reader, query, window, labels.get(id) ?? id)
      : evaluate(parseExpression(query.Expression ?? ''), scopeOf(query))
    open.delete(id)
    values.set(id, value)
    return value
  }
  const metricsOf = () => queries.filter(({ MetricStat }) => MetricStat)
  const longestMs = Math.max(0, ...metricsOf().map(({ MetricStat }) => (MetricStat?.Period ?? 0) * 1000))
  const scopeOf = ({ Period }: MetricDataQuery): Scope => ({
    named,
    metrics: (part) =>
      metricsOf()
        .filter(({ Id }) => Id.includes(part))
        .flatMap(({ Id }) => named(Id))
        .filter((value) => typeof value !== 'number'),
    periodOf: (id) => {
      const { MetricStat } = byId.get(id) ?? {}
      return MetricStat ? MetricStat.Period * 1000 : null
    },
    times,
    periodMs: Period === undefined ? longestMs || DEFAULT_PERIOD_MS : periodMs(Period),
    search: (expression, stat, seconds = Period) => searched(given, { expression, stat, seconds }),
  })
  return {
    labels,
    unitsOf: ({ MetricStat }) => (MetricStat ? unitsOf(reader, MetricStat) : []),
    valueOf: (query) => {
      try {
        const value = named(query.Id)
        if (typeof value === 'number' && query.ReturnData !== false) {
          throw new ExpressionError('The result is a scalar, and has to be a time series or an array of them')
        }
        return value
      } catch (error) {
        throw error instanceof ExpressionError ? inExpression(query.Id, error) : error
      }
    },
  }
}

function inExpression(id: string, { message }: Error): CloudWatchFailure {
  return validationError(`Error in expression '${id}': ${message}`)
}

type MetricStat = NonNullable<MetricDataQuery['MetricStat']>

function unitsOf(reader: Reader, { Metric, Unit }: MetricStat): readonly string[] {
  return Unit === undefined ? reader.units(refOf(Metric)) : [Unit]
}

function shownMetric({ namespace, name, dimensions }: MetricRef): MetricStat['Metric'] {
  return {
    Namespace: namespace,
    MetricName: name,
    Dimensions: dimensions.map((own) => ({ Name: own.name, Value: own.value })),
  }
}

/** Of several units the first one counts. */
function metricSeries(reader: Reader, query: MetricDataQuery, window: Window, label: string): TimeSeries {
  const stat = query.MetricStat
  if (!stat) throw new ExpressionError(`${query.Id} is no metric`)
  const [unit = 'None'] = unitsOf(reader, stat)
  return seriesOf(
    reader,
    { metric: refOf(stat.Metric), unit, stat: stat.Stat, periodMs: stat.Period * 1000 },
    window,
    label,
  )
}

interface Asked {
  readonly metric: MetricRef
  readonly unit: string
  readonly stat: string
  readonly periodMs: number
}

function seriesOf(reader: Reader, asked: Asked, window: Window, label: string): TimeSeries {
  const values = new Map<number, number>()
  for (const { atMs, set } of points(reader, asked, window)) {
    const value = statistic(set, asked.stat)
    if (value !== undefined && Number.isFinite(value)) values.set(atMs, value)
  }
  return { label, periodMs: asked.periodMs, values }
}

function searched(
  { reader, metrics, window }: Evaluated,
  {
    expression,
    stat,
    seconds,
  }: { readonly expression: string; readonly stat: string; readonly seconds: number | undefined },
): TimeSeries[] {
  if (seconds === undefined) {
    throw validationError('Period is a required field when using SEARCH function within an expression')
  }
  if (!isStatistic(stat)) throw new ExpressionError(`SEARCH with the unknown statistic ${stat}`)
  const fits = parseSearch(expression)
  const found: MetricRef[] = []
  for (const metric of metrics()) {
    if (fits(metric)) found.push(metric)
    if (found.length >= MOST_FOUND) break
  }
  const period = periodMs(seconds)
  const labels = searchLabels(found)
  const all = found.map((metric, index) => {
    const [unit = 'None'] = reader.units(metric)
    const series = seriesOf(reader, { metric, unit, stat, periodMs: period }, window, labels[index] ?? metric.name)
    return { ...series, found: { Metric: shownMetric(metric), Period: seconds, Stat: stat } }
  })
  return all.sort((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : 0))
}

function checkQueries(queries: readonly MetricDataQuery[], accountId: string): void {
  if (queries.length === 0 || queries.length > MOST_QUERIES) {
    throw validationError(`MetricDataQueries must have between 1 and ${MOST_QUERIES} members.`)
  }
  for (const [index, query] of queries.entries()) {
    checkQuery(query, `MetricDataQueries.member.${index + 1}`, accountId)
  }
  if (new Set(queries.map(({ Id }) => Id)).size < queries.length) {
    throw validationError('The values for parameter id in MetricDataQueries are not unique.')
  }
}

const ID = /^[a-z][a-zA-Z0-9_]*$/

function checkQuery(query: MetricDataQuery, place: string, accountId: string): void {
  const { Id, MetricStat, Expression, AccountId } = query
  if (!ID.test(Id)) {
    throw validationError(`The value for parameter ${place}.Id is not matching the expected pattern ${ID.source}.`)
  }
  if (AccountId !== undefined && AccountId !== accountId) throw notEmulated(`metrics of other accounts (query ${Id})`)
  if (MetricStat && Expression !== undefined) {
    throw validationError(
      `The parameters ${place}.Expression and ${place}.MetricStat are mutually exclusive and you have specified both.`,
    )
  }
  if (!MetricStat && Expression === undefined) {
    throw validationError(`Query ${Id} must have either MetricStat or Expression.`)
  }
  if (Expression !== undefined && /^\s*SELECT\s/i.test(Expression)) throw notEmulated(`Metrics Insights (query ${Id})`)
  if (!MetricStat) return
  periodMs(MetricStat.Period)
  if (!isStatistic(MetricStat.Stat)) {
    throw validationError(`The value for parameter ${place}.MetricStat.Stat is not a valid statistic.`)
  }
}

/** An array as it is, a series as an array of one. */
export function seriesIn(value: Value): readonly TimeSeries[] {
  if (typeof value === 'number') return []
  return isArray(value) ? value : [value]
}
