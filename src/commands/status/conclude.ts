import type { Context } from '../../context.js'
import { type Condition, judge } from '../../core/metrics/condition.js'
import type { StatusReport } from '../../core/status/report.js'
import { percent } from '../../render/format/units.js'
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

/** True where a condition is about what is not read otherwise. */
export function asksLatency({ failIf = [] }: StatusFlags): boolean {
  return failIf.some(({ figure }) => figure === 'latencyMs')
}

function isNo(
  { metrics, cluster, price }: StatusReport,
  conditions: readonly Condition[],
  failOnUnknown: boolean,
  { note, warn }: Words,
): boolean {
  const { hits, misses, requests, ratio, latencyMs = null } = metrics
  const { status } = cluster
  const figures = { hits, misses, requests, ratio, latencyMs, status, monthlyUsd: price.monthlyUsd }
  const { met, unknown } = judge(conditions, figures)
  for (const one of met)
    note(`--fail-if ${textOf(one)}: ${one.figure} is ${shown(one.figure, figures[one.figure])}`)
  for (const one of unknown) warn(`--fail-if ${textOf(one)}: ${one.figure} is not known`)
  return met.length > 0 || (failOnUnknown && unknown.length > 0)
}

function shown(figure: Condition['figure'], value: number | string | null): string {
  return figure === 'ratio' && typeof value === 'number' ? percent(value) : String(value)
}

function textOf({ figure, operator, value }: Condition): string {
  return `${figure}${operator}${value}`
}
