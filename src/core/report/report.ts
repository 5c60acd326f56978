import { advise } from '../advise/advise.js'
import { settledPart, withoutTotals } from '../advise/judged.js'
import type { Connection } from '../aws/connection.js'
import { isDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import { type DoctorOptions, readDoctor } from '../doctor/doctor.js'
import { readingMethodsOnce } from '../doctor/read-seen.js'
import type { ResolvedTarget } from '../find/target.js'
import type { Warning } from '../gateway/model.js'
import type { Window } from '../metrics/window.js'
import type { StatusReport } from '../status/report.js'
import { readStatus } from '../status/status.js'
import { readMeasured } from './measured.js'
import type { Report, StageReport } from './model.js'
import { reportSeries } from './series.js'
import { reportWindow } from './window.js'

export interface ReportRequest {
  /**
   * What is looked at, up to where CloudWatch has everything. Its period is made longer where a chart could not show
   * all points, and its start is that of a period.
   */
  readonly window: Window
  /** As for `readDoctor`. */
  readonly findings?: Pick<DoctorOptions, 'sensitive' | 'ignore'>
}

/**
 * Everything about one stage or many that a page shows: status with methods, hits, misses and latency over time,
 * findings, advice. What may not be read is null, and a warning says so. Errors: as `readStatus`.
 */
export async function readReport(
  connection: Connection,
  targets: readonly ResolvedTarget[],
  request: ReportRequest,
): Promise<Report> {
  const stages = await Promise.all(targets.map((one) => readStageReport(connection, one, request)))
  return { generatedAt: new Date(connection.clock.now()).toISOString(), stages }
}

/** One stage of it, for stages of several connections. Errors: as `readStatus`. */
export async function readStageReport(
  connection: Connection,
  resolved: ResolvedTarget,
  { window: asked, findings = {} }: ReportRequest,
): Promise<StageReport> {
  const settled = settledPart(asked)
  const window = reportWindow(settled ?? asked)
  const once = readingMethodsOnce(connection, resolved)
  const [status, measured, judged, advised] = await Promise.all([
    readStatus(once, resolved, { window, methods: true }),
    orWarning('latency-denied', readMeasured(once, resolved.target, window)),
    orWarning('findings-denied', readDoctor(once, resolved, findings)),
    orWarning('advice-denied', advise(once, resolved, { window: asked })),
  ])
  const told = !status.warnings.some(({ rule }) => UNTOLD.includes(rule))
  const denied = [measured, judged, advised].flatMap(({ warning }) => warning ?? [])
  return {
    status: shown(settled ? status : withoutTotals(status), [...(settled ? [] : [NOT_SETTLED]), ...denied]),
    series: told ? reportSeries(window, status.metrics.series, measured.result) : [],
    findings: judged.result?.findings ?? null,
    notJudged: judged.result?.notJudged ?? [],
    advice: advised.result?.advice ?? null,
    adviceBasis: advised.result?.seen[0] ?? null,
  }
}

const NOT_SETTLED: Warning = {
  rule: 'not-settled',
  message:
    'CloudWatch is some minutes late, and of this window it has nothing completely: --since 15m or more has figures',
}

function shown(status: StatusReport, more: readonly Warning[]): StatusReport {
  return { ...status, warnings: [...status.warnings, ...more] }
}

/** Warnings that say why there are no figures although they may exist. */
const UNTOLD = ['same-api-name', 'metrics-denied']

interface Read<T> {
  readonly result: T | null
  readonly warning: Warning | null
}

/** A part of the page that may not be read is left out. */
async function orWarning<T>(rule: string, reading: Promise<T>): Promise<Read<T>> {
  try {
    return { result: await reading, warning: null }
  } catch (error) {
    if (!(isDenied(error) && error instanceof ApigwCacheError)) throw error
    return { result: null, warning: { rule, message: error.message } }
  }
}
