import type { Advice } from '../../core/advise/report.js'
import type { DoctorFinding, Severity } from '../../core/doctor/report.js'
import type { Warning } from '../../core/gateway/model.js'
import type { StageReport } from '../../core/report/model.js'
import { changeText, noAdvice } from '../advise/screen.js'
import { type Alike, alike, alsoText } from '../doctor/alike.js'
import { bySeverity, unsuppressed } from '../doctor/screen.js'
import { bdi, html, type Markup } from './markup.js'

/** The findings of doctor, the worst first; nothing if doctor could not run. */
export function findings({ findings: found, notJudged }: StageReport, id: string): Markup {
  if (found === null) return html``
  const counted = unsuppressed(found)
  const silenced = found.filter(({ suppressed }) => suppressed !== null)
  if (found.length + notJudged.length === 0) return folded('Findings', 'nothing was found')
  return html`<h3 id="${id}">Findings</h3>
${counted.length === 0 ? html`<p class="empty">Nothing was found.</p>` : html`<ul class="findings">${alike(counted).map(finding)}</ul>`}
${silenced.map(({ rule, method, path, suppressed }) => html`<p class="note">Suppressed: ${rule}${path !== null && html` <code>${method ?? ''} ${bdi(path)}</code>`} (${bdi(suppressed ?? '')})</p>`)}
${notJudged.map(({ rule, reason }) => html`<p class="note">Not judged: ${rule} (${bdi(reason)})</p>`)}`
}

/** `1 error, 2 warnings`; null if nothing was found or doctor could not run. */
export function findingCounts(found: readonly DoctorFinding[] | null): string | null {
  const counts = bySeverity(found ?? []).map(({ severity, findings: { length } }) => {
    return `${length} ${severity}${length === 1 ? '' : 's'}`
  })
  return counts.length === 0 ? null : counts.join(', ')
}

function finding({ first: { severity, rule, method, path, message, fix }, others }: Alike): Markup {
  const where = path !== null && html` <code>${method === null ? '' : `${method} `}${bdi(path)}</code>`
  return html`<li>${tag(severity)}<div><p><b>${rule}</b>${where}</p><p>${bdi(message)}</p>${others.length > 0 && html`<p>${bdi(alsoText(others))}</p>`}${command(fix)}</div></li>`
}

/** Nothing if `advise` could not run. */
export function advice({ advice: given, adviceBasis: basis }: StageReport): Markup {
  if (given === null || basis === null) return html``
  const said = noAdvice(basis)
  if (given.length + basis.notJudged.length === 0) return folded('Advice', said)
  return html`<h3>Advice</h3>
${given.length > 0 ? html`<ul class="findings">${given.map(adviceItem)}</ul>` : html`<p class="empty">${said.charAt(0).toUpperCase()}${said.slice(1)}.</p>`}
${basis.notJudged.map(({ what, reason }) => html`<p class="note">Not judged: ${bdi(what)} (${bdi(reason)})</p>`)}`
}

/** A section that has nothing in it is a line. */
function folded(title: string, said: string): Markup {
  return html`<p class="empty blank"><b>${title}</b>: ${said}.</p>`
}

function adviceItem(one: Advice): Markup {
  const { action, reason, command: line, confidence } = one
  const change = changeText(one)
  const saves = change !== null && html`<b>${change}</b>, `
  return html`<li><span class="tag">${action}</span><div><p>${saves}${confidence} confidence</p><p>${bdi(reason)}</p>${command(line)}</div></li>`
}

/** Warnings that are not among the findings too. */
export function warnings({ status, findings: found }: StageReport): Markup {
  const all = status.warnings.filter(({ rule }) => !found?.some((one) => one.rule === rule))
  if (all.length === 0) return html``
  const item = ({ rule, message }: Warning) =>
    html`<li>${tag('warning')}<div><p><b>${rule}</b></p><p>${bdi(message)}</p></div></li>`
  return html`<h3>Warnings</h3><ul class="findings">${all.map(item)}</ul>`
}

function tag(severity: Severity): Markup {
  return html`<span class="tag ${severity}">${severity}</span>`
}

/** Scrolls where it is too long for a screen, by keyboard too; on paper it breaks between its words only. */
function command(line: string): Markup {
  const words = line.split(' ').map((word, place) => html`${place > 0 && ' '}<span>${word}</span>`)
  return html`<pre tabindex="0"><code><bdi>${words}</bdi></code></pre>`
}
