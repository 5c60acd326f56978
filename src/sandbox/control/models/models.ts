import { badRequest, conflict, notFound } from '../../http/errors.js'
import { parseJson } from '../../http/json.js'
import { newId } from '../../world/ids.js'
import type { Model, RestApi } from '../../world/model.js'
import { mixed, seededRandom } from '../../world/random.js'
import type { World } from '../../world/world.js'
import { apiOf } from '../lookup.js'
import { notEmulated } from '../not-emulated.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, fieldRules, filledOrNull, readPatch, textOf } from '../patch.js'
import { present } from '../view.js'

export function createModel(world: World, call: Call): Reply {
  const name = call.body.requiredString('name')
  const contentType = call.body.requiredString('contentType')
  const { models } = apiOf(world, call)
  if (name === '') throw badRequest('Model name must be non-empty')
  if (models.has(name)) throw conflict('Model name already exists for this REST API')
  if (!/^[A-Za-z0-9]+$/.test(name)) throw badRequest('Model name must be alphanumeric')
  const model: Model = {
    id: newId(world.random, 6),
    name,
    description: call.body.string('description') || null,
    contentType,
    schema: schemaOf(call.body.string('schema') ?? ''),
  }
  models.set(name, model)
  return modelView(model)
}

export function getModels(world: World, call: Call): Reply {
  return page([...apiOf(world, call).models.values()], ({ name }) => name, modelView, call)
}

export function getModel(world: World, call: Call): Reply {
  if (call.query.get('flatten') === 'true') throw notEmulated('flatten of GetModel')
  return modelView(modelOf(world, call))
}

export function updateModel(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const model = modelOf(world, call)
  const draft = { description: model.description, schema: model.schema }
  const rules = fieldRules(draft, {
    description: filledOrNull,
    schema: (value) => schemaOf(textOf(value)),
  })
  applyRules(operations, rules, 'listed')
  Object.assign(model, draft)
  return modelView(model)
}

export function deleteModel(world: World, call: Call): Reply {
  const { name } = modelOf(world, call)
  const api = apiOf(world, call)
  const use = useOf(api, name)
  if (use !== null) throw conflict(`Cannot delete model '${name}', is referenced in method ${use}`)
  api.models.delete(name)
  return undefined
}

/** The models that every new API has. */
export function defaultModels(apiId: string): Map<string, Model> {
  const empty = { $schema: DRAFT, title: 'Empty Schema', type: 'object' }
  const error = { ...empty, title: 'Error Schema', properties: { message: { type: 'string' } } }
  return new Map(
    [
      { name: 'Empty', description: 'This is a default empty schema model', schema: empty },
      { name: 'Error', description: 'This is a default error schema model', schema: error },
    ].map(({ schema, ...model }) => [
      model.name,
      {
        ...model,
        id: newId(seededRandom(mixed(0, apiId, model.name)), 6),
        contentType: 'application/json',
        schema: JSON.stringify(schema, null, 2),
      },
    ]),
  )
}

const DRAFT = 'http://json-schema.org/draft-04/schema#'

/** An API that is not there has no models. */
function modelOf({ apis }: World, call: Call): Model {
  const name = param(call, 'model')
  const found = apis.get(param(call, 'api'))?.models.get(name)
  if (!found) throw notFound(`Invalid model name specified: ${name}`)
  return found
}

function schemaOf(text: string): string {
  if (text === '') throw badRequest('Model schema must have at least 1 property or array items defined')
  if (parseJson(text) === undefined) throw badRequest('Invalid model schema specified')
  return text
}

/** `request: /pets/GET`, of the newest resource that refers to the model; null where none does. */
function useOf({ resources }: RestApi, name: string): string | null {
  for (const { path, methods } of [...resources.values()].reverse()) {
    for (const { httpMethod, requestModels, responses } of methods.values()) {
      if (Object.values(requestModels).includes(name)) return `request: ${path}/${httpMethod}`
      const response = [...responses.values()].find(({ responseModels }) =>
        Object.values(responseModels).includes(name),
      )
      if (response) return `response: ${path}/${httpMethod}/${response.statusCode}`
    }
  }
  return null
}

function modelView(model: Model): object {
  return present({ ...model })
}
