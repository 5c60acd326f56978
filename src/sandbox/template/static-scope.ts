import { own } from '../http/own.js'
import type { Template } from './document.js'
import { conditionsOf } from './intrinsics/conditions.js'
import { type Scope, wrong } from './intrinsics/scope.js'
import type { Parameters } from './parameters.js'

/** What is known before there is any resource: parameters, conditions, mappings. */
export function staticScope(template: Template, parameters: Parameters, imported: Scope['imported']): Scope {
  const scope: Scope = {
    reference: (name, at) => {
      if (parameters.has(name)) return parameters.valueOf(name, at)
      throw wrong(at, `there is no parameter ${name}`)
    },
    attribute: (name, attribute, at) => {
      throw wrong(at, `${name}.${attribute} is not known here`)
    },
    holds: conditionsOf(template.conditions, () => scope),
    mapped: (map, [first, second], at) => {
      const found = template.mappings.get(map)
      if (!found) throw wrong(at, `there is no mapping ${map}`)
      const inner = own(found, first)
      return typeof inner === 'object' && inner !== null ? own({ ...inner }, second) : undefined
    },
    imported,
  }
  return scope
}
