import type { Deployment, MethodSetting, RestApi, Stage } from '@aws-sdk/client-api-gateway'
import type { ApiRecord, DeploymentRecord, SettingRecord, StageRecord } from '../gateway/record.js'
import { NEW_RECORD, UNSET } from '../gateway/settings.js'
import { requireField } from './complete.js'

/** Reads an SDK shape, in which every field may be missing. */
export function apiRecord(api: RestApi): ApiRecord {
  return {
    id: requireField(api.id, 'GetRestApi', 'id'),
    name: api.name ?? null,
    tags: api.tags ?? {},
    endpointTypes: api.endpointConfiguration?.types ?? [],
    vpcEndpointIds: api.endpointConfiguration?.vpcEndpointIds ?? [],
    defaultEndpointDisabled: api.disableExecuteApiEndpoint ?? false,
  }
}

export function deploymentRecord({ description, createdDate }: Deployment): DeploymentRecord {
  return { description: description ?? null, createdAt: createdDate?.getTime() ?? null }
}

export function stageRecord(stage: Stage): StageRecord {
  const { canarySettings: canary } = stage
  return {
    name: requireField(stage.stageName, 'GetStage', 'stageName'),
    deploymentId: stage.deploymentId ?? null,
    clusterEnabled: stage.cacheClusterEnabled ?? false,
    clusterStatus: statusOf(stage),
    clusterSize: stage.cacheClusterSize ?? null,
    settings: Object.fromEntries(
      Object.entries(stage.methodSettings ?? {}).map(([key, setting]) => [key, settingRecord(setting)]),
    ),
    canary: canary ? { percent: canary.percentTraffic ?? 0, usesStageCache: canary.useStageCache ?? false } : null,
    tags: stage.tags ?? {},
    createdAt: stage.createdDate?.getTime() ?? null,
    updatedAt: stage.lastUpdatedDate?.getTime() ?? null,
  }
}

/** AWS always says both. Emulators leave the status out where there is no cluster, but say that there is none. */
function statusOf({ cacheClusterStatus, cacheClusterEnabled }: Stage): StageRecord['clusterStatus'] {
  const known = cacheClusterStatus ?? (cacheClusterEnabled === false ? 'NOT_AVAILABLE' : undefined)
  return requireField(known, 'GetStage', 'cacheClusterStatus')
}

function settingRecord(setting: MethodSetting): SettingRecord {
  return {
    caching: setting.cachingEnabled ?? UNSET.caching,
    ttlSeconds: setting.cacheTtlInSeconds ?? UNSET.ttlSeconds,
    encrypted: setting.cacheDataEncrypted ?? UNSET.encrypted,
    requireAuthorization: setting.requireAuthorizationForCacheControl ?? UNSET.requireAuthorization,
    unauthorized: setting.unauthorizedCacheControlHeaderStrategy ?? UNSET.unauthorized,
    metrics: setting.metricsEnabled ?? NEW_RECORD.metrics,
    loggingLevel: setting.loggingLevel ?? NEW_RECORD.loggingLevel,
    dataTrace: setting.dataTraceEnabled ?? NEW_RECORD.dataTrace,
    burstLimit: setting.throttlingBurstLimit ?? NEW_RECORD.burstLimit,
    rateLimit: setting.throttlingRateLimit ?? NEW_RECORD.rateLimit,
  }
}
