import type { Stage } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { present, seconds } from '../view.js'
import { canaryView } from './canary.js'
import { clusterView } from './cluster.js'

export function stageView(world: World, stage: Stage): object {
  return {
    ...present({
      deploymentId: stage.deploymentId,
      clientCertificateId: stage.clientCertificateId,
      stageName: stage.stageName,
      description: stage.description,
      ...clusterView(world, stage.cluster),
      variables: stage.variables,
      documentationVersion: stage.documentationVersion,
      accessLogSettings: stage.accessLogSettings,
      canarySettings: canaryView(stage.canary),
      tracingEnabled: stage.tracingEnabled,
      tags: stage.tags,
      createdDate: seconds(stage.createdDate),
      lastUpdatedDate: seconds(stage.lastUpdatedDate),
    }),
    // The only map that the service sends even when it is empty.
    methodSettings: Object.fromEntries(stage.methodSettings),
  }
}
