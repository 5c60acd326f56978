import { readingMethodsOnce } from '../find/methods.js'
import type { OpenStage } from '../find/open-stage.js'
import { readRequests } from '../metrics/requests.js'
import { LOOK_BACK_MS, latest, type Window, windowOf } from '../metrics/window.js'
import type { StatusReport } from '../status/report.js'
import { readStatus } from '../status/status.js'
import { capacity } from './capacity.js'
import { fineKeys } from './fine-keys.js'
import { readIdentityKeys } from './identity-keys.js'
import { idle } from './idle.js'
import { judgedPart, withoutTotals } from './judged.js'
import { unjudged } from './not-judged.js'
import { notStored } from './not-stored.js'
import type { Adviser, Basis } from './readings.js'
import type { Advice, AdviceBasis, AdviceReport } from './report.js'
import { shortTtl } from './short-ttl.js'
import { readTraffic } from './traffic.js'

/** The kinds of advice, in the order in which they are told. */
const ADVISERS: readonly Adviser[] = [idle, capacity, shortTtl, fineKeys, notStored]

export interface AdviseOptions {
  /**
   * What is looked at, a week or more for advice that one can rely on, two for AWS's rule of thumb. The last two
   * weeks where left out.
   */
  readonly window?: Window | undefined
}

/**
 * Judges from CloudWatch metrics whether a stage's cluster should be larger, smaller or gone, and which TTLs and
 * keys cost hits. Of the window only what is complete is judged, from the last change of the stage on; `seen` says
 * what was not judged, and why.
 *
 * Rejects with a ApigwCacheError: `denied` without cloudwatch:GetMetricData.
 */
export async function advise(stage: OpenStage, options: AdviseOptions = {}): Promise<AdviceReport> {
  const { prices, clock, spelling } = stage.connection
  const { window = latest(LOOK_BACK_MS.advise, clock.now()) } = options
  const once = readingMethodsOnce(stage)
  const judged = judgedPart(window, stage.record, clock.now(), spelling)
  if (judged.window === null) {
    const status = await readStatus(once, { window, methods: true })
    const unknown = status.price.billed ? judged.notJudged : []
    return { advice: [], seen: [basisOf(withoutTotals(status), unknown)] }
  }
  const [status, traffic, identities] = await Promise.all([
    readStatus(once, { window: judged.window, methods: true }),
    readTraffic(once, judged.window),
    readIdentityKeys(once),
  ])
  const after = status.metrics.requests === 0 ? await requestsAfter(once, judged.window) : 0
  const basis = { status, traffic, after, identities, prices, spelling }
  const before = status.price.billed ? judged.notJudged : []
  return { advice: advice(basis), seen: [basisOf(status, [...before, ...unjudged(basis)])] }
}

/** Nobody is to retire what was idle until a moment ago. */
async function requestsAfter({ connection, target }: OpenStage, { until }: Window): Promise<number> {
  const now = connection.clock.now()
  return readRequests(connection, target, windowOf(until, now, now))
}

/** That of several stages as one report. PURE. */
export function together(reports: readonly AdviceReport[]): AdviceReport {
  return {
    advice: reports.flatMap(({ advice: one }) => one),
    seen: reports.flatMap(({ seen }) => seen),
  }
}

/** PURE. */
export function advice(basis: Basis): readonly Advice[] {
  const { account, region, api, stage } = basis.status
  const target = { account, region, api, stage }
  return ADVISERS.flatMap((adviser) => adviser(basis)).map(
    ({ action, reason, step, monthlyUsdChange, pricesOf = null, confidence }) => ({
      target,
      action,
      reason,
      command: basis.spelling.step({ ...step, target }),
      monthlyUsdChange,
      pricesOf,
      confidence,
    }),
  )
}

function basisOf(
  { account, region, api, stage, metrics, cluster, price }: StatusReport,
  notJudged: AdviceBasis['notJudged'],
): AdviceBasis {
  const { since, until, hits, misses, requests, ratio } = metrics
  return {
    target: { account, region, api, stage },
    since,
    until,
    hits,
    misses,
    requests,
    ratio,
    size: cluster.size,
    monthlyUsd: price.monthlyUsd,
    price: { of: price.of, asOf: price.asOf },
    notJudged,
  }
}
