import { type DoctorFinding, type DoctorReport, SEVERITIES, type Severity } from '../../core/doctor/report.js'
import { noCache } from '../../core/doctor/rules/not-caching/no-cache.js'
import type { Several } from '../../core/find/outcome.js'
import type { Target } from '../../core/gateway/model.js'
import { fields, type View, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'
import { counted } from '../format/units.js'
import { hanging } from '../format/wrap.js'
import { TARGET_COLUMNS, titleOf } from '../stage/lines.js'
import { type Alike, alike, alsoText, readable } from './alike.js'

/** The worst findings first. Each fix is a command to paste, so it has a line of its own and is never wrapped. */
export const DOCTOR_VIEW: View<DoctorReport, DoctorFinding> = {
  screen,
  rows: ({ findings }) => findings,
  columns: fields('rule', 'severity', 'method', 'path', 'message', 'fix', 'safe', 'suppressed'),
  readable,
}

export const DOCTORS_VIEW: View<Several<DoctorReport>, DoctorFinding & { readonly target: Target }> = {
  screen: severalScreen,
  rows: ({ stages }) => stages.flatMap(({ target, findings }) => findings.map((finding) => ({ target, ...finding }))),
  columns: [
    ...within(
      ({ target }: { readonly target: Target }) => target,
      TARGET_COLUMNS.filter(({ name }) => name !== 'region'),
    ),
    ...DOCTOR_VIEW.columns,
  ],
  readable,
}

export function unsuppressed(findings: readonly DoctorFinding[]): readonly DoctorFinding[] {
  return findings.filter(({ suppressed }) => suppressed === null)
}

interface SeverityGroup {
  readonly severity: Severity
  readonly findings: readonly DoctorFinding[]
}

/** Unsuppressed findings, the worst severity first; severities without any are left out. */
export function bySeverity(findings: readonly DoctorFinding[]): readonly SeverityGroup[] {
  return SEVERITIES.map((severity) => ({
    severity,
    findings: unsuppressed(findings).filter((one) => one.severity === severity),
  })).filter((group) => group.findings.length > 0)
}

const NAMED = 10

/** Stages without findings are named in one line, and so are those that only have no cache, which most may not. */
function severalScreen({ stages }: Several<DoctorReport>, style: Style): string {
  const kindOf = ({ findings, fixed = [] }: DoctorReport) => {
    const counting = unsuppressed(findings)
    if (fixed.length > 0) return 'shown'
    if (counting.length === 0) return 'clear'
    return counting.every(({ rule }) => rule === noCache.id) ? 'plain' : 'shown'
  }
  const of = (kind: ReturnType<typeof kindOf>) => stages.filter((report) => kindOf(report) === kind)
  const [clear, plain] = [of('clear'), of('plain')]
  const suppressed = clear.reduce((sum, { findings }) => sum + findings.length, 0)
  const found = `${style.sign.yes} nothing found in ${counted(clear.length, 'stage')}${suppressedText(suppressed)}: `
  const without = `no cache in ${counted(plain.length, 'stage')} (${noCache.id}): `
  return [
    ...of('shown').map((report) => screen(report, style)),
    ...(clear.length === 0 ? [] : [hanging('', found + namesOf(clear), style)]),
    ...(plain.length === 0 ? [] : [hanging('', without + namesOf(plain), style)]),
    ...(clear.length === stages.length ? [] : [hanging('', totals(stages, style), style)]),
  ].join('\n\n')
}

function namesOf(stages: readonly DoctorReport[]): string {
  const names = stages
    .slice(0, NAMED)
    .map(({ target }) => clean(`${target.api.name ?? target.api.id} / ${target.stage}`))
  const more = stages.length > NAMED ? [`and ${stages.length - NAMED} more`] : []
  return [...names, ...more].join(', ')
}

/** `3 stages: 2 errors (ttl-zero 2), 1 info (lingering-size 1)` */
function totals(stages: readonly DoctorReport[], style: Style): string {
  const all = stages.flatMap(({ findings }) => findings)
  const counts = bySeverity(all).map(({ severity, findings }) => {
    const rules = [...new Set(findings.map(({ rule }) => rule))].map(
      (rule) => `${rule} ${findings.filter((one) => one.rule === rule).length}`,
    )
    return `${severityCount(severity, findings.length)} (${rules.join(', ')})`
  })
  const found = counts.length === 0 ? `${style.sign.yes} nothing found` : counts.join(', ')
  const suppressed = suppressedText(all.length - unsuppressed(all).length)
  return `${counted(stages.length, 'stage')}: ${found}${suppressed}`
}

function screen(report: DoctorReport, style: Style): string {
  const groups = bySeverity(report.findings).flatMap(({ severity, findings }) => [
    '',
    heading(severity, findings.length, style),
    ...alike(findings).flatMap(lines(style)),
  ])
  return [titleOf(report.target, style), ...fixedLines(report), ...groups, '', summary(report, style)].join('\n')
}

function fixedLines({ fixed }: DoctorReport): readonly string[] {
  if (!fixed || fixed.length === 0) return []
  const what = fixed.flatMap(({ rule, method, path, cure }) => {
    const name = `  ${[rule, method, path].filter(Boolean).join(' ')}`
    if (!cure) return [name]
    return [`${name}: caching is off now; to cache it again:`, ...cure.map((command) => `    ${command}`)]
  })
  return ['', `fixed (${fixed.length})`, ...what.map(clean)]
}

function heading(severity: Severity, count: number, { paint }: Style): string {
  const color = { error: paint.red, warning: paint.yellow, info: paint.blue }[severity]
  return color(severity === 'info' ? `info (${count})` : `${severity}s (${count})`)
}

function lines(style: Style): (alike: Alike) => readonly string[] {
  return ({ first: { rule, message, fix }, others }) => [
    hanging('  ', `${style.paint.bold(rule)}: ${clean(message)}`, style),
    ...(others.length === 0 ? [] : [hanging('    ', clean(alsoText(others)), style)]),
    `    ${clean(fix)}`,
  ]
}

function summary({ findings }: DoctorReport, { sign }: Style): string {
  const counts = bySeverity(findings).map(({ severity, findings: { length } }) => severityCount(severity, length))
  const more = suppressedText(findings.length - unsuppressed(findings).length)
  return counts.length === 0 ? `${sign.yes} nothing found${more}` : `${counts.join(', ')}${more}`
}

function severityCount(severity: Severity, count: number): string {
  return severity === 'info' ? `${count} info` : counted(count, severity)
}

function suppressedText(count: number): string {
  return count === 0 ? '' : ` (${count} suppressed)`
}
