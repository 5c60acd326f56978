import { type DoctorFinding, type DoctorReport, SEVERITIES, type Severity } from '../../core/doctor/report.js'
import type { Several } from '../../core/find/outcome.js'
import type { Target } from '../../core/gateway/model.js'
import type { View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'
import { counted } from '../format/units.js'
import { hanging } from '../format/wrap.js'
import { titleOf } from '../stage/screen.js'

/** The findings, the worst first; each with a command on a line of its own, which is never broken. */
export const DOCTOR_VIEW: View<DoctorReport, DoctorFinding> = {
  screen,
  rows: ({ findings }) => findings,
  columns: [
    { name: 'rule', value: ({ rule }) => rule },
    { name: 'severity', value: ({ severity }) => severity },
    { name: 'method', value: ({ method }) => method },
    { name: 'path', value: ({ path }) => path },
    { name: 'message', value: ({ message }) => message },
    { name: 'fix', value: ({ fix }) => fix },
    { name: 'safe', value: ({ safe }) => safe },
    { name: 'suppressed', value: ({ suppressed }) => suppressed },
  ],
}

/** Those of several stages, one after the other; a row says which stage it is of. */
export const DOCTORS_VIEW: View<Several<DoctorReport>, DoctorFinding & { readonly target: Target }> = {
  screen: ({ stages }, style) => stages.map((report) => screen(report, style)).join('\n\n'),
  rows: ({ stages }) =>
    stages.flatMap(({ target, findings }) => findings.map((finding) => ({ target, ...finding }))),
  columns: [
    { name: 'api', value: ({ target }) => target.api.name },
    { name: 'apiId', value: ({ target }) => target.api.id },
    { name: 'stage', value: ({ target }) => target.stage },
    ...DOCTOR_VIEW.columns,
  ],
}

function screen(report: DoctorReport, style: Style): string {
  const counting = report.findings.filter(({ suppressed }) => suppressed === null)
  const groups = SEVERITIES.flatMap((severity) => {
    const some = counting.filter((one) => one.severity === severity)
    return some.length === 0 ? [] : ['', heading(severity, some.length, style), ...some.flatMap(lines(style))]
  })
  return [titleOf(report.target, style), ...fixedLines(report), ...groups, '', summary(report, style)].join(
    '\n',
  )
}

function fixedLines({ fixed }: DoctorReport): readonly string[] {
  if (!fixed || fixed.length === 0) return []
  const what = fixed.map(({ rule, method, path }) => `  ${[rule, method, path].filter(Boolean).join(' ')}`)
  return ['', `fixed (${fixed.length})`, ...what.map(clean)]
}

function heading(severity: Severity, count: number, { paint }: Style): string {
  const color = { error: paint.red, warning: paint.yellow, info: paint.blue }[severity]
  return color(severity === 'info' ? `info (${count})` : `${severity}s (${count})`)
}

function lines(style: Style): (finding: DoctorFinding) => readonly string[] {
  return ({ rule, message, fix }) => [
    hanging('  ', `${style.paint.bold(rule)}: ${clean(message)}`, style),
    `    ${clean(fix)}`,
  ]
}

function summary({ findings }: DoctorReport, { sign }: Style): string {
  const counts = SEVERITIES.flatMap((severity) => {
    const count = findings.filter((one) => one.severity === severity && one.suppressed === null).length
    if (count === 0) return []
    return severity === 'info' ? [`${count} info`] : [counted(count, severity)]
  })
  const suppressed = findings.filter((one) => one.suppressed !== null).length
  const more = suppressed === 0 ? '' : ` (${suppressed} suppressed)`
  return counts.length === 0 ? `${sign.yes} nothing found${more}` : `${counts.join(', ')}${more}`
}
