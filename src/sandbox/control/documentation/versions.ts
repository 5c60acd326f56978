import { badRequest, conflict, notFound } from '../../http/errors.js'
import type { DocumentationVersion } from '../../world/documentation.js'
import type { World } from '../../world/world.js'
import { apiOf } from '../lookup.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, fieldRules, readPatch, textOrNull } from '../patch.js'
import { present, seconds } from '../view.js'

/** Of the parts as they are then, of which nothing is shown. A stage that is named gets the version. */
export function createDocumentationVersion(world: World, call: Call): Reply {
  const version = call.body.requiredString('documentationVersion')
  const { documentationVersions, stages } = apiOf(world, call)
  if (version === '') throw badRequest('Documentation version must be non-empty')
  if (documentationVersions.has(version)) throw conflict('Documentation version already exists for this API')
  const stageName = call.body.string('stageName')
  const stage = stageName ? stages.get(stageName) : undefined
  if (stageName && !stage) throw notFound('Invalid stage identifier specified')
  const description = call.body.string('description') ?? null
  const created = { version, description, createdDate: world.clock.now() }
  documentationVersions.set(version, created)
  if (stage) stage.documentationVersion = version
  return view(created)
}

export function getDocumentationVersions(world: World, call: Call): Reply {
  return page([...apiOf(world, call).documentationVersions.values()], ({ version }) => version, view, call)
}

export function getDocumentationVersion(world: World, call: Call): Reply {
  return view(versionOf(world, call))
}

export function updateDocumentationVersion(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const found = versionOf(world, call)
  const draft = { description: found.description }
  applyRules(operations, fieldRules(draft, { description: textOrNull }))
  Object.assign(found, draft)
  return view(found)
}

export function deleteDocumentationVersion(world: World, call: Call): Reply {
  apiOf(world, call).documentationVersions.delete(versionOf(world, call).version)
  return undefined
}

function versionOf(world: World, call: Call): DocumentationVersion {
  const found = apiOf(world, call).documentationVersions.get(param(call, 'version'))
  if (!found) throw notFound('Invalid Documentation version specified')
  return found
}

function view({ version, description, createdDate }: DocumentationVersion): object {
  return present({ version, description, createdDate: seconds(createdDate) })
}
