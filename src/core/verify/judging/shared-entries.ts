import type { Spelling } from '../../base/spelling.js'
import { CANARY_FIRST, deploying } from '../../gateway/canary.js'
import { pathParameters } from '../../gateway/method.js'
import type { Known } from '../evidence.js'
import type { VerifyReport } from '../report.js'

export const SHARED_ENTRY = 'shared-entry'

/** True where it was answered with another's entry, which may be meant: nothing else in the report says no. PURE. */
export function mayShareWrongly({ checks }: Pick<VerifyReport, 'checks'>): boolean {
  return checks.some(({ id, outcome }) => id === SHARED_ENTRY && outcome === 'unknown')
}

/** The request behind a report. */
interface Sent {
  /** As sent, with what the report hides. */
  readonly url: string
  readonly known: Known | null
}

/**
 * Notes where one URL was answered with what had been stored for another. Other paths are other things, so that
 * is a failure; other queries may be meant to share an entry. PURE.
 */
export function withSharedEntries(
  reports: readonly VerifyReport[],
  sent: readonly Sent[],
  spelling: Spelling,
): readonly VerifyReport[] {
  return reports.map((report, index) => {
    const at = reports
      .slice(0, index)
      .findIndex((earlier, one) => sent[one]?.url !== sent[index]?.url && sharesEntry(earlier, report))
    const other = reports[at]
    if (!other) return report
    const wrong = pathOf(other) !== pathOf(report)
    const detail = `the same entry answered ${other.url}: the cache key does not tell the two apart`
    const outcome = wrong ? 'fail' : 'unknown'
    const checks = [...report.checks, { id: SHARED_ENTRY, outcome, detail } as const]
    if (!wrong) return { ...report, checks }
    const next = remedyOf([sent[at], sent[index]], report.target, spelling)
    return { ...report, checks, passed: false, next: report.next ?? next }
  })
}

/** What tells the two apart depends on whether one method answers both. */
function remedyOf(
  [first, second]: readonly (Sent | undefined)[],
  target: VerifyReport['target'],
  { step }: Spelling,
): string {
  const known = second?.known ?? null
  const other = first?.known ?? null
  if (target === null || known === null || other === null || !known.cached) {
    return 'look for the cache that answers, behind or in front of the stage: the path has to be in its key'
  }
  const { method, path, servedBy, keys, hasCanary } = known
  if (path !== other.path) {
    const off = step({ verb: 'override', words: [method, path], options: { caching: false }, target })
    return `methods with one cache namespace and equal keys have one entry; turn caching of one of them off:\n${off}`
  }
  const missing = pathParameters(path).map((name) => `path.${name}`)
  const words = [servedBy, path, ...missing.filter((key) => !keys?.includes(key))]
  return words.length > 2
    ? `add the path parameter to the cache key ${hasCanary ? `(${CANARY_FIRST})` : 'and deploy'}:\n${step({ verb: 'keys add', words, options: deploying(hasCanary), target })}`
    : `the path is in the cache key; look for a cache behind or in front of the stage, and at what is found here:\n${step({ verb: 'doctor', target })}`
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
