import { functionsOfMethods } from '../world/called.js'
import type { World } from '../world/world.js'
import type { Template } from './document.js'
import { LAMBDA } from './foreign.js'
import { resolvedText } from './intrinsics/resolve.js'
import type { Scope } from './intrinsics/scope.js'

/** The names under which handlers may be given besides that of the function: its logical id, and CDK's id of its construct. */
export function functionNames(template: Template, scope: Scope): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const constructs = new Map<string, string | null>()
  for (const [logicalId, { type, properties, cdkPath }] of template.resources) {
    if (type !== LAMBDA) continue
    const given = properties.FunctionName
    const name =
      given === undefined ? logicalId : resolvedText(given, scope, `Resources.${logicalId}.Properties.FunctionName`)
    names.set(logicalId, name).set(name, name)
    const id = /([^/]+)\/Resource$/.exec(cdkPath ?? '')?.[1]
    if (id !== undefined) constructs.set(id, constructs.has(id) ? null : name)
  }
  for (const [id, name] of constructs) if (name !== null && !names.has(id)) names.set(id, name)
  return names
}

/** The handlers under the names that ARNs have. */
export function namedHandlers<T>(
  names: ReadonlyMap<string, string>,
  handlers: Readonly<Record<string, T>>,
): Record<string, T> {
  return Object.fromEntries(Object.entries(handlers).map(([name, handler]) => [names.get(name) ?? name, handler]))
}

/** The functions that methods of the world's APIs call and that nobody has given. */
export function missingFunctions({ apis, handlers }: Pick<World, 'apis' | 'handlers'>): readonly string[] {
  return [...new Set([...apis.values()].flatMap(functionsOfMethods))].filter((name) => !handlers.has(name))
}
