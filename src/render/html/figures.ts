import type { LatencyFigures, ReportPoint, StageReport } from '../../core/report/model.js'
import { count, minuteOf, percent } from '../format/units.js'
import { type ChartData, type ChartKind, isEmpty } from './chart-data.js'
import { html, type Markup, type Part, scrollable } from './markup.js'
import { stageLabel } from './names.js'
import { per } from './times.js'

interface Figure {
  readonly kind: ChartKind
  readonly title: string
  /** Where that is blank too, its sentence says enough. */
  readonly follows?: Figure
  /** Shown if there is nothing to draw. */
  readonly empty: (report: StageReport) => string
  /** Shown in the legend while no point is selected. */
  readonly rest: (report: StageReport) => Readonly<Record<string, string>>
  readonly columns: readonly Column[]
}

interface Column {
  readonly name: string
  readonly value: (point: ReportPoint) => string
}

const NAMES: Readonly<Record<string, string>> = {
  hits: 'Hits',
  misses: 'Misses',
  ratio: 'Hit ratio',
  p50: 'Median',
  p95: '95th percentile',
  average: 'Average',
}

const latency = (of: (point: ReportPoint) => LatencyFigures | null): readonly Column[] => [
  { name: 'p50', value: (point) => milliseconds(of(point)?.p50Ms) },
  { name: 'p95', value: (point) => milliseconds(of(point)?.p95Ms) },
  { name: 'Average', value: (point) => milliseconds(of(point)?.averageMs) },
]

const TRAFFIC: Figure = {
  kind: 'traffic',
  title: 'Hits and misses',
  empty: ({ status }) =>
    status.metrics.hits === null
      ? 'No hits and no misses are known of this window.'
      : 'There were neither hits nor misses.',
  rest: ({ status }) => ({ hits: count(status.metrics.hits), misses: count(status.metrics.misses) }),
  columns: [
    { name: 'Hits', value: ({ hits }) => count(hits) },
    { name: 'Misses', value: ({ misses }) => count(misses) },
    { name: 'Requests', value: ({ requests }) => count(requests) },
  ],
}

const LATENCY: Figure = {
  kind: 'latency',
  title: 'Latency',
  empty: () => 'No request was measured.',
  rest: () => ({}),
  columns: latency((point) => point.latency),
}

const FIGURES: readonly Figure[] = [
  TRAFFIC,
  {
    kind: 'ratio',
    follows: TRAFFIC,
    title: 'Hit ratio',
    empty: ({ status }) =>
      status.metrics.hits === null
        ? 'No hit ratio is known of this window.'
        : 'No request was looked for in the cache.',
    rest: ({ status }) => ({ ratio: percent(status.metrics.ratio) }),
    columns: [{ name: 'Hit ratio', value: ({ ratio }) => percent(ratio) }],
  },
  LATENCY,
  {
    kind: 'integration',
    follows: LATENCY,
    title: 'Integration latency',
    empty: () => 'No request that reached the backend was measured.',
    rest: () => ({}),
    columns: latency((point) => point.integrationLatency),
  },
]

/** The charts of a stage, each with its figures as a table. `place` is the stage's index in the page's data. */
export function figures(report: StageReport, data: ChartData, place: number): Markup {
  const isBlank = ({ kind }: Figure) => isEmpty(kind, data.charts[kind])
  const drawn = FIGURES.filter((one) => !isBlank(one))
  // One sentence stands for what would be blank: without hits and misses there is no ratio to speak of either.
  const blank = FIGURES.filter((one) => isBlank(one) && !(one.follows && isBlank(one.follows)))
  return html`${drawn.length > 0 && html`<div class="charts">${drawn.map((one) => figure(one, report, data, place))}</div>`}
${blank.length > 0 && html`<p class="empty blank">${blank.map((one) => one.empty(report)).join(' ')}</p>`}`
}

function figure(one: Figure, report: StageReport, data: ChartData, place: number): Markup {
  const lines = data.charts[one.kind]
  const rest = one.rest(report)
  const when = `${per(data.periodSeconds)}, UTC`
  const about = `${one.title} of ${stageLabel(report.status)}`
  return html`<figure class="chart ${one.kind}" data-chart="${one.kind}" data-stage="${place}">
<figcaption><h3>${one.title}</h3><span class="when" data-when="${when}">${when}</span></figcaption>
<ul class="legend">${Object.keys(lines).map((line) => legendItem(line, rest[line] ?? ''))}</ul>
<div class="plot" hidden tabindex="0" role="application" aria-roledescription="chart" aria-label="${about}" aria-describedby="chart-keys"></div>
<details><summary>Figures<span class="hidden"> of the chart: ${one.title}</span></summary>
${scrollable(`Figures: ${about}`, pointTable(one, report.series))}</details>
</figure>`
}

function legendItem(line: string, rest: string): Part {
  return html`<li><i class="key ${line}"></i>${NAMES[line] ?? line} <b data-line="${line}" data-rest="${rest}">${rest}</b></li>`
}

function pointTable({ title, columns }: Figure, series: readonly ReportPoint[]): Markup {
  const head = columns.map(({ name }) => html`<th scope="col" class="number">${name}`)
  const row = (point: ReportPoint) =>
    html`<tr><th scope="row">${minuteOf(point.at)}${columns.map(({ value }) => html`<td>${value(point)}`)}\n`
  return html`<table class="points"><caption class="hidden">${title}</caption>
<thead><tr><th scope="col">From (UTC)${head}</thead>
<tbody>${series.map(row)}</tbody></table>`
}

function milliseconds(value: number | null | undefined): string {
  if (value === null || value === undefined) return '–'
  return `${value < 100 ? value.toFixed(1) : count(Math.round(value))} ms`
}
