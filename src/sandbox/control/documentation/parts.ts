import { badRequest, conflict, messageOf, notFound, throwBugs } from '../../http/errors.js'
import { parseText } from '../../openapi/document.js'
import { addDocumentation } from '../../openapi/documentation.js'
import { member } from '../../openapi/reference.js'
import { DOCUMENTED, type DocumentationPart, placeKey } from '../../world/documentation.js'
import { newId } from '../../world/ids.js'
import type { RestApi } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Input } from '../input.js'
import { apiOf } from '../lookup.js'
import { notEmulated } from '../not-emulated.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, fieldRules, readPatch } from '../patch.js'
import { present } from '../view.js'

export function createDocumentationPart(world: World, call: Call): Reply {
  const location = readPlace(call.body.requiredObject('location'))
  const properties = filled(call.body.requiredString('properties'))
  const { documentationParts } = apiOf(world, call)
  const taken = [...documentationParts.values()].some((part) => placeKey(part.location) === placeKey(location))
  if (taken) throw conflict('Documentation part already exists for the specified location')
  const part = { id: newId(world.random, 6), location, properties }
  documentationParts.set(part.id, part)
  return view(part)
}

export function getDocumentationParts(world: World, call: Call): Reply {
  const { documentationParts } = apiOf(world, call)
  const status = call.query.get('locationStatus') ?? 'DOCUMENTED'
  if (status !== 'DOCUMENTED') throw notEmulated(`locationStatus ${status} of GetDocumentationParts`)
  const wanted = (name: 'type' | 'name' | 'path') => call.query.get(name)
  const [type, name, path] = [wanted('type'), wanted('name'), wanted('path')]
  const parts = [...documentationParts.values()].filter(
    ({ location }) =>
      (type === null || location.type === type) &&
      (name === null || location.name === name) &&
      (path === null || location.path === path),
  )
  return page(parts, ({ id }) => id, view, call)
}

export function getDocumentationPart(world: World, call: Call): Reply {
  return view(partOf(world.apis.get(param(call, 'api')), call))
}

export function updateDocumentationPart(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const part = partOf(world.apis.get(param(call, 'api')), call)
  const draft = { properties: part.properties }
  applyRules(operations, fieldRules(draft, { properties: filled }), 'listed')
  Object.assign(part, draft)
  return view(part)
}

export function deleteDocumentationPart(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  api.documentationParts.delete(partOf(api, call).id)
  return undefined
}

/** In the place of all that there is, or of the parts about the same places. */
export function importDocumentationParts(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  const mode = call.query.get('mode') ?? 'merge'
  if (mode !== 'merge' && mode !== 'overwrite') throw badRequest('Invalid mode specified')
  const described = documentedBy(call)
  const draft = { ...api, documentationParts: new Map(mode === 'merge' ? api.documentationParts : []) }
  const ids = imported(() => addDocumentation(world, draft, described))
  world.apis.set(api.id, draft)
  return { ids }
}

/** A part that is wrong leaves everything as it was. */
function imported<T>(add: () => T): T {
  try {
    return add()
  } catch (error) {
    throwBugs(error)
    throw badRequest(messageOf(error))
  }
}

function documentedBy({ rawBody }: Call): unknown {
  const document = parsed(rawBody.toString('utf8'))
  const isOpenApi = ['openapi', 'swagger'].some((name) => member(document, name) !== undefined)
  if (isOpenApi) return member(document, 'x-amazon-apigateway-documentation')
  throw badRequest('Unable to build importer with provided input.')
}

/** What is no document at all is refused as one that is not OpenAPI. */
function parsed(text: string): unknown {
  try {
    return parseText(text)
  } catch (error) {
    throwBugs(error)
    return undefined
  }
}

function readPlace(given: Input): DocumentationPart['location'] {
  const type = given.requiredOneOf('type', DOCUMENTED)
  const fields = ['path', 'method', 'statusCode', 'name'] as const
  return {
    type,
    ...Object.fromEntries(
      fields.flatMap((name) => {
        const value = given.string(name)
        return value === undefined ? [] : [[name, value]]
      }),
    ),
  }
}

function partOf(api: RestApi | undefined, call: Call): DocumentationPart {
  const found = api?.documentationParts.get(param(call, 'part'))
  if (!found) throw notFound('Invalid Documentation part identifier specified')
  return found
}

function filled(properties: string | undefined): string {
  if (!properties) throw badRequest('Documentation part properties must be non-empty')
  return properties
}

function view(part: DocumentationPart): object {
  return present({ ...part })
}
