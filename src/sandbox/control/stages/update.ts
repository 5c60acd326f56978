import { badRequest, changeInProgress } from '../../http/errors.js'
import { busyAt } from '../../world/cluster.js'
import type { World } from '../../world/world.js'
import { apiOf, stageOf } from '../lookup.js'
import type { Call, Reply } from '../operation.js'
import { readPatch } from '../patch.js'
import { provision } from './cluster.js'
import { applyToStage, type StageDraft } from './patch.js'
import { stageView } from './view.js'

const MAX_OPERATIONS = 100

/** Applies the batch to a draft, so that one bad operation leaves the stage as it was. */
export function updateStage(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const api = apiOf(world, call)
  const stage = stageOf(world, call)
  const now = world.clock.now()
  if (operations.length > MAX_OPERATIONS) {
    throw badRequest('Update size too large. Try updating stage in multiple UpdateStage operations')
  }
  const draft: StageDraft = {
    stage: { ...stage, methodSettings: new Map(stage.methodSettings), variables: { ...stage.variables } },
    wanted: { enabled: stage.cluster.enabled, size: stage.cluster.size },
  }
  for (const operation of operations) applyToStage(draft, operation, api, world.knobs)
  if (busyAt(stage.cluster, now)) throw changeInProgress()
  const cluster = provision(world, stage.cluster, draft.wanted)
  Object.assign(stage, draft.stage, { cluster, lastUpdatedDate: now })
  return stageView(world, stage)
}
