import { badRequest } from '../http/errors.js'
import { parseJson } from '../http/json.js'
import { keptPolicy, type Place } from '../iam/resource-policy.js'
import { ACCESS_MODES, API_KEY_SOURCES, SECURITY_POLICIES } from '../world/enums.js'
import { newApiId, newId } from '../world/ids.js'
import type { Resource, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { addressTypeOf, checkedEndpoint, endpointOf, endpointRules } from './endpoint.js'
import { apiOf } from './lookup.js'
import { defaultModels } from './models/models.js'
import { notEmulated } from './not-emulated.js'
import type { Call, Reply } from './operation.js'
import { page } from './paging.js'
import { applyRules, booleanOf, fieldRules, knownOf, readPatch, textOf, textOrNull } from './patch.js'
import { forgetStages } from './usage-plans/stages.js'
import { present, seconds } from './view.js'

export function createRestApi(world: World, { body }: Call): Reply {
  const name = apiName(body.requiredString('name'))
  if (body.string('cloneFrom') !== undefined) throw notEmulated('cloneFrom of CreateRestApi')
  const endpoint = endpointOf(body.object('endpointConfiguration'))
  const description = filled(body.string('description'))
  const id = newApiId(world)
  const api: RestApi = {
    ...emptyApi(id, name, world),
    ...checkedEndpoint(endpoint),
    description: description ?? null,
    disableExecuteApiEndpoint: body.boolean('disableExecuteApiEndpoint') ?? false,
    apiKeySource: body.oneOf('apiKeySource', API_KEY_SOURCES) ?? 'HEADER',
    securityPolicy: body.oneOf('securityPolicy', SECURITY_POLICIES) ?? null,
    endpointAccessMode: body.oneOf('endpointAccessMode', ACCESS_MODES) ?? null,
    version: body.string('version') ?? null,
    policy: policyOf(body.string('policy'), { ...world, apiId: id }),
    binaryMediaTypes: body.strings('binaryMediaTypes') ?? [],
    minimumCompressionSize: compressionOf(body.number('minimumCompressionSize')),
    tags: body.stringMap('tags') ?? {},
  }
  world.apis.set(api.id, api)
  return apiView(api)
}

export function emptyApi(id: string, name: string, { clock, random }: Pick<World, 'clock' | 'random'>): RestApi {
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
    ipAddressType: 'ipv4',
    securityPolicy: null,
    endpointAccessMode: null,
    apiKeySource: 'HEADER',
    version: null,
    policy: null,
    binaryMediaTypes: [],
    minimumCompressionSize: null,
    tags: {},
    models: defaultModels(id),
    requestValidators: new Map(),
    gatewayResponses: new Map(),
    documentationParts: new Map(),
    documentationVersions: new Map(),
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
  return wholeView(apiOf(world, call))
}

export function updateRestApi(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const api = apiOf(world, call)
  const { name, description, disableExecuteApiEndpoint, apiKeySource, policy, minimumCompressionSize } = api
  const { securityPolicy, endpointAccessMode } = api
  const media = new Set(api.binaryMediaTypes)
  const { endpointTypes, vpcEndpointIds } = api
  const endpoint = { endpointTypes, vpcEndpointIds, ipAddressType: addressTypeOf(api) }
  const draft = {
    ...{ name, description, disableExecuteApiEndpoint, apiKeySource, policy, minimumCompressionSize },
    ...{ securityPolicy, endpointAccessMode },
  }
  applyRules(operations, {
    ...fieldRules(draft, {
      name: (value) => apiName(textOf(value)),
      description: textOrNull,
      disableExecuteApiEndpoint: booleanOf,
      apiKeySource: (value) => knownOf(API_KEY_SOURCES, value, 'API key source'),
      securityPolicy: (value) => knownOf(SECURITY_POLICIES, value, 'security policy'),
      endpointAccessMode: (value) => knownOf(ACCESS_MODES, value, 'endpoint access mode'),
      policy: (value) => policyOf(value, { ...world, apiId: api.id }),
      minimumCompressionSize: (value) => compressionOf(value === '' ? undefined : Number(value)),
    }),
    ...endpointRules(endpoint),
    'remove /description': () => {
      draft.description = null
    },
    'add /binaryMediaTypes/*': (_, type) => void media.add(type),
    'remove /binaryMediaTypes/*': (_, type) => void media.delete(type),
    'replace /binaryMediaTypes/*': (value, type) => {
      media.delete(type)
      media.add(textOf(value))
    },
  })
  Object.assign(api, draft, checkedEndpoint(endpoint), { binaryMediaTypes: [...media] })
  return wholeView(api)
}

export function deleteRestApi(world: World, call: Call): Reply {
  const { id } = apiOf(world, call)
  world.apis.delete(id)
  forgetStages(world, id)
  return undefined
}

/** Of one API, where no tags are an empty list of them. */
export function wholeView(api: RestApi): object {
  return { ...apiView(api), tags: api.tags }
}

export function apiView(api: RestApi): object {
  return present({
    id: api.id,
    name: api.name,
    description: api.description,
    createdDate: seconds(api.createdDate),
    version: api.version,
    securityPolicy: api.securityPolicy,
    endpointAccessMode: api.endpointAccessMode,
    apiKeySource: api.apiKeySource,
    policy: api.policy === null ? null : quoted(api.policy),
    binaryMediaTypes: api.binaryMediaTypes.length > 0 ? api.binaryMediaTypes : null,
    minimumCompressionSize: api.minimumCompressionSize,
    endpointConfiguration: present({
      types: api.endpointTypes,
      ipAddressType: addressTypeOf(api),
      vpcEndpointIds: api.vpcEndpointIds.length > 0 ? api.vpcEndpointIds : null,
    }),
    tags: api.tags,
    disableExecuteApiEndpoint: api.disableExecuteApiEndpoint,
    rootResourceId: api.rootResourceId,
    apiStatus: 'AVAILABLE',
  })
}

/** Empty text takes the policy away. */
function policyOf(text: string | undefined, place: Place): string | null {
  if (!text) return null
  const policy = parseJson(Buffer.from(text))
  if (typeof policy === 'object' && policy !== null && !Array.isArray(policy)) return keptPolicy(text, place)
  throw badRequest('Invalid policy document. Please check the policy syntax and ensure that Principals are valid.')
}

/** As the service shows a policy: its quotes and slashes have a backslash before them. */
function quoted(policy: string): string {
  return JSON.stringify(policy).slice(1, -1).replaceAll('/', '\\/')
}

function compressionOf(size: number | undefined): number | null {
  if (size === undefined) return null
  if (Number.isInteger(size) && size >= 0 && size <= 10_485_760) return size
  throw badRequest('Invalid minimum compression size, must be between 0 and 10485760')
}

function filled(description: string | undefined): string | undefined {
  if (description === '') throw badRequest('Description cannot be an empty string')
  return description
}

function apiName(name: string): string {
  if (name === '') throw badRequest('API Name cannot be blank')
  return name
}
