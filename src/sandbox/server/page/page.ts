import { apiNameDimension, HOUR_MS } from '../../cloudwatch/series.js'
import type { HttpAnswer } from '../../http/message.js'
import { statusAt } from '../../world/cluster.js'
import { pathVariables, type RestApi, type Stage } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { RequestLogEntry } from '../request-log.js'
import { Html, html } from './html.js'

export interface Shown {
  readonly worlds: readonly World[]
  /** Oldest first. */
  readonly requests: readonly RequestLogEntry[]
  readonly nowMs: number
}

const MOST_STAGES = 100
const MOST_LINKS = 5
const MOST_REQUESTS = 20

const STYLE = `body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}
th,td{border-bottom:1px solid #8884;padding:.3rem .8rem .3rem 0;text-align:left;vertical-align:top;overflow-wrap:anywhere}
td.n,th.n{text-align:right}@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}a{color:#8bf}}`

const HEADERS: HttpAnswer['headers'] = [
  ['Content-Type', 'text/html; charset=utf-8'],
  [
    'Content-Security-Policy',
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; base-uri 'none'",
  ],
  ['Cache-Control', 'no-store'],
  ['X-Content-Type-Options', 'nosniff'],
]

/** What a person sees who opens the sandbox's address in a browser. */
export function indexPage(shown: Shown): HttpAnswer {
  return { status: 200, headers: HEADERS, body: `<!doctype html>\n${page(shown).text}\n` }
}

function page({ worlds, requests, nowMs }: Shown): Html {
  const stages = worlds.flatMap((world) =>
    [...world.apis.values()].flatMap((api) => [...api.stages.values()].map((stage) => ({ world, api, stage }))),
  )
  const rows = stages.slice(0, MOST_STAGES).map(({ world, api, stage }) => stageRow(world, api, stage, nowMs))
  const last = requests.slice(-MOST_REQUESTS).reverse().map(requestRow)
  return html`<html lang="en"><head><meta charset="utf-8"><title>apigw-cache sandbox</title><link rel="icon" href="data:,"><style>${new Html(STYLE)}</style></head><body>
<h1>apigw-cache sandbox</h1>
<p>A local API Gateway and CloudWatch that really cache. AWS clients reach it at this address; nothing here is on AWS. Its clock says ${new Date(nowMs).toISOString()}.</p>
<h2>Stages</h2>
<table><thead><tr><th>API</th><th>Stage</th><th>Cache</th><th class="n">Hits, last hour</th><th class="n">Misses</th><th>Try</th></tr></thead>
<tbody>${rows}</tbody></table>
${more(stages.length - rows.length, 'stages')}<h2>Last requests</h2>
<table><thead><tr><th>At (UTC)</th><th>Service</th><th>Request</th><th>Operation</th><th class="n">Status</th></tr></thead>
<tbody>${last}</tbody></table>
</body></html>`
}

function more(count: number, what: string): Html {
  return count > 0 ? html`<p>and ${count} more ${what}</p>\n` : html``
}

function stageRow(world: World, api: RestApi, stage: Stage, nowMs: number): Html {
  const { stageName, cluster } = stage
  const status = statusAt(cluster, nowMs)
  const cache = status === 'NOT_AVAILABLE' ? 'none' : `${status}, ${cluster.size ?? ''} GB`
  const counted = (metric: string) => hitsOf(world, api, stageName, metric, nowMs)
  return html`<tr><td>${api.name}<br><small>${api.id}, ${world.region}, ${world.accountId}</small></td><td>${stageName}</td><td>${cache}</td>
<td class="n">${counted('CacheHitCount')}</td><td class="n">${counted('CacheMissCount')}</td><td>${links(api, stage)}</td></tr>
`
}

function hitsOf({ counters }: World, api: RestApi, stage: string, metric: string, nowMs: number): number {
  const series = counters.seriesOf([
    { name: 'ApiName', value: apiNameDimension(api) },
    { name: 'Stage', value: stage },
  ])
  const window = { startMs: nowMs - HOUR_MS, endMs: nowMs + 1 }
  return [...(series?.statisticSets(metric, window) ?? [])].reduce((sum, [, set]) => sum + set.sum, 0)
}

/** To what a browser can ask as it is: GET without path parameters. */
function links(api: RestApi, { stageName, deploymentId }: Stage): readonly Html[] {
  const resources = api.deployments.get(deploymentId)?.snapshot.resources ?? new Map()
  const paths: string[] = [...resources.values()]
    .filter(({ methods, path }) => (methods.has('GET') || methods.has('ANY')) && pathVariables(path).length === 0)
    .map(({ path }) => path)
  const base = `/restapis/${api.id}/${encodeURIComponent(stageName)}/_user_request_`
  const shown = paths.slice(0, MOST_LINKS).map((path) => html`<a href="${base}${encodeURI(path)}">${path}</a> `)
  return [...shown, more(paths.length - shown.length, 'paths')]
}

function requestRow({ at, service, method, path, operation, status }: RequestLogEntry): Html {
  return html`<tr><td>${at.slice(0, 19).replace('T', ' ')}</td><td>${service}</td><td>${method} ${path}</td><td>${operation ?? ''}</td><td class="n">${status}</td></tr>
`
}
