import type { Context } from '../../context.js'
import type { StatusReport } from '../../core/status/report.js'
import type { Session } from '../session/session.js'
import type { StatusFlags } from './command.js'

type Words = Pick<Session, 'note' | 'warn'>

/** Writes the reports of one stage or several, and judges the figures: true where the answer is a no. */
export async function conclude(
  reports: readonly StatusReport[],
  { report: files, failIf, failOnUnknown }: StatusFlags,
  wordsFor: (report: StatusReport) => Words,
  context: Pick<Context, 'writeFile'>,
): Promise<boolean> {
  if (files) {
    const { writeReports } = await import('../session/files.js')
    await writeReports(context, files, {
      prometheus: async () => (await import('../../render/status/prometheus.js')).prometheus(reports),
      markdown: async () => {
        const { statusMarkdown } = await import('../../render/status/markdown.js')
        return reports.map(statusMarkdown).join('\n')
      },
    })
  }
  if (!failIf) return false
  const { fails } = await import('./conditions.js')
  const asked = failOnUnknown === undefined ? { failIf } : { failIf, failOnUnknown }
  // Every stage is judged, so that all that fail are named.
  return reports.map((report) => fails(report, asked, wordsFor(report))).some((failed) => failed)
}
