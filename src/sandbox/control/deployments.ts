import { badRequest } from '../http/errors.js'
import { newId } from '../world/ids.js'
import { type Deployment, methodsOf, type Resource, type RestApi, type Snapshot } from '../world/model.js'
import type { World } from '../world/world.js'
import { apiOf, deploymentOf } from './lookup.js'
import type { Call, Reply } from './operation.js'
import { page } from './paging.js'
import { applyRules, fieldRules, readPatch, textOrNull } from './patch.js'
import { readCanary } from './stages/canary.js'
import { provision, wantedCluster } from './stages/cluster.js'
import { checkStageName, newStage } from './stages/stages.js'
import { present, seconds, viewMap } from './view.js'

export function createDeployment(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  const { body } = call
  const stageName = body.string('stageName')
  if (!stageName && body.object('canarySettings')) {
    throw badRequest(
      'Invalid deployment content specified.Non null and non empty stageName must be provided for canary ' +
        `deployment. Provided value is ${stageName ?? 'null'}`,
    )
  }
  const deployment = newDeployment(api, body.string('description') ?? null, world)
  if (stageName) deployTo(world, api, call, stageName, deployment)
  api.deployments.set(deployment.id, deployment)
  return deploymentView(deployment, call)
}

/** A deployment of the API as it stands, which is not yet added to the API. */
export function newDeployment(
  api: RestApi,
  description: string | null,
  { clock, random }: Pick<World, 'clock' | 'random'>,
): Deployment {
  return { id: newId(random, 6), description, createdDate: clock.now(), snapshot: takeSnapshot(api) }
}

export function getDeployments(world: World, call: Call): Reply {
  return page(
    [...apiOf(world, call).deployments.values()],
    ({ id }) => id,
    (one) => deploymentView(one, call),
    call,
  )
}

export function getDeployment(world: World, call: Call): Reply {
  return deploymentView(deploymentOf(world, call), call)
}

export function updateDeployment(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const deployment = deploymentOf(world, call)
  const draft = { description: deployment.description }
  applyRules(operations, fieldRules(draft, { description: textOrNull }))
  Object.assign(deployment, draft)
  return deploymentView(deployment, call)
}

export function deleteDeployment(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  const { id } = deploymentOf(world, call)
  const used = [...api.stages.values()].some((stage) => stage.deploymentId === id || stage.canary?.deploymentId === id)
  if (used) throw badRequest('Active stages pointing to this deployment must be moved or deleted')
  api.deployments.delete(id)
  return undefined
}

function deployTo(world: World, api: RestApi, call: Call, stageName: string, deployment: Deployment): void {
  const { body } = call
  const existing = api.stages.get(stageName)
  checkStageName(stageName)
  if (!existing && body.object('canarySettings')) {
    throw badRequest(
      `Invalid deployment content specified.Stage ${stageName} must already be created before making a canary ` +
        'release deployment',
    )
  }
  const stage = existing ?? newStage(stageName, deployment.id, world)
  const canary = readCanary(body.object('canarySettings'), deployment.id)
  const cluster = provision(world, stage.cluster, wantedCluster(body, stage.cluster))
  const variables = body.stringMap('variables')
  const now = world.clock.now()
  Object.assign(stage, { cluster, lastUpdatedDate: now })
  if (canary && existing) stage.canary = canary
  else stage.deploymentId = deployment.id
  if (variables) stage.variables = { ...stage.variables, ...variables }
  stage.description = body.string('stageDescription') ?? stage.description
  stage.tracingEnabled = body.boolean('tracingEnabled') ?? stage.tracingEnabled
  api.stages.set(stageName, stage)
}

/** With `embed=apisummary` also what methods ask of their callers. */
function deploymentView({ id, description, createdDate, snapshot }: Deployment, { query }: Call): object {
  return present({
    id,
    description,
    createdDate: seconds(createdDate),
    apiSummary: query.getAll('embed').includes('apisummary') ? summaryOf(snapshot) : null,
  })
}

function summaryOf({ resources }: Snapshot): object {
  return Object.fromEntries(
    [...resources.values()]
      .filter(({ methods }) => methods.size > 0)
      .map(({ path, methods }) => [
        path,
        viewMap(methods, ({ authorizationType, apiKeyRequired }) => ({ authorizationType, apiKeyRequired })),
      ]),
  )
}

/** A frozen copy of what a deployment serves. */
function takeSnapshot(api: RestApi): Snapshot {
  const resources: Map<string, Resource> = structuredClone(api.resources)
  const methods = methodsOf(resources)
  if (methods.length === 0) throw badRequest("The REST API doesn't contain any methods")
  if (methods.some(({ integration }) => integration === null)) {
    throw badRequest('No integration defined for method')
  }
  const { minimumCompressionSize, apiKeySource, policy } = api
  const { authorizers, gatewayResponses, models, requestValidators, binaryMediaTypes } = api
  const copied = { authorizers, gatewayResponses, models, requestValidators, binaryMediaTypes }
  const snapshot = { resources, ...structuredClone(copied), minimumCompressionSize, apiKeySource, policy }
  deepFreeze(snapshot)
  return snapshot
}

function deepFreeze(value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const parts = value instanceof Map ? [...value.values()] : Object.values(value)
  for (const part of parts) deepFreeze(part)
  Object.freeze(value)
}
