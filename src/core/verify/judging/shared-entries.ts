import type { Spelling } from '../../base/spelling.js'
import type { VerifyReport } from '../report.js'

/**
 * Notes where one URL was answered with what had been stored for another. Other paths are other things, so that
 * is a failure; other queries may be meant to share an entry. PURE.
 */
export function withSharedEntries(
  reports: readonly VerifyReport[],
  sent: readonly string[],
  { step }: Spelling,
): readonly VerifyReport[] {
  return reports.map((report, index) => {
    const other = reports
      .slice(0, index)
      .find((earlier, at) => sent[at] !== sent[index] && sharesEntry(earlier, report))
    if (!other) return report
    const wrong = pathOf(other) !== pathOf(report)
    const detail = `the same entry answered ${other.url}: the cache key does not tell the two apart`
    const outcome = wrong ? 'fail' : 'unknown'
    const checks = [...report.checks, { id: 'shared-entry', outcome, detail } as const]
    if (!wrong) return { ...report, checks }
    const { target } = report
    const look = target === null ? '' : `; this says with which command:\n${step({ verb: 'doctor', target })}`
    const next = `add the path parameter to the cache key and deploy${look}`
    return { ...report, checks, passed: false, next: report.next ?? next }
  })
}

function pathOf({ url }: VerifyReport): string {
  return new URL(url).pathname
}

function sharesEntry(a: VerifyReport, b: VerifyReport): boolean {
  if (a.verdict !== 'cached' || b.verdict !== 'cached') return false
  if (a.freshness === null || a.freshness.source !== b.freshness?.source) return false
  const values = a.probes.map(({ value }) => value)
  const [first] = b.probes
  return first?.value != null && values.includes(first.value)
}
