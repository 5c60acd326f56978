import { notFound } from '../http/errors.js'
import {
  type Authorizer,
  type Deployment,
  type Integration,
  type IntegrationResponse,
  isVerb,
  type Method,
  type MethodResponse,
  type Resource,
  type RestApi,
  type Stage,
} from '../world/model.js'
import type { World } from '../world/world.js'
import { type Call, param } from './operation.js'

export function apiOf(world: World, call: Call): RestApi {
  const id = param(call, 'api')
  const api = world.apis.get(id)
  if (!api) throw notFound(`Invalid API identifier specified ${world.accountId}:${id}`)
  return api
}

export function authorizerOf(world: World, call: Call): Authorizer {
  const authorizer = apiOf(world, call).authorizers.get(param(call, 'authorizer'))
  if (!authorizer) throw notFound('Invalid Authorizer identifier specified')
  return authorizer
}

export function resourceOf(world: World, call: Call): Resource {
  const resource = apiOf(world, call).resources.get(param(call, 'resource'))
  if (!resource) throw notFound('Invalid Resource identifier specified')
  return resource
}

export function methodOf(world: World, call: Call): Method {
  const { methods } = resourceOf(world, call)
  const verb = param(call, 'verb')
  const method = isVerb(verb) ? methods.get(verb) : undefined
  if (!method) throw notFound('Invalid Method identifier specified')
  return method
}

export function methodResponseOf(world: World, call: Call): MethodResponse {
  const response = methodOf(world, call).responses.get(param(call, 'status'))
  if (!response) throw notFound('Invalid Response status code specified')
  return response
}

export function integrationOf(world: World, call: Call): Integration {
  const { integration } = methodOf(world, call)
  if (!integration) throw notFound('Invalid Integration identifier specified')
  return integration
}

export function integrationResponseOf(world: World, call: Call): IntegrationResponse {
  const response = integrationOf(world, call).responses.get(param(call, 'status'))
  if (!response) throw notFound('Invalid Response status code specified')
  return response
}

export function deploymentOf(world: World, call: Call): Deployment {
  const deployment = apiOf(world, call).deployments.get(param(call, 'deployment'))
  if (!deployment) throw notFound('Invalid Deployment identifier specified')
  return deployment
}

export function stageOf(world: World, call: Call): Stage {
  const stage = apiOf(world, call).stages.get(param(call, 'stage'))
  if (!stage) throw notFound('Invalid stage identifier specified')
  return stage
}
