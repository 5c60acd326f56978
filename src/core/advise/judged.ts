import { minute, span } from '../base/quantities.js'
import type { Spelling } from '../base/spelling.js'
import type { StageRecord } from '../gateway/record.js'
import { type Window, windowOf } from '../metrics/window.js'
import type { StatusReport } from '../status/report.js'
import type { NotJudged } from './report.js'

const MINUTE_MS = 60_000
/** Below this even silence says nothing. */
const SETTLED_MS = 5 * MINUTE_MS
/** A window of 15 minutes without those that CloudWatch is late. */
const LEAST_MS = 10 * MINUTE_MS
/** A window that misses less than this at its beginning is as good as whole. */
const HARDLY = 0.01
export const EVERYTHING = 'everything'

/** The part of a window of which CloudWatch has everything; null where that is hardly any. PURE. */
export function settledPart(window: Window): Window | null {
  const until = Math.min(window.until, window.settledUntil)
  return until - window.since < SETTLED_MS ? null : { ...window, until }
}

/** Sums of a window that is not complete would be less than the truth. PURE. */
export function withoutTotals(status: StatusReport): StatusReport {
  const unknown = { hits: null, misses: null, requests: null, ratio: null }
  const { methods, methodsNotYet = [] } = status.metrics
  const late = [...(methods ?? []), ...methodsNotYet].map(({ method, path }) => ({ method, path }))
  const own = { methods: methods && [], ...(late.length > 0 && { methodsNotYet: late }) }
  return { ...status, metrics: { ...status.metrics, ...unknown, ...own } }
}

export interface Judged {
  /** Null where too little is left. */
  readonly window: Window | null
  readonly notJudged: readonly NotJudged[]
}

/**
 * The part of a window that may be judged: its figures are complete, and the stage was all the time as it is
 * now. PURE.
 */
export function judgedPart(
  window: Window,
  { createdAt, updatedAt }: Pick<StageRecord, 'createdAt' | 'updatedAt'>,
  now: number,
  { option }: Spelling,
): Judged {
  const changedAt = updatedAt ?? createdAt
  const settled = settledPart(window)
  if (settled === null || settled.until - settled.since < LEAST_MS) {
    return nothing(
      `of this window CloudWatch has less than ${span(LEAST_MS)} completely: a ${option('since')} of at least 15m is needed`,
    )
  }
  if (changedAt === null || changedAt <= settled.since) return { window: settled, notJudged: [] }
  const since = changedAt + MINUTE_MS
  if (settled.until - since < LEAST_MS) {
    return nothing(
      `the stage was changed at ${minute(changedAt)} UTC, and the figures of this window are from before or of a few minutes: look again later`,
    )
  }
  const before = { what: `the time before ${minute(changedAt)} UTC`, reason: 'the stage was changed then' }
  const lost = (since - settled.since) / (settled.until - settled.since)
  return { window: windowOf(since, settled.until, now), notJudged: lost > HARDLY ? [before] : [] }
}

function nothing(reason: string): Judged {
  return { window: null, notJudged: [{ what: EVERYTHING, reason }] }
}
