import { unlessDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import { minute } from '../base/quantities.js'
import type { OpenStage } from '../find/open-stage.js'
import { priceOf } from '../gateway/pricing.js'
import { clusterOf, nameOf, provisioned, refOf } from '../gateway/stage.js'
import { readNamesakes } from '../metrics/namesakes.js'
import { readRequests } from '../metrics/requests.js'
import { isQuietSince, latest } from '../metrics/window.js'
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
  /** Of the window, where they are known already: then CloudWatch is not asked. */
  readonly requests?: number | undefined
}

type NotJudged = DoctorReport['notJudged']

/**
 * Reads what the rules judge: the export, the API as it stands, and where there is a cluster one series and the
 * names of the APIs. Errors: `denied` where the deployment may not be read, without which nothing can be judged.
 */
export async function readSeen(
  open: OpenStage,
  { sinceMs, sensitive, probe, requests: known }: SeenRequest,
): Promise<{ readonly seen: Seen; readonly notJudged: NotJudged }> {
  const { connection, target, record: stage, allApis } = open
  const { control } = connection
  const on = provisioned(stage)
  const untold = new Map<Refusable, string>()
  const unlessDeniedTo = <T>(what: Refusable, read: () => Promise<T>) =>
    unlessDenied(read, ({ message }) => untold.set(what, message))
  const [document, current, counted, namesakes] = await Promise.all([
    control.deployedExport(refOf(target)),
    unlessDeniedTo('current', () => control.methods(target.api.id)),
    on ? unlessDeniedTo('traffic', () => countRequests(open, sinceMs, known)) : null,
    on ? readNamesakes(control, target.api, allApis) : [],
  ])
  if (namesakes === null) untold.set('namesakes', 'not allowed: apigateway:GET on /restapis')
  const deployed = methodFacts(document)
  if (deployed === null) {
    const message = `the export of ${nameOf(target)} is not an OpenAPI document`
    throw new ApigwCacheError('failure', 'unreadable-export', message)
  }
  const probed = await readProbes(open, probe)
  if (counted?.untold) untold.set('traffic', counted.untold)
  const traffic = { requests: counted?.requests ?? null, windowMs: counted?.windowMs ?? sinceMs }
  const price = priceOf(clusterOf(stage), target.region, connection.prices)
  return {
    seen: { target, stage, deployed, current, namesakes, traffic, price, sensitive, probes: probed.probes },
    notJudged: [...notToldFor(untold), ...probed.notJudged],
  }
}

function notToldFor(untold: ReadonlyMap<Refusable, string>): NotJudged {
  return RULES.flatMap(({ id: rule, needs }) => {
    const reason = needs && untold.get(needs)
    return reason === undefined ? [] : [{ rule, reason }]
  })
}

interface Counted {
  /** Null where silence says nothing yet, and `untold` why. */
  readonly requests: number | null
  readonly untold: string | null
  /** From then on the stage was there. */
  readonly windowMs: number
}

/**
 * What CloudWatch has of the last minutes counts too, although they may be missing: a request is a request. Silence
 * counts only where it has lasted since the stage was changed, up to where CloudWatch has everything.
 */
async function countRequests(
  { connection, target, record }: OpenStage,
  sinceMs: number,
  known: number | undefined,
): Promise<Counted> {
  const now = connection.clock.now()
  const window = latest(sinceMs, now)
  const requests = known ?? (await readRequests(connection, target, window))
  const windowMs = Math.min(sinceMs, now - (record.createdAt ?? 0))
  if (requests > 0 || isQuietSince(record, window)) return { requests, untold: null, windowMs }
  const changedAt = minute(record.updatedAt ?? record.createdAt ?? now)
  const untold = `the stage was changed at ${changedAt} UTC, and CloudWatch has too little of the time since: look again in some minutes`
  return { requests: null, untold, windowMs }
}
