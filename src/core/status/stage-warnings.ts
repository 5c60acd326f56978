import { unkeyedIdentities } from '../exposure/unkeyed-identity.js'
import { unkeyedPaths } from '../exposure/unkeyed-path.js'
import type { DeployedMethod } from '../gateway/export.js'
import type { Warning } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { stores } from '../gateway/settings.js'
import { provisioned } from '../gateway/stage.js'

interface Seen {
  /** Ids of other APIs that CloudWatch counts under the same name; null where that could not be told. */
  readonly namesakes: readonly string[] | null
  /** Whether CloudWatch may not be asked. */
  readonly metricsDenied: boolean
  readonly deployed: readonly DeployedMethod[] | null
}

/** What an operator should know before believing the rest of a status. */
export function stageWarnings(
  stage: StageRecord,
  { namesakes, metricsDenied, deployed }: Seen,
): readonly Warning[] {
  const cluster = provisioned(stage)
  const caching = Object.values(stage.settings).some(stores)
  const judged = cluster ? (deployed ?? []) : []
  return [
    ...trafficWarnings(namesakes, metricsDenied),
    ...when(
      cluster && !caching,
      'nothing-cached',
      () => `the cluster is on and billed, but no method is cached: ${remedy(stage)}`,
    ),
    ...when(
      !cluster && caching,
      'caching-without-cluster',
      () =>
        'caching is switched on in the settings, but there is no cluster: nothing is cached (harmless; apigw-cache enable brings it back)',
    ),
    ...unkeyedPaths(judged, stage.settings).map(({ method, path, missing }) => ({
      rule: 'path-parameter-not-in-key',
      message: `${method} ${path} is cached without ${missing.map((name) => `path.${name}`).join(', ')} in its key: one answer serves all of its paths`,
    })),
    ...unkeyedIdentities(judged, stage.settings).map(({ method, path, missing }) => ({
      rule: 'identity-not-in-key',
      message: missing.includes('IAM')
        ? `${method} ${path} is cached although it takes signed requests: every caller gets the first one's answer`
        : `${method} ${path} is cached without ${missing.join(', ')} in its key: one caller gets another's answer`,
    })),
    ...when(
      stage.canary !== null && stage.canary.usesStageCache === false && cluster,
      'canary-without-cache',
      () => `${stage.canary?.percent} % of the requests go to the canary, which does not use the cache`,
    ),
  ]
}

function trafficWarnings(namesakes: Seen['namesakes'], metricsDenied: boolean): Warning[] {
  if (metricsDenied) {
    const message = 'not allowed: cloudwatch:GetMetricStatistics, so hits, misses and requests are not known'
    return [{ rule: 'metrics-denied', message }]
  }
  const others = namesakes ?? []
  return [
    ...when(
      namesakes === null,
      'namesakes-unknown',
      () =>
        'not allowed: apigateway:GET on /restapis. CloudWatch counts by name: these figures may hold those of another API of this name',
    ),
    ...when(
      others.length > 0,
      'same-api-name',
      () =>
        `CloudWatch counts by name, and ${others.length === 1 ? 'another API has' : `${others.length} other APIs have`} the same one (${others.slice(0, 3).join(', ')}): hits and misses cannot be told`,
    ),
  ]
}

function when(condition: boolean, rule: string, message: () => string): Warning[] {
  return condition ? [{ rule, message: message() }] : []
}

function remedy({ settings }: StageRecord): string {
  const zero = Object.values(settings).some((one) => one.caching && one.ttlSeconds === 0)
  return zero
    ? 'caching is on with a TTL of 0, which means not cached (apigw-cache enable --ttl 300)'
    : 'default caching is off (apigw-cache enable --default-caching on)'
}
