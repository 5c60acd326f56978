import { mayShareWrongly, SHARED_ENTRY } from '../../core/verify/judging/shared-entries.js'
import type { VerifyReport } from '../../core/verify/report.js'

/** For the line that sums up: where it says that all is as expected, somebody may still get another's answer. PURE. */
export function sharedText(reports: readonly VerifyReport[]): string {
  const { length } = reports.filter(mayShareWrongly)
  return length === 0 ? '' : `; ${length} shared the entry of another (${SHARED_ENTRY})`
}
