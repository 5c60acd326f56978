import { badRequest, conflict, notFound } from '../http/errors.js'
import { newId } from '../world/ids.js'
import type { Resource, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { apiOf, resourceOf } from './lookup.js'
import { methodView } from './methods/view.js'
import type { Call, Reply } from './operation.js'
import { page } from './paging.js'
import { applyRules, fieldRules, readPatch, textOf } from './patch.js'
import { present, viewMap } from './view.js'

export function getResources(world: World, call: Call): Reply {
  const resources = [...apiOf(world, call).resources.values()]
  return page(
    resources,
    ({ id }) => id,
    (resource) => resourceView(resource, call),
    call,
  )
}

export function getResource(world: World, call: Call): Reply {
  return resourceView(resourceOf(world, call), call)
}

export function createResource(world: World, call: Call): Reply {
  const pathPart = call.body.requiredString('pathPart')
  const parent = resourceOf(world, call)
  const created = addResource(apiOf(world, call), parent, pathPart, world.random)
  return resourceView(created, call)
}

export function addResource(api: RestApi, parent: Resource, pathPart: string, random: () => number): Resource {
  checkPathPart(api, parent, pathPart, null)
  const resource: Resource = {
    id: newId(random, 6),
    parentId: parent.id,
    pathPart,
    path: joinPath(parent.path, pathPart),
    methods: new Map(),
  }
  api.resources.set(resource.id, resource)
  return resource
}

export function updateResource(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const api = apiOf(world, call)
  const resource = resourceOf(world, call)
  const draft = { parentId: resource.parentId, pathPart: resource.pathPart }
  const own = (field: string) => (value: string | undefined) => {
    if (resource.parentId === null) throw badRequest(`Root resource cannot update its ${field}.`)
    return textOf(value)
  }
  const rules = fieldRules(draft, { parentId: own('parentId'), pathPart: own('pathPart') })
  applyRules(operations, rules, 'listed')
  const { parentId, pathPart } = draft
  if (pathPart === null) return resourceView(resource, call)
  const parent = api.resources.get(parentId ?? '')
  if (!parent) throw notFound('Invalid Resource identifier specified')
  if (isWithin(api, parent, resource.id)) throw badRequest('Resources cannot be cyclical.')
  checkPathPart(api, parent, pathPart, resource.id)
  move(api, { ...resource, parentId: parent.id, pathPart }, parent.path)
  return resourceView(resourceOf(world, call), call)
}

export function deleteResource(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  const resource = resourceOf(world, call)
  if (resource.parentId === null) throw badRequest('Cannot delete the root resource')
  const gone = [...api.resources.values()].filter((other) => isWithin(api, other, resource.id))
  for (const { id } of gone) api.resources.delete(id)
  return undefined
}

function resourceView(resource: Resource, { query }: Call): object {
  const full = query.getAll('embed').includes('methods')
  return present({
    id: resource.id,
    parentId: resource.parentId,
    pathPart: resource.pathPart,
    path: resource.path,
    resourceMethods: viewMap(resource.methods, (method) => (full ? methodView(method) : {})),
  })
}

function checkPathPart(api: RestApi, parent: Resource, pathPart: string, self: string | null): void {
  if (!/^(?:[a-zA-Z0-9._\-:~]+|\{[a-zA-Z0-9._\-:]+\+?\})$/.test(pathPart)) {
    throw badRequest(
      "Resource's path part only allow a-zA-Z0-9._-: or a valid greedy path variable and curly braces at " +
        'the beginning and the end.',
    )
  }
  if (parent.pathPart?.endsWith('+}')) {
    throw badRequest(`Cannot create a child of a resource with a greedy path variable: ${parent.pathPart}`)
  }
  const siblings = [...api.resources.values()].filter(({ parentId, id }) => parentId === parent.id && id !== self)
  if (siblings.some((sibling) => sibling.pathPart === pathPart)) {
    throw conflict(`Another resource with the same parent already has this name: ${pathPart}`)
  }
  const variable = siblings.find((sibling) => isVariable(sibling.pathPart ?? ''))
  if (isVariable(pathPart) && variable) {
    throw badRequest(
      `A sibling (${variable.pathPart}) of this resource already has a variable path part -- only one is allowed`,
    )
  }
}

function isVariable(pathPart: string): boolean {
  return pathPart.startsWith('{')
}

function isWithin(api: RestApi, resource: Resource, ancestorId: string): boolean {
  for (let at: Resource | undefined = resource; at; at = api.resources.get(at.parentId ?? '')) {
    if (at.id === ancestorId) return true
  }
  return false
}

function move(api: RestApi, resource: Resource, parentPath: string): void {
  const moved = { ...resource, path: joinPath(parentPath, resource.pathPart ?? '') }
  api.resources.set(resource.id, moved)
  for (const child of [...api.resources.values()]) {
    if (child.parentId === resource.id) move(api, child, moved.path)
  }
}

function joinPath(parent: string, pathPart: string): string {
  return parent === '/' ? `/${pathPart}` : `${parent}/${pathPart}`
}
