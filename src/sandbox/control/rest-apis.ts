import { badRequest } from '../http/errors.js'
import { ENDPOINT_TYPES, type EndpointType } from '../world/enums.js'
import { newApiId, newId } from '../world/ids.js'
import type { Resource, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { apiOf } from './lookup.js'
import type { Call, Reply } from './operation.js'
import { page } from './paging.js'
import { applyRules, booleanOf, fieldRules, readPatch, textOf, textOrNull } from './patch.js'
import { present, seconds } from './view.js'

export function createRestApi(world: World, { body }: Call): Reply {
  const name = apiName(body.requiredString('name'))
  const endpoint = body.object('endpointConfiguration')
  const api: RestApi = {
    ...emptyApi(newApiId(world), name, world),
    description: body.string('description') ?? null,
    endpointTypes: (endpoint?.strings('types') ?? ['EDGE']).map(endpointType),
    vpcEndpointIds: endpoint?.strings('vpcEndpointIds') ?? [],
    disableExecuteApiEndpoint: body.boolean('disableExecuteApiEndpoint') ?? false,
    tags: body.stringMap('tags') ?? {},
  }
  world.apis.set(api.id, api)
  return apiView(api)
}

export function emptyApi(
  id: string,
  name: string,
  { clock, random }: Pick<World, 'clock' | 'random'>,
): RestApi {
  const root: Resource = {
    id: newId(random, 10),
    parentId: null,
    pathPart: null,
    path: '/',
    methods: new Map(),
  }
  return {
    id,
    name,
    description: null,
    createdDate: clock.now(),
    rootResourceId: root.id,
    endpointTypes: ['EDGE'],
    vpcEndpointIds: [],
    disableExecuteApiEndpoint: false,
    tags: {},
    resources: new Map([[root.id, root]]),
    authorizers: new Map(),
    deployments: new Map(),
    stages: new Map(),
  }
}

export function getRestApis(world: World, call: Call): Reply {
  return page([...world.apis.values()], (api) => api.id, apiView, call)
}

export function getRestApi(world: World, call: Call): Reply {
  return apiView(apiOf(world, call))
}

export function updateRestApi(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  const { name, description, disableExecuteApiEndpoint, endpointTypes } = api
  const draft = { name, description, disableExecuteApiEndpoint, endpointTypes }
  applyRules(readPatch(call.body), {
    ...fieldRules(draft, {
      name: (value) => apiName(textOf(value)),
      description: textOrNull,
      disableExecuteApiEndpoint: booleanOf,
    }),
    'replace /endpointConfiguration/*': (value, key) => {
      if (!key.startsWith('types/')) throw badRequest(`Invalid patch path /endpointConfiguration/${key}`)
      draft.endpointTypes = [endpointType(textOf(value))]
    },
  })
  Object.assign(api, draft)
  return apiView(api)
}

export function deleteRestApi(world: World, call: Call): Reply {
  world.apis.delete(apiOf(world, call).id)
  return undefined
}

function apiView(api: RestApi): object {
  return present({
    id: api.id,
    name: api.name,
    description: api.description,
    createdDate: seconds(api.createdDate),
    apiKeySource: 'HEADER',
    endpointConfiguration: present({
      types: api.endpointTypes,
      ipAddressType: api.endpointTypes.includes('PRIVATE') ? 'dualstack' : 'ipv4',
      vpcEndpointIds: api.vpcEndpointIds.length > 0 ? api.vpcEndpointIds : null,
    }),
    tags: api.tags,
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    rootResourceId: api.rootResourceId,
    apiStatus: 'AVAILABLE',
  })
}

function apiName(name: string): string {
  if (name === '') throw badRequest('API Name cannot be blank')
  return name
}

function endpointType(value: string): EndpointType {
  const found = ENDPOINT_TYPES.find((type) => type === value)
  if (!found) throw badRequest(`Invalid endpoint type specified: ${value}`)
  return found
}
