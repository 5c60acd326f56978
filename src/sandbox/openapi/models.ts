import { badRequest } from '../http/errors.js'
import { newId } from '../world/ids.js'
import type { RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import type { OpenApiDocument } from './document.js'
import { member, resolved } from './reference.js'

const POINTER = /^#\/(?:definitions|components\/schemas)\/([^/]+)$/

/** Adds the schemas that the document names, in the place of those of the same names; strictly, only names that AWS takes. */
export function addModels(
  world: Pick<World, 'random'>,
  api: RestApi,
  document: OpenApiDocument,
  strict: boolean,
): void {
  const schemas = member(document.components, 'schemas') ?? member(document, 'definitions') ?? {}
  for (const [name, schema] of Object.entries(schemas)) {
    if (strict && !/^[A-Za-z0-9]+$/.test(name)) {
      throw badRequest(`Unable to create model for '${name}': Model name must be alphanumeric`)
    }
    const text = JSON.stringify(schema, (key, value: unknown) => {
      if (key === '$ref' && typeof value === 'string') return modelUrl(api, value)
      const required = key === 'required' && Array.isArray(value) && document.openapi !== undefined
      return required ? [...value].sort() : value
    })
    api.models.set(name, {
      id: api.models.get(name)?.id ?? newId(world.random, 6),
      name,
      description: described(schema),
      contentType: 'application/json',
      schema: text,
    })
  }
}

/** Of a body or an answer, by content type: the models that its schemas refer to. */
export function modelsOf(
  document: OpenApiDocument,
  described: unknown,
  types: readonly string[],
): Record<string, string> {
  const found = resolved(document, described)
  const content = member(found, 'content')
  const schemas: (readonly [string, unknown])[] =
    typeof content === 'object' && content
      ? Object.entries(content).map(([type, shown]) => [type, member(shown, 'schema')])
      : types.map((type) => [type, member(found, 'schema')])
  return Object.fromEntries(
    schemas.flatMap(([type, schema]) => {
      const name = POINTER.exec(String(member(schema, '$ref')))?.[1]
      return name === undefined ? [] : [[type, name]]
    }),
  )
}

function described(schema: unknown): string | null {
  const text = member(schema, 'description')
  return typeof text === 'string' ? text : null
}

/** Models refer to each other by address. */
function modelUrl({ id }: RestApi, reference: string): string {
  const name = POINTER.exec(reference)?.[1]
  return name === undefined ? reference : `https://apigateway.amazonaws.com/restapis/${id}/models/${name}`
}
