import { unlessDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import type { OpenStage } from '../find/open-stage.js'
import { priceOf } from '../gateway/pricing.js'
import { clusterOf, nameOf, provisioned, refOf } from '../gateway/stage.js'
import { apiNameDimension, sum } from '../metrics/cache-metrics.js'
import { readNamesakes } from '../metrics/namesakes.js'
import { windowOf } from '../metrics/window.js'
import { methodFacts } from './facts.js'
import { readProbes } from './read-probes.js'
import type { DoctorReport } from './report.js'
import type { Refusable } from './rule.js'
import { RULES } from './rules.js'
import type { Seen } from './seen.js'

export interface SeenRequest {
  /** How far back requests are counted. */
  readonly sinceMs: number
  readonly sensitive: readonly string[]
  /** Paths to ask once; without them nothing reaches the data plane. */
  readonly probe: readonly string[]
}

type NotJudged = DoctorReport['notJudged']

/**
 * Reads what the rules judge: the export, the API as it stands, and where there is a cluster one series and the
 * names of the APIs. Errors: `denied` where the deployment may not be read, without which nothing can be judged.
 */
export async function readSeen(
  open: OpenStage,
  { sinceMs, sensitive, probe }: SeenRequest,
): Promise<{ readonly seen: Seen; readonly notJudged: NotJudged }> {
  const { connection, target, record: stage, allApis } = open
  const { control } = connection
  const on = provisioned(stage)
  const denied = new Map<Refusable, string>()
  const unlessDeniedTo = <T>(what: Refusable, read: () => Promise<T>) =>
    unlessDenied(read, ({ message }) => denied.set(what, message))
  const [document, current, requests, namesakes] = await Promise.all([
    control.deployedExport(refOf(target)),
    unlessDeniedTo('current', () => control.methods(target.api.id)),
    on ? unlessDeniedTo('traffic', () => countRequests(open, sinceMs)) : 0,
    on ? readNamesakes(control, target.api, allApis) : [],
  ])
  if (namesakes === null) denied.set('namesakes', 'not allowed: apigateway:GET on /restapis')
  const deployed = methodFacts(document)
  if (deployed === null) {
    const message = `the export of ${nameOf(target)} is not an OpenAPI document`
    throw new ApigwCacheError('failure', 'unreadable-export', message)
  }
  const probed = await readProbes(open, probe)
  const traffic = { requests, windowMs: sinceMs }
  const price = priceOf(clusterOf(stage), target.region, connection.prices)
  return {
    seen: { target, stage, deployed, current, namesakes, traffic, price, sensitive, probes: probed.probes },
    notJudged: [...notToldFor(denied), ...probed.notJudged],
  }
}

function notToldFor(denied: ReadonlyMap<Refusable, string>): NotJudged {
  return RULES.flatMap(({ id: rule, needs }) => {
    const reason = needs && denied.get(needs)
    return reason === undefined ? [] : [{ rule, reason }]
  })
}

/** CloudWatch is late by a few minutes: the window ends where it has everything. */
async function countRequests({ connection, target }: OpenStage, sinceMs: number): Promise<number> {
  const { metrics, clock } = connection
  const { api, stage } = target
  const now = clock.now()
  const { settledUntil } = windowOf(now - sinceMs, now, now)
  const { since, periodSeconds } = windowOf(now - sinceMs, settledUntil, now)
  const points = await metrics.series({
    metric: 'Count',
    dimensions: { ApiName: apiNameDimension(api.id, api.name), Stage: stage },
    statistic: 'Sum',
    since,
    until: settledUntil,
    periodSeconds,
  })
  return sum(points)
}
