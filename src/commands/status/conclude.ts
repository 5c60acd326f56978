import type { Context } from '../../context.js'
import { type Condition, judge } from '../../core/metrics/condition.js'
import type { StatusReport } from '../../core/status/report.js'
import { percent } from '../../render/format/units.js'
import type { Session } from '../session/session.js'
import type { StatusFlags } from './flags.js'

type Words = Pick<Session, 'note' | 'warn'>

/** Writes the reports of one stage or several, and says of each figure what it is judged by. */
export async function conclude(
  reports: readonly StatusReport[],
  { report: files, failIf = [] }: StatusFlags,
  wordsFor: (report: StatusReport) => Words,
  context: Context,
): Promise<void> {
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
  for (const report of reports) tell(report, failIf, wordsFor(report))
}

/** True where a condition is met; or not known, where that counts. */
export function isNo(report: StatusReport, { failIf = [], failOnUnknown }: StatusFlags): boolean {
  const { met, unknown } = judge(failIf, figuresOf(report))
  return met.length > 0 || (failOnUnknown === true && unknown.length > 0)
}

/** True where a condition is about what is not read otherwise. */
export function asksLatency({ failIf = [] }: StatusFlags): boolean {
  return failIf.some(({ figure }) => figure === 'latencyMs')
}

function figuresOf({ metrics, cluster, price }: StatusReport) {
  const { hits, misses, requests, ratio, latencyMs = null } = metrics
  const { status } = cluster
  return { hits, misses, requests, ratio, latencyMs, status, monthlyUsd: price.monthlyUsd }
}

function tell(report: StatusReport, conditions: readonly Condition[], { note, warn }: Words): void {
  const figures = figuresOf(report)
  const { met, unknown } = judge(conditions, figures)
  for (const one of met) note(`--fail-if ${textOf(one)}: ${one.figure} is ${shown(one.figure, figures[one.figure])}`)
  for (const one of unknown) warn(`--fail-if ${textOf(one)}: ${one.figure} is not known`)
}

function shown(figure: Condition['figure'], value: number | string | null): string {
  return figure === 'ratio' && typeof value === 'number' ? percent(value) : String(value)
}

function textOf({ figure, operator, value }: Condition): string {
  return `${figure}${operator}${value}`
}
