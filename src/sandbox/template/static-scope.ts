import { own } from '../http/own.js'
import type { Template } from './document.js'
import { conditionsOf } from './intrinsics/conditions.js'
import { type Scope, wrong } from './intrinsics/scope.js'
import type { Parameters } from './parameters.js'

/** Many times what the largest template comes to. */
const MOST_CHARACTERS = 64 * 1024 ** 2

/** What is known before there is any resource: parameters, conditions, mappings. */
export function staticScope(template: Template, parameters: Parameters, imported: Scope['imported']): Scope {
  let spent = 0
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
    spend: (characters, at) => {
      spent += characters
      if (spent > MOST_CHARACTERS)
        throw wrong(at, `all of the template comes to more than ${MOST_CHARACTERS} characters`)
    },
  }
  return scope
}
