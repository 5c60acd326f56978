import type { Context } from '../../context.js'
import { type Condition, judge } from '../../core/metrics/condition.js'
import type { StatusReport } from '../../core/status/report.js'
import type { Session } from '../session/session.js'
import type { StatusFlags } from './flags.js'

type Words = Pick<Session, 'note' | 'warn'>

/** Writes the reports of one stage or several, and judges the figures: true where the answer is a no. */
export async function conclude(
  reports: readonly StatusReport[],
  { report: files, failIf = [], failOnUnknown }: StatusFlags,
  wordsFor: (report: StatusReport) => Words,
  context: Pick<Context, 'writeFile' | 'io' | 'setExitCode'>,
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
  // Every stage is judged, so that all that fail are named.
  const fails = reports.map((report) => isNo(report, failIf, failOnUnknown === true, wordsFor(report)))
  return fails.includes(true)
}

function isNo(
  { metrics }: StatusReport,
  conditions: readonly Condition[],
  failOnUnknown: boolean,
  { note, warn }: Words,
): boolean {
  const { met, unknown } = judge(conditions, metrics)
  for (const one of met) note(`--fail-if ${textOf(one)}: ${one.figure} is ${metrics[one.figure]}`)
  for (const one of unknown) warn(`--fail-if ${textOf(one)}: ${one.figure} is not known`)
  return met.length > 0 || (failOnUnknown && unknown.length > 0)
}

function textOf({ figure, operator, value }: Condition): string {
  return `${figure}${operator}${value}`
}
