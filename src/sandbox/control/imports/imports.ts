import { badRequest, messageOf, ServiceError, throwBugs } from '../../http/errors.js'
import { Malformed, type OpenApiDocument, parseOpenApi, Unreadable } from '../../openapi/document.js'
import { ImportRefusal, importInto } from '../../openapi/import.js'
import { newApiId } from '../../world/ids.js'
import type { Resource, RestApi } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { apiOf } from '../lookup.js'
import type { Call, Reply } from '../operation.js'
import { apiView, emptyApi, wholeView } from '../rest-apis.js'
import { readParameters } from './parameters.js'

export function importRestApi(world: World, call: Call): Reply {
  const document = documentOf(world, call)
  const { title } = document.info
  if (title === undefined) throw badRequest('Invalid OpenAPI input. not an OpenAPI document: info.title: is missing')
  const api: RestApi = { ...emptyApi(newApiId(world), title, world), models: new Map() }
  const warnings = fill(world, api, document, call)
  world.apis.set(api.id, api)
  return { ...apiView(api), ...warnings }
}

/** Changes nothing where the document is refused. One without a title leaves the name. */
export function putRestApi(world: World, call: Call): Reply {
  const document = documentOf(world, call)
  const api = apiOf(world, call)
  const mode = call.query.get('mode') ?? 'merge'
  if (mode !== 'merge' && mode !== 'overwrite') throw badRequest('Invalid mode specified')
  const draft = mode === 'merge' ? copyOf(api) : bare(api, document.info.title ?? api.name)
  const warnings = fill(world, draft, document, call)
  world.apis.set(api.id, draft)
  return { ...wholeView(draft), ...warnings }
}

function documentOf(world: World, { rawBody }: Call): OpenApiDocument {
  try {
    return parseOpenApi(rawBody.toString('utf8'), world)
  } catch (error) {
    throwBugs(error)
    // Of these API Gateway says no more; where and why stands beside it.
    if (error instanceof Unreadable) throw refusal('Invalid OpenAPI input.', error)
    if (error instanceof Malformed) {
      throw refusal(`Unable to parse API definition because of a malformed integration at path ${error.path}`, error)
    }
    throw badRequest(`Invalid OpenAPI input. ${messageOf(error)}`)
  }
}

function refusal(text: string, { message }: Error): ServiceError {
  // A header has no other characters.
  const cause = message.replaceAll(/[^ -~]/g, '?')
  return new ServiceError(400, 'BadRequestException', text, [['x-sandbox-cause', cause]])
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
