import type * as z from 'zod/mini'
import type { World } from '../world/world.js'
import { invalidNextToken, notEmulated, validationError } from './failure.js'
import { activeMetrics } from './list-metrics.js'
import { filledLabel } from './math/labels.js'
import { type Evaluation, evaluation, seriesIn } from './math/queries.js'
import { isArray, ordered, type TimeSeries } from './math/series.js'
import { offsetOf, pageToken } from './paging.js'
import { readerAt } from './points.js'
import { DAY_MS } from './series.js'
import type { metricDataInput, metricDataOutput } from './shapes/metrics.js'
import type { MetricDataQuery } from './shapes/parts.js'

const MOST_POINTS = 100_800

type Input = z.infer<typeof metricDataInput>
type Output = z.infer<typeof metricDataOutput>

interface Values {
  readonly id: string
  readonly inArray: boolean
  readonly label: string
  readonly points: readonly (readonly [number, number])[]
  readonly messages: readonly { readonly Code: string; readonly Value: string }[]
}

/** GetMetricData: many metrics and expressions, arrays after others, in pages of at most MaxDatapoints points. */
export function getMetricData(world: World, input: Input): Output {
  const window = { startMs: input.StartTime * 1000, endMs: input.EndTime * 1000 }
  if (window.startMs >= window.endMs) {
    throw validationError('The parameter StartTime must be less than the parameter EndTime.')
  }
  const { MaxDatapoints = MOST_POINTS, MetricDataQueries: queries } = input
  if (MaxDatapoints < 1 || MaxDatapoints > MOST_POINTS) {
    throw validationError(`MaxDatapoints must be from 1 to ${MOST_POINTS}.`)
  }
  if (input.LabelOptions) throw notEmulated('LabelOptions of GetMetricData, because labels have no times here')
  const sinceMs = world.clock.now() - 14 * DAY_MS
  const evaluated = evaluation({
    reader: readerAt(world),
    queries,
    window,
    accountId: world.accountId,
    metrics: () => activeMetrics(world, sinceMs),
  })
  const ascending = input.ScanBy === 'TimestampAscending'
  const results = queries.flatMap((query) => {
    const value = evaluated.valueOf(query)
    if (query.ReturnData === false) return []
    return seriesIn(value).map((series) =>
      valuesOf(world, { query, series, inArray: isArray(value), evaluated, ascending }),
    )
  })
  const sorted = [...results.filter(({ inArray }) => !inArray), ...results.filter(({ inArray }) => inArray)]
  return page(
    sorted,
    offsetOf(input.NextToken, () => invalidNextToken('')),
    MaxDatapoints,
  )
}

interface Result {
  readonly query: MetricDataQuery
  readonly series: TimeSeries
  /** One of several series of a query, which need their own labels. */
  readonly inArray: boolean
  readonly evaluated: Evaluation
  readonly ascending: boolean
}

function valuesOf({ region, accountId }: World, { query, series, inArray, evaluated, ascending }: Result): Values {
  const own = inArray ? series.label : (evaluated.labels.get(query.Id) ?? query.Id)
  const given = query.Label
  const text = inArray && given !== undefined && !given.includes('${') ? `${given} ${own}`.trim() : given
  const found = ordered(series)
  const units = evaluated.unitsOf(query)
  return {
    id: query.Id,
    inArray,
    label: text === undefined ? own : filledLabel(text, { series, label: own, query, region, accountId }),
    points: ascending ? found : found.reverse(),
    messages:
      units.length > 1 ? [{ Code: 'MultipleUnits', Value: `Multiple units returned: '[${units.join(', ')}]'` }] : [],
  }
}

function page(results: readonly Values[], from: number, limit: number): Output {
  const total = results.reduce((sum, { points: all }) => sum + all.length, 0)
  const to = Math.min(from + limit, total)
  let start = 0
  const shown = results.flatMap(({ id, label, points: all, messages }) => {
    const first = start
    start += all.length
    const part = all.slice(Math.max(0, from - first), Math.max(0, to - first))
    // A metric without points is named once: on the first page.
    if (part.length === 0 && (all.length > 0 || from > 0)) return []
    return {
      Id: id,
      Label: label,
      Timestamps: part.map(([atMs]) => atMs / 1000),
      Values: part.map(([, value]) => value),
      StatusCode: all.length === 0 || to >= start ? 'Complete' : 'PartialData',
      ...(messages.length > 0 ? { Messages: [...messages] } : {}),
    }
  })
  return { MetricDataResults: shown, Messages: [], ...(to < total ? { NextToken: pageToken(to) } : {}) }
}
