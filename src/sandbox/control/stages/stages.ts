import { badRequest, conflict } from '../../http/errors.js'
import { NO_CLUSTER } from '../../world/cluster.js'
import type { RestApi, Stage } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { apiOf, stageOf } from '../lookup.js'
import type { Call, Reply } from '../operation.js'
import { forgetStages } from '../usage-plans/stages.js'
import { readCanary } from './canary.js'
import { provision, wantedCluster } from './cluster.js'
import { stageView } from './view.js'

export function createStage(world: World, call: Call): Reply {
  const { body } = call
  const stageName = body.requiredString('stageName')
  const deploymentId = body.requiredString('deploymentId')
  const api = apiOf(world, call)
  checkStageName(stageName)
  checkDeployment(api, deploymentId)
  const canary = readCanary(body.object('canarySettings'), deploymentId)
  if (canary) checkDeployment(api, canary.deploymentId)
  const wanted = wantedCluster(body, NO_CLUSTER)
  if (api.stages.has(stageName)) throw conflict('Stage already exists')
  const stage: Stage = {
    ...newStage(stageName, deploymentId, world),
    description: body.string('description') ?? null,
    documentationVersion: body.string('documentationVersion') ?? null,
    tracingEnabled: body.boolean('tracingEnabled') ?? false,
    variables: body.stringMap('variables') ?? {},
    canary,
    tags: body.stringMap('tags') ?? {},
    cluster: provision(world, NO_CLUSTER, wanted),
  }
  api.stages.set(stageName, stage)
  return stageView(world, stage)
}

export function newStage(stageName: string, deploymentId: string, { clock }: Pick<World, 'clock'>): Stage {
  const now = clock.now()
  return {
    stageName,
    deploymentId,
    description: null,
    clientCertificateId: null,
    documentationVersion: null,
    tracingEnabled: false,
    accessLogSettings: null,
    variables: {},
    canary: null,
    tags: {},
    createdDate: now,
    lastUpdatedDate: now,
    methodSettings: new Map(),
    cluster: NO_CLUSTER,
  }
}

export function getStage(world: World, call: Call): Reply {
  return stageView(world, stageOf(world, call))
}

export function getStages(world: World, call: Call): Reply {
  const deploymentId = call.query.get('deploymentId')
  const stages = [...apiOf(world, call).stages.values()]
  const wanted = stages.filter((stage) => deploymentId === null || stage.deploymentId === deploymentId)
  return { item: wanted.map((stage) => stageView(world, stage)) }
}

export function deleteStage(world: World, call: Call): Reply {
  const { id, stages } = apiOf(world, call)
  const { stageName } = stageOf(world, call)
  stages.delete(stageName)
  forgetStages(world, id, stageName)
  return undefined
}

export function checkStageName(name: string): void {
  if (!/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
    throw badRequest('Stage name only allows a-zA-Z0-9_-')
  }
}

export function checkDeployment(api: RestApi, deploymentId: string): string {
  if (!api.deployments.has(deploymentId)) throw badRequest('Deployment id does not exist')
  return deploymentId
}
