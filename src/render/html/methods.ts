import type { EffectiveMethod } from '../../core/gateway/model.js'
import type { StatusReport } from '../../core/status/report.js'
import { count, percent } from '../format/units.js'
import { decidedBy } from '../stage/words.js'
import { figuresByMethod, hidesMethodFigures } from '../status/methods.js'
import { bar, bdi, html, type Markup, type Part, scrollable } from './markup.js'
import { stageLabel } from './names.js'

export function methods({ methods: all, metrics, warnings, ...target }: StatusReport): Markup {
  const label = `Methods of ${stageLabel(target)}`
  if (all === null || all.length === 0) {
    return html`<h3>Methods</h3><p class="empty">${all === null ? 'The methods are not known.' : 'The API has no methods.'}</p>`
  }
  const measured = new Map(figuresByMethod(metrics).map((one) => [`${one.method} ${one.path}`, one] as const))
  const counted = measured.size > 0
  const rows = all.map((one) => row(one, counted ? (measured.get(`${one.method} ${one.path}`) ?? null) : undefined))
  const table = html`<table class="methods"><caption class="hidden">${label}</caption>
<thead><tr><th scope="col">Method<th scope="col">Cached<th scope="col" class="number">TTL<th scope="col">Decided by<th scope="col">Cache key${counted && HEADS}</thead>
<tbody>${rows}</tbody></table>`
  const off = counted ? all.length - measured.size : all.length
  return html`<h3>Methods</h3>${scrollable(label, table)}${off > 0 && (hidesMethodFigures(warnings) ? UNTOLD : note(off === all.length))}`
}

const HEADS = html`<th scope="col" class="number">Hits<th scope="col" class="number">Misses<th scope="col" class="number">Hit ratio`

const UNTOLD = html`<p class="note">Hits and misses by method are not known: see the warnings.</p>`

function note(every: boolean): Markup {
  const which = every ? 'Detailed metrics are off' : 'Where detailed metrics are off'
  return html`<p class="note">${which}: CloudWatch counts no hits and misses by method${every ? '' : ' there'} (<code>defaults --detailed-metrics on</code>).</p>`
}

type Figures = 'hits' | 'misses' | 'ratio'
type Measured = Readonly<Record<Figures, number | null>>

/** `measured` is undefined if no method has detailed metrics, null if this one has none. */
function row(one: EffectiveMethod, measured: Measured | null | undefined): Markup {
  return html`<tr><th scope="row"><code><span class="verb">${one.method}</span> ${bdi(one.path)}</code></th>
<td>${one.cached ? html`<span class="yes">yes</span>` : html`<span class="no">no</span>`}
<td class="number">${one.caching ? `${one.ttlSeconds} s` : '–'}
<td>${decidedBy(one)}
<td class="keys">${keys(one)}${measured !== undefined && figures(measured)}\n`
}

function keys({ keys: running, pendingKeys }: EffectiveMethod): Part {
  const listed = (names: readonly string[]): Part =>
    names.length === 0
      ? html`<span class="no">none</span>`
      : names.map((one, place) => html`${place > 0 && ' '}<code>${bdi(one)}</code>`)
  return html`${running === null ? 'not known' : listed(running)}${
    pendingKeys !== null && html`<span class="pending">not deployed: ${listed(pendingKeys)}</span>`
  }`
}

function figures(measured: Measured | null): Markup {
  if (measured === null) return html`<td class="number no" colspan="3">detailed metrics are off`
  return html`<td class="number">${count(measured.hits)}<td class="number">${count(measured.misses)}<td class="number ratio">${percent(measured.ratio)}${measured.ratio !== null && bar(measured.ratio)}`
}
