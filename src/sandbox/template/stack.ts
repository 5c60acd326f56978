import { own } from '../http/own.js'
import type { World } from '../world/world.js'
import type { Template, TemplateResource } from './document.js'
import { foreignOf, LAMBDA } from './foreign.js'
import { resolve } from './intrinsics/resolve.js'
import { type Scope, textAt, wrong } from './intrinsics/scope.js'
import { orMeant } from './nearest.js'
import type { Notes } from './notes.js'
import type { Parameters } from './parameters.js'
import { HANDLERS, type ResourceHandler } from './resources/handlers.js'
import { type Made, makingOf } from './resources/make.js'
import { tagOwned } from './resources/owned.js'
import { shapedFields } from './resources/shape.js'
import { staticScope } from './static-scope.js'

const API_GATEWAY = 'AWS::ApiGateway::'

/** Makes the resources of a template, each behind those that it refers to. Throws an Error that names the place. */
export function makeStack(world: World, template: Template, parameters: Parameters, notes: Notes): void {
  const made = new Map<string, Made>()
  const beingMade = new Set<string>()
  const stack = { name: parameters.stackName, id: String(parameters.valueOf('AWS::StackId', '')) }

  const known = staticScope(template, parameters, notes.imported)
  const scope: Scope = {
    ...known,
    reference: (name, at) =>
      parameters.has(name) ? parameters.valueOf(name, at) : need(template.generated.get(name) ?? name, at).id,
    attribute: (name, attribute, at) => {
      // SAM lets `Fn::Sub` say `${Api.Stage}` as well.
      const generated = template.generated.get(`${name}.${attribute}`)
      if (generated !== undefined) return need(generated, at).id
      const { attributes = {} } = need(name, at)
      const found = own(attributes, attribute)
      if (found !== undefined) return found
      const { type } = resourceAt(name, at)
      if (own(HANDLERS, type)) {
        throw wrong(at, `${type} has no attribute ${attribute}${orMeant(attribute, Object.keys(attributes))}`)
      }
      return notes.madeUp(name, attribute)
    },
  }
  const isWanted = ({ condition }: TemplateResource, at: string) => condition === null || known.holds(condition, at)

  const resourceAt = (name: string, at: string): TemplateResource => {
    const found = template.resources.get(name)
    if (found) return found
    const near = orMeant(name, [...template.resources.keys(), ...parameters.names])
    throw wrong(at, `there is no resource or parameter ${name}${near}`)
  }

  const need = (name: string, at: string): Made => {
    const before = made.get(name)
    if (before) return before
    const resource = resourceAt(name, at)
    const place = `Resources.${name}`
    if (!isWanted(resource, `${place}.Condition`))
      throw wrong(at, `${name} is not made, as its condition does not hold`)
    if (beingMade.has(name)) throw wrong(at, `circular dependency between ${[...beingMade].join(', ')}`)
    beingMade.add(name)
    for (const other of resource.dependsOn) {
      const first = resourceAt(other, `${place}.DependsOn`)
      if (isWanted(first, `Resources.${other}.Condition`)) need(other, `${place}.DependsOn`)
    }
    const result = make(name, resource, `${place}.Properties`)
    beingMade.delete(name)
    made.set(name, result)
    return result
  }

  const make = (name: string, resource: TemplateResource, at: string): Made => {
    const handler = own(HANDLERS, resource.type)
    if (handler) return makeOwn(name, resource, handler, at)
    return foreignOf(world, name, resource, (property) => {
      const given = own(resource.properties, property)
      return given === undefined ? undefined : textAt(resolve(given, scope, `${at}.${property}`), `${at}.${property}`)
    })
  }

  const makeOwn = (
    logicalId: string,
    resource: TemplateResource,
    { fields, make }: ResourceHandler,
    at: string,
  ): Made => {
    const resolved = resolve(resource.properties, scope, at) ?? {}
    const json = JSON.stringify(resolved)
    scope.spend(json.length, at)
    notes.dynamic(logicalId, json)
    const properties = shapedFields(resolved, fields, at)
    const result = make(
      makingOf(world, notes.standsFor, {
        logicalId,
        generatedName: `${parameters.stackName}-${logicalId}`,
        properties,
        at,
      }),
    )
    tagOwned(world, stack, { type: resource.type, logicalId, properties, made: result })
    return result
  }

  for (const [name, resource] of template.resources) {
    const place = `Resources.${name}`
    if (!isWanted(resource, `${place}.Condition`)) continue
    if (own(HANDLERS, resource.type)) need(name, place)
    else if (resource.type !== LAMBDA && !resource.isGenerated)
      notes.leftOut(resource.type, resource.type.startsWith(API_GATEWAY))
  }
}
