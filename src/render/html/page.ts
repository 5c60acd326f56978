import library from 'uplot/dist/uPlot.iife.min.js?raw'
import libraryStyle from 'uplot/dist/uPlot.min.css?raw'
import licence from 'uplot/LICENSE?raw'
import type { Report } from '../../core/report/model.js'
import { cleanAll } from '../format/text.js'
import { chartData, scriptJson } from './chart-data.js'
import charts from './charts.js?raw'
import { html, type Markup, verbatim } from './markup.js'
import { stageCount, stageName } from './names.js'
import { inOrder, overview } from './overview.js'
import page from './page.css?raw'
import sorting from './sorting.js?raw'
import { stageSection } from './stage.js'
import { span, time } from './times.js'

/** A report as one self-contained HTML file. Strings of the report are only ever shown as text. PURE. */
export async function renderPage(result: Report, title: string | null): Promise<string> {
  const clean = cleanAll(result)
  const report = { ...clean, stages: inOrder(clean.stages) }
  const heading = title ?? 'Cache report'
  const data = report.stages.map(chartData)
  const sections = report.stages.map((stage, place) => {
    const figures = data[place]
    return figures ? stageSection(stage, figures, place) : null
  })
  const names = report.stages.map(({ status }) => stageName(status))
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${verbatim(await contentSecurityPolicy())}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${heading}: ${names.length === 1 ? (names[0] ?? '') : stageCount(names.length)}</title>
${style()}
</head>
<body>
<a class="skip" href="#main">Skip to the report</a>
${header(report, heading)}
<main id="main" tabindex="-1">
<noscript><p class="note">Charts need JavaScript. Their figures are in the tables.</p></noscript>
${report.stages.length > 1 && overview(report.stages)}
${sections}
<p class="hidden" id="announcer" role="status" aria-live="polite"></p>
</main>
${footer()}
<p hidden id="chart-keys">Left and right arrow keys read the values, Home and End go to the first and the last.</p>
<script type="application/json" id="figures">${verbatim(scriptJson(data))}</script>
${script()}
</body>
</html>
`
  return page.text
}

function header({ generatedAt, stages }: Report, heading: string): Markup {
  const metrics = stages[0]?.status.metrics
  const seconds = metrics ? (Date.parse(metrics.until) - Date.parse(metrics.since)) / 1000 : 0
  const window = metrics
    ? html`<span>${span(seconds)}: ${time(metrics.since)} to ${time(metrics.until)} UTC</span>`
    : null
  return html`<header><h1><bdi>${heading}</bdi></h1>
<p>${stages.length > 1 && html`<span>${stageCount(stages.length)}</span>`}${window}<span>made ${time(generatedAt)} UTC</span></p></header>`
}

function footer(): Markup {
  return html`<footer><p>Hits and misses are CloudWatch’s <code>CacheHitCount</code> and <code>CacheMissCount</code>; the ratio is hits ÷ (hits + misses). “Not known” means that CloudWatch has no complete figures yet, or that they could not be read. Integration latency is that of requests which reached the backend. Prices are estimates.</p>
<p>Made by apigw-cache. This page loads nothing from the network.</p></footer>`
}

const STYLE = `${libraryStyle}\n${page}`
const SCRIPT = `/*\n${licence.trim()}\n*/\n${library}\n${charts}\n${sorting}`

const style = (): Markup => html`<style>${verbatim(STYLE)}</style>`
const script = (): Markup => html`<script>${verbatim(SCRIPT)}</script>`

/** The page loads nothing, and runs nothing but this program's own script. */
async function contentSecurityPolicy(): Promise<string> {
  const [styleHash, scriptHash] = [await sha256(STYLE), await sha256(SCRIPT)]
  return `default-src 'none'; style-src '${styleHash}'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  return `sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}`
}
