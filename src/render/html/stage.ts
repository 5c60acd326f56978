import { usd, whosePrice } from '../../core/gateway/pricing.js'
import type { StageReport } from '../../core/report/model.js'
import type { StatusReport } from '../../core/status/report.js'
import { count, percent } from '../format/units.js'
import { defaultsLine } from '../stage/lines.js'
import { canaryLine, NO_MANAGER } from '../status/screen.js'
import type { ChartData } from './chart-data.js'
import { figures } from './figures.js'
import { advice, findingCounts, findings, warnings } from './findings.js'
import { bar, bdi, html, type Markup, type Part } from './markup.js'
import { methods } from './methods.js'
import { stageTitle } from './names.js'
import { span, time } from './times.js'

export function stageSection(report: StageReport, data: ChartData, place: number): Markup {
  const { status } = report
  const id = `stage-${place + 1}`
  const found = findingCounts(report.findings)
  return html`<section class="stage" id="${id}" aria-labelledby="${id}-title ${id}-where">
<h2 id="${id}-title">${stageTitle(status)}</h2>
<p class="where" id="${id}-where"><code>${bdi(status.api.id)}</code> <span>${bdi(status.region)}${status.account !== null && html`, account ${bdi(status.account)}`}</span>${found !== null && html`<a href="#${id}-findings">${found}</a>`}</p>
${keyFigures(status)}
${warnings(report)}
${figures(report, data, place)}
${findings(report, `${id}-findings`)}
${advice(report)}
${methods(status)}
<h3>Settings</h3>
${facts(status)}
</section>`
}

function keyFigures(status: StatusReport): Markup {
  const { price } = status
  const { hits, misses, requests, ratio } = status.metrics
  // Without hits and misses there is nothing to say of them in large letters.
  const asked =
    ratio !== null &&
    html`${keyFigure('Hit ratio', percent(ratio), bar(ratio))}${keyFigure('Hits', counted(hits))}${keyFigure('Misses', counted(misses))}`
  return html`<dl class="key-figures${asked === false && ' few'}">
${asked}
${keyFigure('Requests', counted(requests))}
${keyFigure('Cluster', clusterSize(status), statusText(status))}
${keyFigure('Price a month', price.monthlyUsd === null ? null : usd(price.monthlyUsd), price.billed ? `estimate${whosePrice(price.of, status.region)}` : 'nothing is billed')}
</dl>`
}

function keyFigure(label: string, value: string | null, more: Part = null): Markup {
  return html`<div><dt>${label}</dt><dd>${value ?? html`<span class="unknown">not known</span>`}</dd>${more !== null && more !== false && html`<dd class="more">${more}</dd>`}</div>`
}

function counted(value: number | null): string | null {
  return value === null ? null : count(value)
}

export function clusterSize({ cluster }: Pick<StatusReport, 'cluster'>): string {
  return cluster.size === null ? 'none' : `${cluster.size} GB`
}

function statusText({ cluster }: StatusReport): Markup {
  return html`<span class="status ${cluster.status === 'AVAILABLE' ? 'on' : 'off'}">${cluster.status}</span>`
}

/** Names the region that the price is of, unless it is the stage's own; null if the price is unknown. */
export function monthlyPrice({ price, region }: Pick<StatusReport, 'price' | 'region'>): string | null {
  return price.monthlyUsd === null ? null : `${usd(price.monthlyUsd)}${whosePrice(price.of, region)}`
}

function facts(status: StatusReport): Markup {
  const { canary, managedBy, metrics } = status
  const { since, until, settledUntil } = metrics
  const seconds = (Date.parse(until) - Date.parse(since)) / 1000
  return html`<dl class="facts">
${fact('Default', defaultsLine(status))}
${fact('Managed', managedBy === null ? NO_MANAGER : html`by ${bdi(managedBy.tool)}: ${bdi(managedBy.evidence)}`)}
${fact('Canary', canary === null ? 'none' : canaryLine(canary))}
${fact('Window', html`${time(since)} to ${time(until)} UTC (${span(seconds)})${settledUntil < until && html`; complete up to ${time(settledUntil)}`}`)}
${fact('Price', priceText(status))}
</dl>`
}

function fact(label: string, value: Part): Markup {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`
}

function priceText({ price }: StatusReport): string {
  if (!price.billed) return 'nothing is billed for the cache'
  if (price.hourlyUsd === null) return 'not known for this size'
  return `${usd(price.hourlyUsd)} an hour: an estimate from the prices of ${price.of} of ${price.asOf}`
}
