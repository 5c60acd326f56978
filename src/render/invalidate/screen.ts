import type { InvalidateReport, InvalidateResult } from '../../core/invalidate/report.js'
import { fields, type View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { hanging } from '../format/wrap.js'

export const INVALIDATE_VIEW: View<InvalidateResult, InvalidateReport> = {
  screen: (result, style) => (isSingle(result) ? single(result, style) : list(result, style)),
  rows: ({ reports }) => reports,
  columns: fields('method', 'url', 'outcome', 'status', 'signed', 'warning', 'reason', 'headerSet'),
}

const SHOWN = {
  invalidated: ['yes', 'green'],
  ignored: ['no', 'red'],
  forbidden: ['no', 'red'],
  unknown: ['unsure', 'yellow'],
} as const

function isSingle({ reports, failed }: InvalidateResult): boolean {
  return reports.length === 1 && failed.length === 0
}

function single({ reports }: InvalidateResult, style: Style): string {
  return reports
    .map((report) => {
      const sent = `status ${report.status}, ${signedText(report)}`
      return [
        `${outcomeText(report, style)}  ${requestText(report)}`,
        hanging('  ', report.reason, style),
        hanging('  ', report.warning === null ? sent : `${sent}, Warning: ${report.warning}`, style),
      ].join('\n')
    })
    .join('\n')
}

/** What the results of one method have in common is said once, below all of them. */
function list({ reports, failed }: InvalidateResult, style: Style): string {
  const { paint } = style
  const width = Math.max(...reports.map(({ outcome }) => style.sign[SHOWN[outcome][0]].length)) + 1
  const rowOf = (report: InvalidateReport) => {
    const sign = style.sign[SHOWN[report.outcome][0]]
    const outcome = outcomeText(report, style) + ' '.repeat(width + 11 - sign.length - 1 - report.outcome.length)
    return `${outcome}  ${String(report.status).padEnd(6)}  ${signedText(report).padEnd(8)}  ${requestText(report)}`
  }
  const rows = alike(reports).flatMap(({ reason, all }) => [...all.map(rowOf), hanging('    ', reason, style)])
  const head = paint.bold(`${'OUTCOME'.padEnd(width + 11)}  STATUS  SIGNED    URL`)
  return [
    head,
    ...rows,
    ...failed.map(({ url, message }) => `${paint.red(`${style.sign.no} failed`)}  ${url}: ${message}`),
    '',
    summary(reports, failed.length),
  ].join('\n')
}

interface Alike {
  readonly reason: string
  readonly all: readonly InvalidateReport[]
}

/** In the order of the first of each; the resource that each names is then that of all. */
function alike(reports: readonly InvalidateReport[]): readonly Alike[] {
  const groups = new Map<string, InvalidateReport[]>()
  for (const report of reports) {
    const key = `${report.outcome} ${report.reason.replace(ARN, '')}`
    groups.set(key, [...(groups.get(key) ?? []), report])
  }
  return [...groups.values()].map((all) => {
    const [{ reason } = { reason: '' }] = all
    const arns = new Set(all.flatMap((one) => one.reason.match(ARN) ?? []))
    return { all, reason: arns.size < 2 ? reason : reason.replace(ARN, shared([...arns])) }
  })
}

/** Of an entry, or of a path below a stage. */
const ARN = /arn:[\w-]+:execute-api:[^\s,;)]+/

/** `…/GET/pets/*` of several paths. */
function shared([first = '', ...others]: readonly string[]): string {
  const differs = [...first].findIndex((letter, at) => others.some((other) => other[at] !== letter))
  const common = differs < 0 ? first : first.slice(0, differs)
  return `${common.slice(0, common.lastIndexOf('/') + 1)}*`
}

function summary(reports: readonly InvalidateReport[], failed: number): string {
  const counts = (['invalidated', 'ignored', 'forbidden', 'unknown'] as const)
    .map((outcome) => ({ outcome, count: reports.filter((report) => report.outcome === outcome).length }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count} ${outcome}`)
  return [...counts, ...(failed > 0 ? [`${failed} failed`] : [])].join(', ')
}

function outcomeText({ outcome }: InvalidateReport, { paint, sign }: Style): string {
  const [mark, colour] = SHOWN[outcome]
  return paint[colour](`${sign[mark]} ${outcome}`)
}

function signedText({ signed }: InvalidateReport): string {
  return signed ? 'signed' : 'unsigned'
}

function requestText({ method, url, headerSet }: InvalidateReport): string {
  return `${method} ${url}${headerSet === null ? '' : `  (header values ${headerSet})`}`
}
