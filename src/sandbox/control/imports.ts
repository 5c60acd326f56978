import { badRequest, messageOf, ServiceError } from '../http/errors.js'
import { BASE_PATHS } from '../openapi/base-path.js'
import { type OpenApiDocument, parseOpenApi } from '../openapi/document.js'
import { importInto } from '../openapi/import.js'
import { newApiId } from '../world/ids.js'
import type { Resource, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { apiOf } from './lookup.js'
import type { Call, Reply } from './operation.js'
import { apiView, emptyApi, wholeView } from './rest-apis.js'

export function importRestApi(world: World, call: Call): Reply {
  const document = documentOf(call)
  const api: RestApi = { ...emptyApi(newApiId(world), document.info.title, world), models: new Map() }
  fill(world, api, document, call)
  world.apis.set(api.id, api)
  return apiView(api)
}

/** Changes nothing where the document is refused. */
export function putRestApi(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  const mode = call.query.get('mode') ?? 'merge'
  if (mode !== 'merge' && mode !== 'overwrite') throw badRequest('Invalid mode specified')
  const document = documentOf(call)
  const draft = mode === 'merge' ? copyOf(api) : bare(api, document.info.title)
  fill(world, draft, document, call)
  world.apis.set(api.id, draft)
  return wholeView(draft)
}

function documentOf({ rawBody }: Call): OpenApiDocument {
  try {
    return parseOpenApi(rawBody.toString('utf8'))
  } catch (error) {
    throw badRequest(`Invalid OpenAPI input. ${messageOf(error)}`)
  }
}

function fill(world: World, api: RestApi, document: OpenApiDocument, { query }: Call): void {
  const asked = query.get('basepath') ?? 'ignore'
  const basePath = BASE_PATHS.find((known) => known === asked)
  if (!basePath) throw badRequest(`Invalid basepath specified: ${asked}`)
  try {
    importInto(world, api, document, { basePath, standIns: false })
  } catch (error) {
    if (error instanceof ServiceError) throw error
    throw badRequest(messageOf(error))
  }
}

function copyOf(api: RestApi): RestApi {
  return {
    ...api,
    resources: structuredClone(api.resources),
    authorizers: new Map(api.authorizers),
    models: new Map(api.models),
    requestValidators: new Map(api.requestValidators),
    gatewayResponses: new Map(api.gatewayResponses),
    documentationParts: new Map(api.documentationParts),
  }
}

/** Only the id, the root, what was deployed, and what a document says nothing about. */
function bare(api: RestApi, name: string): RestApi {
  const root = api.resources.get(api.rootResourceId)
  const resources = new Map<string, Resource>()
  if (root) resources.set(root.id, { ...root, methods: new Map() })
  return {
    ...api,
    name,
    description: null,
    version: null,
    binaryMediaTypes: [],
    resources,
    authorizers: new Map(),
    models: new Map(),
    requestValidators: new Map(),
    gatewayResponses: new Map(),
    documentationParts: new Map(),
  }
}
