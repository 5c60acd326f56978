import { usd, whosePrice } from '../../core/gateway/price-text.js'
import type { StageReport } from '../../core/report/model.js'
import { unsuppressed } from '../doctor/screen.js'
import { count, percent } from '../format/units.js'
import { bar, html, type Markup, name, scrollable } from './markup.js'
import { stageName, stageTitle } from './names.js'
import { clusterSize, monthly } from './stage.js'

/** All stages in a table, each with a link to its section. */
export function overview(stages: readonly StageReport[]): Markup {
  const names = stages.map(({ status }) => stageName(status))
  const judged = stages.some(({ findings }) => findings !== null)
  const table = html`<table class="stages"><caption class="hidden">All stages</caption>
<thead><tr><th scope="col">Stage<th scope="col">Region<th scope="col">Cluster<th scope="col" class="number">Requests<th scope="col" class="number">Hits<th scope="col" class="number">Misses<th scope="col" class="number">Hit ratio<th scope="col" class="number">Price a month${judged && html`<th scope="col" class="number">Findings`}</thead>
<tbody>${stages.map((stage, place) => row(stage, place, { judged, repeated: names.filter((one) => one === stageName(stage.status)).length > 1 }))}</tbody>
<tfoot><tr><th scope="row" colspan="7">All together<td class="number">${together(stages)}${judged && html`<td>`}</tfoot></table>`
  return html`<section aria-labelledby="overview"><h2 id="overview">Overview</h2>${scrollable('All stages', table)}</section>`
}

interface Shown {
  /** Whether any stage has findings. */
  readonly judged: boolean
  /** Whether another stage has the same name. */
  readonly repeated: boolean
}

function row({ status, findings }: StageReport, place: number, { judged, repeated }: Shown): Markup {
  const { hits, misses, requests, ratio } = status.metrics
  const found = findings && unsuppressed(findings).length
  return html`<tr><th scope="row"><a href="#stage-${place + 1}">${stageTitle(status)}${repeated && html` <code>${name(status.api.id)}</code>`}</a>
<td>${name(status.region)}<td>${clusterSize(status)}<td class="number">${count(requests)}<td class="number">${count(hits)}<td class="number">${count(misses)}
<td class="number ratio">${percent(ratio)}${ratio !== null && bar(ratio)}<td class="number">${monthly(status) ?? 'not known'}${judged && html`<td class="number">${found ?? '–'}`}\n`
}

function together(stages: readonly StageReport[]): string {
  const prices = stages.map(({ status }) => status.price.monthlyUsd)
  const known = prices.filter((price) => price !== null)
  const sum = usd(known.reduce((total, price) => total + price, 0))
  const foreign = stages
    .map(({ status }) => whosePrice(status.price.of, status.region))
    .find((one) => one !== '')
  return `${known.length < prices.length ? 'at least ' : ''}${sum}${foreign ?? ''}`
}
