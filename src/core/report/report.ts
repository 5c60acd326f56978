import { advise } from '../advise/advise.js'
import { settledPart, withoutTotals } from '../advise/judged.js'
import type { SeriesQuery } from '../aws/metrics-api.js'
import { unlessDenied } from '../base/denied.js'
import type { Spelling } from '../base/spelling.js'
import { type DoctorOptions, readDoctor } from '../doctor/doctor.js'
import { readingMethodsOnce } from '../find/methods.js'
import type { OpenStage } from '../find/open-stage.js'
import type { Warning } from '../gateway/model.js'
import { apiNameDimension } from '../metrics/cache-metrics.js'
import { isQuietSince, LOOK_BACK_MS, latest, type Window } from '../metrics/window.js'
import { readStatus } from '../status/status.js'
import type { StageReport } from './model.js'
import { type Measured, reportSeries } from './series.js'

export interface ReportOptions {
  /**
   * What is looked at, up to where CloudWatch has everything; the last 24 hours where left out. Its period is made
   * longer where a chart could not show all points, and its start is that of a period.
   */
  readonly window?: Window | undefined
  /** As for `doctor`. */
  readonly findings?: Pick<DoctorOptions, 'sensitive' | 'ignore'> | undefined
}

/**
 * Everything about a stage that a page shows: status with methods, hits, misses and latency over time, findings,
 * advice. What may not be read is null, and a warning says so. Errors: as `readStatus`.
 */
export async function readStageReport(stage: OpenStage, options: ReportOptions = {}): Promise<StageReport> {
  const { clock, spelling } = stage.connection
  const { window: asked = latest(LOOK_BACK_MS.report, clock.now()), findings = {} } = options
  const settled = settledPart(asked)
  const window = reportWindow(settled ?? asked)
  const once = readingMethodsOnce(stage)
  const [status, measured, judged, advised] = await Promise.all([
    readStatus(once, { window, methods: true }),
    orWarning('latency-denied', () => readMeasured(once, window)),
    orWarning('findings-denied', () => readDoctor(once, findings)),
    orWarning('advice-denied', () => advise(once, { window: asked })),
  ])
  const isTold = !status.warnings.some(({ rule }) => UNTOLD.includes(rule))
  const unread = [measured, judged, advised].flatMap(({ warnings }) => warnings)
  const told = settled !== null && (status.metrics.requests !== 0 || isQuietSince(stage.record, asked))
  const { warnings, ...rest } = told ? status : withoutTotals(status)
  return {
    status: { ...rest, warnings: [...warnings, ...(told ? [] : [notSettled(settled, spelling)]), ...unread] },
    series: isTold ? reportSeries(window, status.metrics.series, measured.result) : [],
    findings: judged.result?.findings ?? null,
    notJudged: judged.result?.notJudged ?? [],
    advice: advised.result?.advice ?? null,
    adviceBasis: advised.result?.seen[0] ?? null,
  }
}

function notSettled(settled: Window | null, { option }: Spelling): Warning {
  const message =
    settled === null
      ? `CloudWatch is some minutes late, and of this window it has nothing completely: ${option('since', '15m')} or more has figures`
      : 'CloudWatch is some minutes late, and has too little of the time since the stage was changed: look again in some minutes'
  return { rule: 'not-settled', message }
}

/** Warnings that say why there are no figures although they may exist. */
const UNTOLD = ['same-api-name', 'metrics-denied']

/** A part of the page that may not be read is left out. */
async function orWarning<T>(rule: string, read: () => Promise<T>) {
  const warnings: Warning[] = []
  const result = await unlessDenied(read, ({ message }) => warnings.push({ rule, message }))
  return { result, warnings }
}

/** Periods that a person reads easily, in seconds: from a minute to a day. */
const STEPS = [60, 300, 900, 1800, 3600, 7200, 21_600, 86_400]
/** A chart shows no more than this, and nobody reads a longer table. */
const MOST_POINTS = 400

/** The same window with a period that a chart can show and CloudWatch still has, and begins with. PURE. */
export function reportWindow(window: Window): Window {
  const spanSeconds = (window.until - window.since) / 1000
  const fitting = STEPS.find((step) => step >= window.periodSeconds && spanSeconds / step <= MOST_POINTS)
  const periodSeconds = fitting ?? Math.max(window.periodSeconds, 86_400)
  const periodMs = periodSeconds * 1000
  return { ...window, since: Math.floor(window.since / periodMs) * periodMs, periodSeconds }
}

const ASKED = [
  ['Count', 'Sum'],
  ['Latency', 'Average'],
  ['Latency', 'p50'],
  ['Latency', 'p95'],
  ['IntegrationLatency', 'Average'],
  ['IntegrationLatency', 'p50'],
  ['IntegrationLatency', 'p95'],
] as const

/** Requests and latencies of a stage, in one call. Errors: `denied`. */
export async function readMeasured(
  { connection: { metrics }, target: { api, stage } }: OpenStage,
  { since, until, periodSeconds }: Window,
): Promise<Measured> {
  const dimensions = { ApiName: apiNameDimension(api.id, api.name), Stage: stage }
  const queries = ASKED.map(
    ([metric, statistic]): SeriesQuery => ({ metric, statistic, dimensions, since, until, periodSeconds }),
  )
  const [requests = [], ...latencies] = await metrics.many(queries)
  const of = ([average = [], p50 = [], p95 = []]: typeof latencies) => ({ average, p50, p95 })
  return { requests, latency: of(latencies.slice(0, 3)), integrationLatency: of(latencies.slice(3)) }
}
