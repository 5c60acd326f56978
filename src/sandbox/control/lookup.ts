import { notFound } from '../http/errors.js'
import { isVerb } from '../world/enums.js'
import type {
  Authorizer,
  Deployment,
  Integration,
  IntegrationResponse,
  Method,
  MethodResponse,
  Resource,
  RestApi,
  Stage,
} from '../world/model.js'
import type { World } from '../world/world.js'
import { type Call, param } from './operation.js'

export function apiOf(world: World, call: Call): RestApi {
  const id = param(call, 'api')
  return existing(world.apis.get(id), `Invalid API identifier specified ${world.accountId}:${id}`)
}

export function authorizerOf(world: World, call: Call): Authorizer {
  const { authorizers } = apiOf(world, call)
  return existing(authorizers.get(param(call, 'authorizer')), 'Invalid Authorizer identifier specified')
}

/** Of a method's resource not even the API is looked up first. */
export function resourceOf(world: World, call: Call): Resource {
  const api = call.params.verb === undefined ? apiOf(world, call) : world.apis.get(param(call, 'api'))
  return existing(api?.resources.get(param(call, 'resource')), 'Invalid Resource identifier specified')
}

export function methodOf(world: World, call: Call): Method {
  const { methods } = resourceOf(world, call)
  const verb = param(call, 'verb')
  return existing(isVerb(verb) ? methods.get(verb) : undefined, 'Invalid Method identifier specified')
}

export function methodResponseOf(world: World, call: Call): MethodResponse {
  const { responses } = methodOf(world, call)
  return existing(responses.get(param(call, 'status')), 'Invalid Response status code specified')
}

export function integrationOf(world: World, call: Call): Integration {
  return existing(methodOf(world, call).integration, 'Invalid Integration identifier specified')
}

export function integrationResponseOf(world: World, call: Call): IntegrationResponse {
  const { responses } = integrationOf(world, call)
  return existing(responses.get(param(call, 'status')), 'Invalid Response status code specified')
}

export function deploymentOf(world: World, call: Call): Deployment {
  const { deployments } = apiOf(world, call)
  return existing(deployments.get(param(call, 'deployment')), 'Invalid Deployment identifier specified')
}

export function stageOf(world: World, call: Call): Stage {
  return existing(apiOf(world, call).stages.get(param(call, 'stage')), 'Invalid stage identifier specified')
}

function existing<T>(found: T | null | undefined, message: string): T {
  if (!found) throw notFound(message)
  return found
}
