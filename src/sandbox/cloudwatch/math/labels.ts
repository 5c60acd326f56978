import { metricKey } from '../custom-metrics.js'
import type { MetricRef } from '../points.js'
import type { MetricDataQuery } from '../shapes/parts.js'
import { overTime } from './aggregates.js'
import { ordered, type TimeSeries } from './series.js'

type MetricStat = NonNullable<MetricDataQuery['MetricStat']>

/**
 * What tells the metrics apart, and for those that are the same metric the statistic and the period. Queries that
 * are hidden or have a label of their own need not be told apart.
 */
export function defaultLabels(queries: readonly MetricDataQuery[]): ReadonlyMap<string, string> {
  const stats = queries.flatMap(({ Id, Label, ReturnData, MetricStat }) => {
    if (!MetricStat) return []
    const metric = refOf(MetricStat.Metric)
    const isShown = Label === undefined && ReturnData !== false
    return [{ ...MetricStat, id: Id, metric, key: metricKey(metric), isShown }]
  })
  const shown = stats.filter(({ isShown }) => isShown)
  const parts = tellingParts(shown.map(({ metric }) => metric))
  return new Map(
    stats.map(({ id, metric, key, Stat, Period }) => {
      const same = shown.filter((other) => other.key === key)
      const byStat = differ(same.map((other) => other.Stat))
      const byPeriod = differ(same.map((other) => other.Period))
      return [id, [...parts(metric), ...(byStat ? [Stat] : []), ...(byPeriod ? [Period] : [])].join(' ')]
    }),
  )
}

export function searchLabels(metrics: readonly MetricRef[]): string[] {
  const parts = tellingParts(metrics)
  return metrics.map((metric) => parts(metric).join(' '))
}

/**
 * The namespace, the values of dimensions by the names of these, and the metric's name, as far as they differ; the
 * latter where nothing else does.
 */
function tellingParts(metrics: readonly MetricRef[]): (metric: MetricRef) => string[] {
  const byNamespace = differ(metrics.map(({ namespace }) => namespace))
  const byName = differ(metrics.map(({ name }) => name))
  const names = new Set(metrics.flatMap(({ dimensions }) => dimensions.map(({ name }) => name)))
  const telling = [...names]
    .filter((name) => differ(metrics.map((metric) => dimensionOf(metric, name))))
    .sort((a, b) => (a < b ? -1 : 1))
  return (metric) => {
    const values = telling.flatMap((name) => dimensionOf(metric, name) ?? [])
    const parts = [...(byNamespace ? [metric.namespace] : []), ...values]
    return byName || parts.length === 0 ? [...parts, metric.name] : parts
  }
}

const differ = (values: readonly unknown[]) => new Set(values).size > 1

const dimensionOf = ({ dimensions }: MetricRef, name: string) => dimensions.find((own) => own.name === name)?.value

/** A metric as a query has it. */
export function refOf({ Namespace = '', MetricName = '', Dimensions = [] }: MetricStat['Metric']): MetricRef {
  return {
    namespace: Namespace,
    name: MetricName,
    dimensions: Dimensions.map(({ Name, Value: value }) => ({ name: Name, value })),
  }
}

export interface Labelled {
  readonly series: TimeSeries
  /** What the label would be without a placeholder. */
  readonly label: string
  readonly query: MetricDataQuery
  readonly region: string
  readonly accountId: string
}

/** A label whose placeholders (`${LABEL}`, `${MAX}`, `${PROP('Stat')}` …) have their values. */
export function filledLabel(text: string, labelled: Labelled): string {
  return text.replaceAll(/\$\{([A-Z_]+)(?:\('([^']*)'\))?\}/g, (all, name: string, property?: string) => {
    if (name === 'PROP') return queryProperty(property ?? '', labelled) ?? all
    if (name === 'LABEL') return labelled.label
    const value = placeholder(name, labelled.series)
    if (value === undefined) return all
    return value !== null && Number.isFinite(value) ? String(Math.round(value * 1000) / 1000) : '--'
  })
}

/** Undefined of an unknown placeholder, null where there is no value. */
function placeholder(name: string, series: TimeSeries): number | null | undefined {
  if (name === 'FIRST' || name === 'LAST') return ordered(series).at(name === 'FIRST' ? 0 : -1)?.[1] ?? null
  if (name === 'DATAPOINT_COUNT') return series.values.size
  if (name === 'FIRST_LAST_RANGE') return apart(placeholder('FIRST', series), placeholder('LAST', series))
  if (name === 'MIN_MAX_RANGE') return apart(placeholder('MIN', series), placeholder('MAX', series))
  if (!['AVG', 'MIN', 'MAX', 'SUM'].includes(name)) return undefined
  return series.values.size === 0 ? null : overTime(name, series)
}

const apart = (one?: number | null, other?: number | null) =>
  typeof one === 'number' && typeof other === 'number' ? Math.abs(other - one) : null

function queryProperty(property: string, { series, query, region, accountId }: Labelled): string | undefined {
  const { MetricStat = series.found } = query
  const dimension = /^Dim\.(.*)$/.exec(property)?.[1]
  if (dimension !== undefined && MetricStat) return dimensionOf(refOf(MetricStat.Metric), dimension) ?? '--'
  switch (property) {
    case 'AccountId':
      return accountId
    case 'Region':
      return region
    case 'MetricName':
      return MetricStat?.Metric.MetricName
    case 'Namespace':
      return MetricStat?.Metric.Namespace
    case 'Period':
      return MetricStat && String(MetricStat.Period)
    case 'Stat':
      return MetricStat?.Stat
    default:
      return undefined
  }
}
