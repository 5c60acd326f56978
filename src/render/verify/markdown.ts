import { mayShareWrongly } from '../../core/verify/judging/shared-entries.js'
import type { VerifyReport, VerifyResult } from '../../core/verify/report.js'
import { type Column, fields, markdown, markdownCell, markdownFacts } from '../format/print.js'
import { counted, duration } from '../format/units.js'
import { sharedText } from './shared.js'

/** For a pull request or a job summary: a table of all verdicts, and details of what failed or shared an entry. PURE. */
export function verifyMarkdown(result: VerifyResult): string {
  const failed = result.reports.filter(({ passed }) => !passed)
  const count = counted(result.reports.length, 'URL')
  const title = failed.length === 0 ? `${count} as expected` : `${failed.length} of ${count} not as expected`
  const detailed = result.reports.filter((report) => !report.passed || mayShareWrongly(report))
  return [
    `## Verify: ${title}${sharedText(result.reports)}\n`,
    markdown(result.reports, COLUMNS),
    ...detailed.map(details),
  ].join('\n')
}

const COLUMNS: readonly Column<VerifyReport>[] = [
  { name: '', value: markOf },
  { name: 'request', value: ({ method, url }) => `${method} ${url}` },
  ...fields('verdict', 'expected', 'layer'),
  {
    name: 'first answer',
    value: ({ probes, latency }) => (probes.length > 0 ? duration(latency.firstMs) : ''),
  },
  {
    name: 'repeats',
    value: ({ probes, latency }) => (probes.length > 1 ? duration(latency.repeatMedianMs) : ''),
  },
]

function markOf(report: VerifyReport): string {
  if (!report.passed) return '❌'
  return mayShareWrongly(report) ? '⚠️' : '✅'
}

function details({ method, url, verdict, expected, reason, checks, next }: VerifyReport): string {
  const facts = markdownFacts([
    ['verdict', `${verdict}, expected ${expected}`],
    ['reason', reason],
    ...checks
      .filter(({ outcome }) => outcome !== 'pass')
      .map(({ id, outcome, detail }) => [`${id}: ${outcome}`, detail] as const),
    ...(next === null ? [] : [['what to do', next] as const]),
  ])
  return `### ${markdownCell(`${method} ${url}`)}\n\n${facts}`
}
