import type { Connection } from '../aws/connection.js'
import { targetOptions } from '../doctor/command.js'
import { readingMethodsOnce } from '../doctor/read-seen.js'
import type { ResolvedTarget } from '../find/target.js'
import type { Window } from '../metrics/window.js'
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

/**
 * Whether a stage's cluster should be larger, smaller or gone, and which TTLs and keys cost hits, from its
 * CloudWatch metrics. `window` is what is looked at, a week or more for advice that one can rely on, two for AWS's
 * rule of thumb. Of it only what is complete is judged, from the last change of the stage on; `seen` says what was
 * not judged, and why.
 *
 * Rejects with a ApigwCacheError: `denied` without cloudwatch:GetMetricData.
 */
export async function advise(
  connection: Connection,
  resolved: ResolvedTarget,
  { window }: { readonly window: Window },
): Promise<AdviceReport> {
  const { target, stage } = resolved
  const once = readingMethodsOnce(connection, resolved)
  const judged = judgedPart(window, stage, connection.clock.now())
  if (judged.window === null) {
    const status = await readStatus(once, resolved, { window, methods: true })
    const unknown = status.price.billed ? judged.notJudged : []
    return { advice: [], seen: [basisOf(withoutTotals(status), unknown)] }
  }
  const [status, traffic, identities] = await Promise.all([
    readStatus(once, resolved, { window: judged.window, methods: true }),
    readTraffic(once, target, judged.window, connection.clock.now()),
    readIdentityKeys(once, target),
  ])
  const options = targetOptions(connection, target)
  const basis = { status, traffic, identities, prices: connection.prices, options }
  const before = status.price.billed ? judged.notJudged : []
  return { advice: advice(basis), seen: [basisOf(status, [...before, ...unjudged(basis)])] }
}

/** That of several stages as one report. PURE. */
export function together(reports: readonly AdviceReport[]): AdviceReport {
  return {
    advice: reports.flatMap(({ advice: one }) => one),
    seen: reports.flatMap(({ seen }) => seen),
  }
}

/** What the figures say. PURE. */
export function advice(basis: Basis): readonly Advice[] {
  const { account, region, api, stage } = basis.status
  const target = { account, region, api, stage }
  return ADVISERS.flatMap((adviser) => adviser(basis)).map(({ confidence, pricesOf = null, ...one }) => ({
    target,
    ...one,
    pricesOf,
    confidence,
  }))
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
