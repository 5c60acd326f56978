import type { VerifyReport } from '../model.js'

/**
 * Notes where one URL was answered with what had been stored for another: the cache key does not tell them
 * apart, which may be meant, or serve one caller's data to another. PURE.
 */
export function withSharedEntries(reports: readonly VerifyReport[]): readonly VerifyReport[] {
  return reports.map((report, index) => {
    const other = reports.slice(0, index).find((earlier) => sharesEntry(earlier, report))
    if (!other) return report
    const detail = `the same entry answered ${other.url}: the cache key does not tell the two apart`
    return { ...report, checks: [...report.checks, { id: 'shared-entry', outcome: 'unknown', detail }] }
  })
}

function sharesEntry(a: VerifyReport, b: VerifyReport): boolean {
  if (a.url === b.url || a.verdict !== 'cached' || b.verdict !== 'cached') return false
  if (a.freshness === null || a.freshness.source !== b.freshness?.source) return false
  const values = a.probes.map(({ value }) => value)
  const [first] = b.probes
  return first?.value != null && values.includes(first.value)
}
