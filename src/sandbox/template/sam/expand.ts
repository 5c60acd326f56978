import type { Json, Template, TemplateResource } from '../document.js'
import { addApi, type ServerlessApi } from './api.js'
import { type Expansion, resourceOf, SERVERLESS } from './expansion.js'
import { addEvents, addFunction, IMPLICIT_API, usesImplicitApi } from './functions.js'
import { checkGlobals, withGlobals } from './globals.js'

const API = `${SERVERLESS}Api`
const FUNCTION = `${SERVERLESS}Function`

/** What SAM makes of a template. Throws an Error that says where it is wrong. */
export function expanded(template: Template, given: Pick<Expansion, 'files' | 'scope' | 'note'>): Template {
  checkGlobals(template)
  const expansion: Expansion = { ...given, resources: new Map(), generated: new Map() }
  const functions = of(template, FUNCTION)
  const apis = new Map(of(template, API).map(([id, resource, properties]) => [id, apiOf(id, resource, properties)]))
  if (functions.some(([, , properties]) => usesImplicitApi(properties)) && !apis.has(IMPLICIT_API)) {
    const implicit = resourceOf(API, { StageName: 'Prod' })
    apis.set(IMPLICIT_API, apiOf(IMPLICIT_API, implicit, withGlobals(template, implicit)))
  }
  for (const [id, resource, properties] of functions) addEvents(expansion, id, properties, resource, apis)
  for (const [id, resource] of template.resources) {
    const api = apis.get(id)
    if (api) addApi(expansion, api)
    else if (resource.type === FUNCTION) addFunction(expansion, id, withGlobals(template, resource), resource)
    else expansion.resources.set(id, resource)
  }
  const implicit = apis.get(IMPLICIT_API)
  if (implicit && !template.resources.has(IMPLICIT_API)) addApi(expansion, implicit)
  return { ...template, resources: expansion.resources, generated: expansion.generated }
}

function of(template: Template, type: string): readonly (readonly [string, TemplateResource, Json])[] {
  return [...template.resources].flatMap(([id, resource]) =>
    resource.type === type ? [[id, resource, withGlobals(template, resource)] as const] : [],
  )
}

function apiOf(id: string, resource: TemplateResource, properties: Json): ServerlessApi {
  return { id, resource, properties, paths: {} }
}
