import { usd, whosePrice } from '../../core/gateway/pricing.js'
import type { StageReport } from '../../core/report/model.js'
import { unsuppressed } from '../doctor/screen.js'
import { count, percent } from '../format/units.js'
import { bar, bdi, html, type Markup, scrollable } from './markup.js'
import { stageName, stageTitle } from './names.js'
import { clusterSize, monthlyPrice } from './stage.js'

/** All stages in a table, with links to their sections. */
export function overview(stages: readonly StageReport[]): Markup {
  const names = stages.map(({ status }) => stageName(status))
  const judged = stages.some(({ findings }) => findings !== null)
  const table = html`<table class="stages"><caption class="hidden">All stages</caption>
<thead><tr><th scope="col">Stage<th scope="col">Region<th scope="col">Cluster<th scope="col" class="number">Requests<th scope="col" class="number">Hits<th scope="col" class="number">Misses<th scope="col" class="number">Hit ratio<th scope="col" class="number">Price a month${judged && html`<th scope="col" class="number">Findings`}</thead>
<tbody>${stages.map((stage, place) => row(stage, place, { judged, ambiguous: names.filter((one) => one === stageName(stage.status)).length > 1 }))}</tbody>
<tfoot><tr><th scope="row" colspan="7">All together<td class="number">${totalPrice(stages)}${judged && html`<td>`}</tfoot></table>`
  return html`<section aria-labelledby="overview"><h2 id="overview">Overview</h2>${scrollable('All stages', table)}</section>`
}

interface RowOptions {
  /** Some stage was judged, so there is a column for findings. */
  readonly judged: boolean
  /** Another stage has the same name. */
  readonly ambiguous: boolean
}

function row({ status, findings }: StageReport, place: number, { judged, ambiguous }: RowOptions): Markup {
  const { hits, misses, requests, ratio } = status.metrics
  const found = findings && unsuppressed(findings).length
  return html`<tr><th scope="row"><a href="#stage-${place + 1}">${stageTitle(status)}${ambiguous && html` <code>${bdi(status.api.id)}</code>`}</a>
<td>${bdi(status.region)}<td>${clusterSize(status)}<td class="number">${count(requests)}<td class="number">${count(hits)}<td class="number">${count(misses)}
<td class="number ratio">${percent(ratio)}${ratio !== null && bar(ratio)}<td class="number">${monthlyPrice(status) ?? 'not known'}${judged && html`<td class="number">${found ?? '–'}`}\n`
}

function totalPrice(stages: readonly StageReport[]): string {
  const prices = stages.map(({ status }) => status.price.monthlyUsd)
  const known = prices.filter((price) => price !== null)
  const sum = usd(known.reduce((total, price) => total + price, 0))
  const foreign = stages
    .map(({ status }) => whosePrice(status.price.of, status.region))
    .find((one) => one !== '')
  return `${known.length < prices.length ? 'at least ' : ''}${sum}${foreign ?? ''}`
}
