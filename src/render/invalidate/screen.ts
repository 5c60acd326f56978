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

/** Results in a row that share a reason show it once. */
function list({ reports, failed }: InvalidateResult, style: Style): string {
  const { paint } = style
  const width = Math.max(...reports.map(({ outcome }) => style.sign[SHOWN[outcome][0]].length)) + 1
  const rows = reports.flatMap((report, index) => {
    const sign = style.sign[SHOWN[report.outcome][0]]
    const outcome =
      outcomeText(report, style) + ' '.repeat(width + 11 - sign.length - 1 - report.outcome.length)
    const row = `${outcome}  ${String(report.status).padEnd(6)}  ${signedText(report).padEnd(8)}  ${requestText(report)}`
    const shown = reports[index - 1]?.reason === report.reason
    return shown ? [row] : [row, hanging('    ', report.reason, style)]
  })
  const head = paint.bold(`${'OUTCOME'.padEnd(width + 11)}  STATUS  SIGNED    URL`)
  return [
    head,
    ...rows,
    ...failed.map(({ url, message }) => `${paint.red(`${style.sign.no} failed`)}  ${url}: ${message}`),
    '',
    summary(reports, failed.length),
  ].join('\n')
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
