import { badRequest, changeInProgress } from '../../http/errors.js'
import { busyAt, flushCluster } from '../../world/cluster.js'
import type { World } from '../../world/world.js'
import { stageOf } from '../lookup.js'
import type { Call, Reply } from '../operation.js'
import { clusterTimes } from './cluster.js'

export function flushStageCache(world: World, call: Call): Reply {
  const stage = stageOf(world, call)
  const now = world.clock.now()
  if (busyAt(stage.cluster, now)) throw changeInProgress()
  if (stage.cluster.enabled) stage.cluster = flushCluster(stage.cluster, now, clusterTimes(world))
  else if (world.knobs.flushWithoutCluster === 'bad-request') {
    throw badRequest('Cache cluster is not enabled for this stage')
  }
  return undefined
}

/** Authorizers keep their own cache, which has no status and needs no cluster. */
export function flushStageAuthorizersCache(world: World, call: Call): Reply {
  world.authorizations.flush(stageOf(world, call))
  return undefined
}
