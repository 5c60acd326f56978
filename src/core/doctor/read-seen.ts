import type { Connection } from '../aws/connection.js'
import { isDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import { readingExportOnce } from '../find/methods.js'
import type { OpenStage } from '../find/open-stage.js'
import type { ResolvedTarget } from '../find/target.js'
import type { Target } from '../gateway/model.js'
import { priceOf } from '../gateway/pricing.js'
import type { MethodRecord } from '../gateway/record.js'
import { clusterOf, nameOf, provisioned, refOf } from '../gateway/stage.js'
import { apiNameDimension } from '../metrics/cache-metrics.js'
import { readNamesakes } from '../metrics/namesakes.js'
import { windowOf } from '../metrics/window.js'
import { targetOptions } from './command.js'
import { methodFacts } from './facts.js'
import { readProbes } from './read-probes.js'
import type { DoctorReport } from './report.js'
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
  connection: Connection,
  resolved: ResolvedTarget,
  { sinceMs, sensitive, probe }: SeenRequest,
): Promise<{ readonly seen: Seen; readonly notJudged: NotJudged }> {
  const { target, stage, allApis } = resolved
  const { control } = connection
  const on = provisioned(stage)
  const [document, current, traffic, namesakes] = await Promise.all([
    control.deployedExport(refOf(target)),
    allowed(() => control.methods(target.api.id)),
    on ? allowed(() => countRequests(connection, target, sinceMs)) : 0,
    on ? readNamesakes(control, target.api, allApis) : [],
  ])
  const deployed = methodFacts(document)
  if (deployed === null) {
    throw new ApigwCacheError(
      'failure',
      'unreadable-export',
      `the export of ${nameOf(target)} is not an OpenAPI document`,
    )
  }
  const probed = await readProbes(connection, resolved, probe)
  return {
    seen: {
      target,
      stage,
      deployed,
      current: current instanceof ApigwCacheError ? null : current,
      namesakes,
      traffic: { requests: traffic instanceof ApigwCacheError ? null : traffic, windowMs: sinceMs },
      price: priceOf(clusterOf(stage), target.region, connection.prices),
      sensitive,
      probes: probed.probes,
      options: targetOptions(connection, target),
    },
    notJudged: [...untold(current, traffic, namesakes), ...probed.notJudged],
  }
}

/** The same connection, reading the deployed API once for each deployment, and the API as it stands once. */
export function readingMethodsOnce(connection: Connection, stage: OpenStage): Connection {
  const { connection: once } = readingExportOnce({ ...stage, connection })
  const lists = new Map<string, Promise<readonly MethodRecord[]>>()
  const methods = (apiId: string) => {
    const known = lists.get(apiId) ?? once.control.methods(apiId)
    lists.set(apiId, known)
    return known
  }
  return { ...once, control: { ...once.control, methods } }
}

/** CloudWatch is late by a few minutes: the window ends where it has everything. */
async function countRequests(
  { metrics, clock }: Connection,
  { api, stage }: Target,
  sinceMs: number,
): Promise<number> {
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
  return points.reduce((sum, { value }) => sum + value, 0)
}

async function allowed<T>(read: () => Promise<T>): Promise<T | ApigwCacheError> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof ApigwCacheError && isDenied(error)) return error
    throw error
  }
}

function untold(current: unknown, traffic: unknown, namesakes: readonly string[] | null): NotJudged {
  const denied = (rule: string, read: unknown) =>
    read instanceof ApigwCacheError ? [{ rule, reason: read.message }] : []
  return [
    ...denied('keys-not-deployed', current),
    ...denied('override-without-method', current),
    ...denied('idle-cluster', traffic),
    ...(namesakes === null
      ? [{ rule: 'same-api-name', reason: 'not allowed: apigateway:GET on /restapis' }]
      : []),
  ]
}
