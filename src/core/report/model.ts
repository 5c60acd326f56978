import type { Advice, AdviceBasis } from '../advise/report.js'
import type { DoctorFinding, DoctorReport } from '../doctor/report.js'
import type { StatusReport } from '../status/report.js'

/** The result of `report`: what its page shows. */
export interface Report {
  /** ISO 8601, UTC. */
  readonly generatedAt: string
  readonly stages: readonly StageReport[]
}

export interface StageReport {
  /**
   * As `status --methods` gives it for this window and period, up to where CloudWatch has everything. Where that is
   * nothing, the sums are null, and a warning says so.
   */
  readonly status: StatusReport
  /** Every period of the window, oldest first; empty where the figures are not this stage's alone, or denied. */
  readonly series: readonly ReportPoint[]
  /** As `doctor` gives them; null where they may not be looked for. */
  readonly findings: readonly DoctorFinding[] | null
  /** Rules that could not be judged, or not wholly, and why. */
  readonly notJudged: DoctorReport['notJudged']
  /** As `advise` gives it; null where it may not be looked for. */
  readonly advice: readonly Advice[] | null
  /** The figures behind the advice, and the questions that they leave open; null likewise. */
  readonly adviceBasis: AdviceBasis | null
}

export interface ReportPoint {
  /** Start of the period, ISO 8601, UTC. */
  readonly at: string
  /** Counts are null where CloudWatch may still be late, or may not be asked. */
  readonly hits: number | null
  readonly misses: number | null
  readonly requests: number | null
  /** Null also where there was neither a hit nor a miss. */
  readonly ratio: number | null
  /** Null where there was no request. */
  readonly latency: LatencyFigures | null
  /** Of the requests that reached the backend. */
  readonly integrationLatency: LatencyFigures | null
}

export interface LatencyFigures {
  readonly averageMs: number | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}
