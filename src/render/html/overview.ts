import { usd, whosePrice } from '../../core/gateway/pricing.js'
import { ratio } from '../../core/metrics/cache-metrics.js'
import type { StageReport } from '../../core/report/model.js'
import { unsuppressed } from '../doctor/screen.js'
import { count, percent } from '../format/units.js'
import { bar, bdi, html, type Markup, type Part, scrollable } from './markup.js'
import { stageName, stageTitle } from './names.js'
import { clusterSize, monthlyPrice } from './stage.js'

/** What costs most comes first, and of the same price what has most findings. PURE. */
export function inOrder(stages: readonly StageReport[]): readonly StageReport[] {
  const weight = (stage: StageReport) => [stage.status.price.monthlyUsd ?? 0, findingsOf(stage) ?? 0] as const
  return stages.toSorted((a, b) => {
    const [[price, found], [otherPrice, otherFound]] = [weight(a), weight(b)]
    return otherPrice - price || otherFound - found
  })
}

/** A column of numbers, each with its sum over all stages. */
interface Column {
  readonly title: string
  readonly value: (stage: StageReport) => number | null
  readonly shown: (stage: StageReport, value: number | null) => Part
  readonly total: (stages: readonly StageReport[], known: readonly number[]) => Part
  readonly isRatio?: true
}

const counts = (title: string, value: Column['value']): Column => ({
  title,
  value,
  shown: (_, found) => count(found),
  total: (stages, known) => atLeast(stages, known, count(sum(known))),
})

const COLUMNS: readonly Column[] = [
  counts('Requests', ({ status }) => status.metrics.requests),
  counts('Hits', ({ status }) => status.metrics.hits),
  counts('Misses', ({ status }) => status.metrics.misses),
  {
    title: 'Hit ratio',
    isRatio: true,
    value: ({ status }) => status.metrics.ratio,
    shown: (_, found) => html`${percent(found)}${found !== null && bar(found)}`,
    total: (stages) => percent(ratioOf(stages)),
  },
  {
    title: 'Price a month',
    value: ({ status }) => status.price.monthlyUsd,
    shown: ({ status }) => monthlyPrice(status) ?? 'not known',
    total: (stages, known) => atLeast(stages, known, `${usd(sum(known))}${foreignPrice(stages)}`),
  },
  {
    title: 'Possible savings',
    value: savingsOf,
    shown: (_, found) => (found === null ? '–' : usd(found)),
    total: (_, known) => usd(sum(known)),
  },
  counts('Findings', findingsOf),
]
/** The order at first. */
const SORTED_BY = 'Price a month'

/** All stages in a table, with links to their sections. */
export function overview(stages: readonly StageReport[]): Markup {
  const names = stages.map(({ status }) => stageName(status))
  const isAmbiguous = ({ status }: StageReport) => names.filter((one) => one === stageName(status)).length > 1
  // A column that is empty for all says nothing.
  const columns = COLUMNS.filter(({ value }) => stages.some((stage) => value(stage) !== null))
  const head = columns.map(
    ({ title }) =>
      html`<th scope="col" class="number" data-sort${title === SORTED_BY && html` aria-sort="descending"`}>${title}`,
  )
  const table = html`<table class="stages"><caption class="hidden">All stages</caption>
<thead><tr><th scope="col">Stage<th scope="col">Region<th scope="col">Cluster${head}</thead>
<tbody>${stages.map((stage, place) => row(stage, place, columns, isAmbiguous(stage)))}</tbody>
<tfoot><tr><th scope="row">All together<td><td>${columns.map((column) => totalCell(column, stages))}</tfoot></table>`
  return html`<section aria-labelledby="overview"><h2 id="overview">Overview</h2>${scrollable('All stages', table)}</section>`
}

function row(stage: StageReport, place: number, columns: readonly Column[], isAmbiguous: boolean): Markup {
  const { status } = stage
  const cells = columns.map(({ value, shown, isRatio }) => {
    const found = value(stage)
    return html`<td class="number${isRatio === true && ' ratio'}" data-value="${found === null ? '' : found}">${shown(stage, found)}`
  })
  return html`<tr><th scope="row"><a href="#stage-${place + 1}">${stageTitle(status)}${isAmbiguous && html` <code>${bdi(status.api.id)}</code>`}</a>
<td class="region">${bdi(status.region)}<td>${clusterSize(status)}${cells}\n`
}

function totalCell({ value, total }: Column, stages: readonly StageReport[]): Markup {
  const known = stages.map(value).filter((one) => one !== null)
  return html`<td class="number">${total(stages, known)}`
}

/** What one piece of advice would save; advice on one stage excludes other advice. */
function savingsOf({ advice }: StageReport): number | null {
  const changes = (advice ?? []).flatMap(({ monthlyUsdChange }) => monthlyUsdChange ?? [])
  const most = Math.min(0, ...changes)
  return most === 0 ? null : -most
}

function findingsOf({ findings }: StageReport): number | null {
  return findings && unsuppressed(findings).length
}

function ratioOf(stages: readonly StageReport[]): number | null {
  const all = (of: 'hits' | 'misses') => sum(stages.map(({ status }) => status.metrics[of] ?? 0))
  return ratio(all('hits'), all('misses'))
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function atLeast(stages: readonly StageReport[], known: readonly number[], text: string): string {
  return known.length < stages.length ? `at least ${text}` : text
}

function foreignPrice(stages: readonly StageReport[]): string {
  const foreign = stages.map(({ status }) => whosePrice(status.price.of, status.region))
  return foreign.find((one) => one !== '') ?? ''
}
