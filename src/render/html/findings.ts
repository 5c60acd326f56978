import type { Advice } from '../../core/advise/report.js'
import type { DoctorFinding, Severity } from '../../core/doctor/report.js'
import type { Warning } from '../../core/gateway/model.js'
import type { StageReport } from '../../core/report/model.js'
import { changeText, nothing } from '../advise/screen.js'
import { bySeverity, unsuppressed } from '../doctor/screen.js'
import { html, type Markup, name } from './markup.js'

/** What doctor found, the worst first; nothing where it could not look. */
export function findings({ findings: found, notJudged }: StageReport, id: string): Markup {
  if (found === null) return html``
  const counting = unsuppressed(found)
  const hushed = found.filter(({ suppressed }) => suppressed !== null)
  return html`<h3 id="${id}">Findings</h3>
${counting.length === 0 ? html`<p class="empty">Nothing was found.</p>` : html`<ul class="findings">${counting.map(finding)}</ul>`}
${hushed.map(({ rule, method, path, suppressed }) => html`<p class="note">Suppressed: ${rule}${path !== null && html` <code>${method ?? ''} ${name(path)}</code>`} (${name(suppressed ?? '')})</p>`)}
${notJudged.map(({ rule, reason }) => html`<p class="note">Not judged: ${rule} (${name(reason)})</p>`)}`
}

/** `1 error, 2 warnings`; null where nobody could look or nothing was found. */
export function findingCounts(found: readonly DoctorFinding[] | null): string | null {
  const counts = bySeverity(found ?? []).map(({ severity, findings: { length } }) => {
    const noun = severity === 'info' ? 'hint' : severity
    return `${length} ${noun}${length === 1 ? '' : 's'}`
  })
  return counts.length === 0 ? null : counts.join(', ')
}

function finding({ severity, rule, method, path, message, fix }: DoctorFinding): Markup {
  const where = path !== null && html` <code>${method === null ? '' : `${method} `}${name(path)}</code>`
  return html`<li>${tag(severity)}<div><p><b>${rule}</b>${where}</p><p>${name(message)}</p>${command(fix)}</div></li>`
}

/** What would serve the traffic better or cost less; nothing where it could not be looked for. */
export function advice({ advice: given, adviceBasis: basis }: StageReport): Markup {
  if (given === null || basis === null) return html``
  const said = nothing(basis)
  return html`<h3>Advice</h3>
${given.length > 0 ? html`<ul class="findings">${given.map(piece)}</ul>` : html`<p class="empty">${said.charAt(0).toUpperCase()}${said.slice(1)}.</p>`}
${basis.notJudged.map(({ what, reason }) => html`<p class="note">Not judged: ${name(what)} (${name(reason)})</p>`)}`
}

function piece(one: Advice): Markup {
  const { action, reason, command: line, confidence } = one
  const change = changeText(one)
  const saves = change !== null && html`<b>${change}</b>, `
  return html`<li><span class="tag">${action}</span><div><p>${saves}${confidence} confidence</p><p>${name(reason)}</p>${command(line)}</div></li>`
}

/** What one should know before believing the rest, and is not among the findings. */
export function warnings({ status, findings: found }: StageReport): Markup {
  const all = status.warnings.filter(({ rule }) => !found?.some((one) => one.rule === rule))
  if (all.length === 0) return html``
  const item = ({ rule, message }: Warning) =>
    html`<li>${tag('warning')}<div><p><b>${rule}</b></p><p>${name(message)}</p></div></li>`
  return html`<h3>Warnings</h3><ul class="findings">${all.map(item)}</ul>`
}

function tag(severity: Severity): Markup {
  return html`<span class="tag ${severity}">${severity}</span>`
}

function command(line: string): Markup {
  return html`<pre><code>${name(line)}</code></pre>`
}
