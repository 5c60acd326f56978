import { badRequest, messageOf, ServiceError, throwBugs } from '../../http/errors.js'
import { type OpenApiDocument, parseOpenApi, Unreadable } from '../../openapi/document.js'
import { ImportRefusal, importInto } from '../../openapi/import.js'
import { newApiId } from '../../world/ids.js'
import type { Resource, RestApi } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { apiOf } from '../lookup.js'
import type { Call, Reply } from '../operation.js'
import { apiView, emptyApi, wholeView } from '../rest-apis.js'
import { readParameters } from './parameters.js'

export function importRestApi(world: World, call: Call): Reply {
  const document = documentOf(call)
  const api: RestApi = { ...emptyApi(newApiId(world), document.info.title, world), models: new Map() }
  const warnings = fill(world, api, document, call)
  world.apis.set(api.id, api)
  return { ...apiView(api), ...warnings }
}

/** Changes nothing where the document is refused. */
export function putRestApi(world: World, call: Call): Reply {
  const document = documentOf(call)
  const api = apiOf(world, call)
  const mode = call.query.get('mode') ?? 'merge'
  if (mode !== 'merge' && mode !== 'overwrite') throw badRequest('Invalid mode specified')
  const draft = mode === 'merge' ? copyOf(api) : bare(api, document.info.title)
  const warnings = fill(world, draft, document, call)
  world.apis.set(api.id, draft)
  return { ...wholeView(draft), ...warnings }
}

function documentOf({ rawBody }: Call): OpenApiDocument {
  try {
    return parseOpenApi(rawBody.toString('utf8'))
  } catch (error) {
    throwBugs(error)
    if (!(error instanceof Unreadable)) throw badRequest(`Invalid OpenAPI input. ${messageOf(error)}`)
    // API Gateway says no more than this; where it stops being readable stands beside it.
    throw new ServiceError(400, 'BadRequestException', 'Invalid OpenAPI input.', [['x-sandbox-cause', error.message]])
  }
}

/** Gives the warnings, which may be refused, too. */
function fill(world: World, api: RestApi, document: OpenApiDocument, { query }: Call): object {
  const parameters = readParameters(query)
  Object.assign(api, parameters.endpoint)
  const warnings = refusing(() => importInto(world, api, document, { ...parameters, standIns: false }))
  if (warnings.length === 0) return {}
  if (query.get('failonwarnings') !== 'true') return { warnings }
  throw badRequest(`Warnings found during import:\n\t${warnings.join('\n\t')}`)
}

function refusing<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof ImportRefusal)) throw error
    throw badRequest(`Errors found during import:\n\t${error.problems.join('\n\t')}`)
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
