import type { Json, TemplateResource } from '../document.js'
import { LAMBDA } from '../foreign.js'
import { wrong } from '../intrinsics/scope.js'
import { isManaged, type ServerlessApi } from './api.js'
import { operationOf } from './events.js'
import { type Expansion, logicalIdIn, objectAt, resourceOf, textBefore } from './expansion.js'

export const IMPLICIT_API = 'ServerlessRestApi'
const ANY = 'x-amazon-apigateway-any-method'
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'any']

/** The function itself, of which only its name matters here. */
export function addFunction(
  expansion: Expansion,
  id: string,
  properties: Json,
  { condition, cdkPath }: TemplateResource,
): void {
  const { FunctionName, Role, AutoPublishAlias } = properties
  const add = (name: string, type: string, given: Json, isGenerated = false) =>
    expansion.resources.set(name, resourceOf(type, given, { condition, cdkPath, isGenerated }))
  add(id, LAMBDA, FunctionName === undefined ? {} : { FunctionName })
  if (Role === undefined) add(`${id}Role`, 'AWS::IAM::Role', {}, true)
  if (AutoPublishAlias !== undefined) {
    const alias = textBefore(expansion, AutoPublishAlias, `Resources.${id}.Properties.AutoPublishAlias`)
    add(`${id}Alias${alias}`, 'AWS::Lambda::Alias', { FunctionName: { Ref: id }, Name: alias })
    expansion.generated.set(`${id}.Alias`, `${id}Alias${alias}`)
  }
}

/** Gives the methods of a function's events to the APIs that they are of. */
export function addEvents(
  expansion: Expansion,
  id: string,
  properties: Json,
  { condition }: TemplateResource,
  apis: ReadonlyMap<string, ServerlessApi>,
): void {
  const place = `Resources.${id}.Properties.Events`
  for (const [name, event] of Object.entries(objectAt(properties.Events, place))) {
    const at = `${place}.${name}.Properties`
    const { Type, Properties } = objectAt(event, `${place}.${name}`)
    if (Type === 'HttpApi') expansion.note(`${place}.${name} is of an HTTP API, which is not emulated`)
    if (Type !== 'Api' || (condition !== null && !expansion.scope.holds(condition, at))) continue
    const given = objectAt(Properties, at)
    const api = apiOf(apis, given.RestApiId, `${at}.RestApiId`)
    if (!isManaged(api)) continue
    const path = textBefore(expansion, given.Path, `${at}.Path`)
    const method = textBefore(expansion, given.Method, `${at}.Method`).toLowerCase()
    if (!METHODS.includes(method)) throw wrong(`${at}.Method`, `"${method}" is no method`)
    if (!path.startsWith('/')) throw wrong(`${at}.Path`, `"${path}" does not start with a slash`)
    const operations = ownPath(api, path)
    const key = method === 'any' ? ANY : method
    if (operations[key] !== undefined) throw wrong(at, `${method.toUpperCase()} ${path} is there twice`)
    const auth = objectAt(api.properties.Auth, `Resources.${api.id}.Properties.Auth`)
    operations[key] = operationOf(expansion, { properties: given, at }, id, auth)
  }
}

/** True where a function has an event of an API that nobody names. */
export function usesImplicitApi(properties: Json): boolean {
  return Object.values(Object(properties.Events)).some(
    (event) => Object(event).Type === 'Api' && Object(Object(event).Properties).RestApiId === undefined,
  )
}

function apiOf(apis: ReadonlyMap<string, ServerlessApi>, given: unknown, at: string): ServerlessApi {
  const id = given === undefined ? IMPLICIT_API : logicalIdIn(given)
  const api = id === null ? undefined : apis.get(id)
  if (!api) throw wrong(at, 'names no AWS::Serverless::Api of the template')
  return api
}

function ownPath({ paths }: ServerlessApi, path: string): Record<string, Json> {
  const known = Object.hasOwn(paths, path) ? paths[path] : undefined
  if (known) return known
  const made: Record<string, Json> = {}
  paths[path] = made
  return made
}
