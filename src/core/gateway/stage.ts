import type { Cluster, StageCache, Target } from './model.js'
import type { StageRecord, StageRef } from './record.js'
import { defaultsOf } from './settings.js'

export function refOf({ api, stage }: Target): StageRef {
  return { apiId: api.id, stage }
}

/** True if a cluster exists or is being created. The stage's own boolean stays true during a removal. */
export function provisioned({ clusterStatus }: Pick<StageRecord, 'clusterStatus'>): boolean {
  return clusterStatus !== 'NOT_AVAILABLE' && clusterStatus !== 'DELETE_IN_PROGRESS'
}

export function clusterOf(record: StageRecord): Cluster {
  const enabled = provisioned(record)
  return { enabled, status: record.clusterStatus, size: enabled ? record.clusterSize : null }
}

export function stageCache(
  target: Target,
  record: StageRecord,
  { changed, waitedMs }: Pick<StageCache, 'changed' | 'waitedMs'>,
): StageCache {
  return { ...target, cluster: clusterOf(record), defaults: defaultsOf(record), changed, waitedMs }
}

export function nameOf({ api, stage }: Target): string {
  return `stage ${stage} of API ${api.name ?? api.id}`
}

/** Adds the API's id, since another API may have the same name. */
export function fullNameOf({ api, stage }: Pick<Target, 'api' | 'stage'>): string {
  return `stage ${stage} of API ${api.name ?? '(no name)'} (${api.id})`
}

/** Adds account and region, for stages of several. */
export function placedNameOf(target: Target): string {
  const { account, region } = target
  return `${fullNameOf(target)} in ${account === null ? region : `${account} ${region}`}`
}
