import { newDeployment } from '../control/deployments.js'
import { checkCacheKeys, checkIntegrationParameter, checkMethodParameter } from '../control/integrations/parameters.js'
import { PLAIN_METHOD } from '../control/methods/plain.js'
import { addResource } from '../control/resources.js'
import { emptyApi } from '../control/rest-apis.js'
import { messageOf, throwBugs } from '../http/errors.js'
import { isVerb } from '../world/enums.js'
import { newApiId } from '../world/ids.js'
import { type Method, pathVariables, type Resource, type RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { authorizationOfSeed } from './authorizer.js'
import { integrationOf } from './integration.js'
import type { SeedApi, SeedMethod } from './seed.js'
import { stageOf } from './stage.js'

/** Adds an API to the world, deployed to its stages. Throws an Error where the seed contradicts itself. */
export function addSeedApi(world: World, seed: SeedApi): void {
  if (seed.id !== undefined && world.isTaken(seed.id)) {
    throw new Error(`${seed.name}: the id ${seed.id} is another API's`)
  }
  const api: RestApi = {
    ...emptyApi(seed.id ?? newApiId(world), seed.name, world),
    description: seed.description ?? null,
    endpointTypes: [seed.endpointType ?? 'EDGE'],
    vpcEndpointIds: [...(seed.vpcEndpointIds ?? [])],
    disableExecuteApiEndpoint: seed.disableExecuteApiEndpoint ?? false,
    binaryMediaTypes: [...(seed.binaryMediaTypes ?? [])],
    minimumCompressionSize: seed.minimumCompressionSize ?? null,
    apiKeySource: seed.apiKeySource ?? 'HEADER',
    tags: { ...seed.tags },
  }
  for (const [line, method] of Object.entries(seed.methods)) {
    errorsAt(`${seed.name}: ${line}`, () => addMethod(world, api, line, method))
  }
  const stages = Object.entries(seed.stages)
  if (stages.length > 0) {
    const deployment = errorsAt(seed.name, () => newDeployment(api, null, world))
    api.deployments.set(deployment.id, deployment)
    for (const [name, stage] of stages) api.stages.set(name, stageOf(world, name, deployment.id, stage))
  }
  world.apis.set(api.id, api)
}

function addMethod(world: World, api: RestApi, line: string, seed: SeedMethod): void {
  const [verb = '', path = '', ...rest] = line.split(' ')
  if (!isVerb(verb) || !path.startsWith('/') || rest.length > 0)
    throw new Error('expected a verb and a path, as in GET /pets/{id}')
  const resource = resourceAt(world, api, path)
  const keys = (seed.keys ?? []).map(keyExpression)
  const inPath = pathVariables(path).map((name) => `path.${name}`)
  const declared = [...(seed.parameters ?? []), ...inPath].map((name) => `method.request.${name}`)
  const method: Method = {
    httpMethod: verb,
    ...authorizationOfSeed(world, api, seed),
    apiKeyRequired: seed.apiKeyRequired ?? false,
    ...PLAIN_METHOD,
    requestParameters: Object.fromEntries(
      [...declared, ...keys.filter((key) => key.startsWith('method.'))].map((name) => [name, false]),
    ),
    responses: new Map(),
    integration: null,
  }
  const integration = integrationOf(world, seed.integration, seed.cacheNamespace ?? resource.id, method)
  integration.cacheKeyParameters = keys
  Object.keys(method.requestParameters).forEach(checkMethodParameter)
  Object.keys(integration.requestParameters).forEach(checkIntegrationParameter)
  checkCacheKeys(keys, method.requestParameters, integration.requestParameters)
  method.integration = integration
  resource.methods.set(verb, method)
}

function keyExpression(key: string): string {
  return key.startsWith('integration.') ? key.replace('integration.', 'integration.request.') : `method.request.${key}`
}

/** The resource of a path. Creates missing ones on the way. */
export function resourceAt(world: World, api: RestApi, path: string): Resource {
  let at = [...api.resources.values()].find(({ parentId }) => parentId === null)
  for (const part of path.split('/').filter((segment) => segment !== '')) {
    const parent = at
    if (!parent) break
    const known = [...api.resources.values()].find(
      ({ parentId, pathPart }) => parentId === parent.id && pathPart === part,
    )
    at = known ?? addResource(api, parent, part, world.random)
  }
  if (!at) throw new Error(`no resource for ${path}`)
  return at
}

/** Puts the place in front of the message of an error. */
export function errorsAt<T>(where: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    throwBugs(cause)
    throw new Error(`${where}: ${messageOf(cause)}`, { cause })
  }
}
