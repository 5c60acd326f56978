import { type DocumentedPlace, isDocumented, placeKey } from '../world/documentation.js'
import { newId } from '../world/ids.js'
import type { RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import { member } from './reference.js'

const WITHOUT_PATH = new Set<DocumentedPlace['type']>(['API', 'AUTHORIZER', 'MODEL'])

/** Adds the parts of `x-amazon-apigateway-documentation`, in the place of those about the same. Gives their ids. */
export function addDocumentation(
  { random }: Pick<World, 'random'>,
  { documentationParts }: RestApi,
  given: unknown,
): readonly string[] {
  const listed = member(given, 'documentationParts')
  return (Array.isArray(listed) ? listed : []).map((described: unknown) => {
    const location = placeOf(member(described, 'location'))
    const properties = member(described, 'properties') ?? {}
    const known = [...documentationParts.values()].find((part) => placeKey(part.location) === placeKey(location))
    const id = known?.id ?? newId(random, 6)
    documentationParts.set(id, {
      id,
      location,
      properties: typeof properties === 'string' ? properties : JSON.stringify(properties),
    })
    return id
  })
}

function placeOf(given: unknown): DocumentedPlace {
  const type = member(given, 'type')
  if (!isDocumented(type)) throw new Error(`Invalid documentation part type specified: ${String(type)}`)
  const fields = ['path', 'method', 'statusCode', 'name'].flatMap((name) => {
    const value = member(given, name)
    return value === undefined ? [] : [[name, String(value)]]
  })
  // Where no path is given, what has one is about the root.
  const root = WITHOUT_PATH.has(type) ? {} : { path: '/' }
  return { type, ...root, ...Object.fromEntries(fields) }
}
