import { badRequest, notFound } from '../../http/errors.js'
import { newId } from '../../world/ids.js'
import type { RequestValidator } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { apiOf } from '../lookup.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, fieldRules, readPatch } from '../patch.js'
import { present } from '../view.js'

export function createRequestValidator(world: World, call: Call): Reply {
  const api = world.apis.get(param(call, 'api'))
  if (!api) throw badRequest('Invalid REST API identifier specified')
  const validator: RequestValidator = {
    id: newId(world.random, 6),
    name: call.body.string('name') ?? null,
    validateRequestBody: call.body.boolean('validateRequestBody') ?? false,
    validateRequestParameters: call.body.boolean('validateRequestParameters') ?? false,
  }
  api.requestValidators.set(validator.id, validator)
  return view(validator)
}

export function getRequestValidators(world: World, call: Call): Reply {
  return page([...apiOf(world, call).requestValidators.values()], ({ id }) => id, view, call)
}

export function getRequestValidator(world: World, call: Call): Reply {
  return view(validatorOf(world, call))
}

export function updateRequestValidator(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const validator = validatorOf(world, call)
  const { name, validateRequestBody, validateRequestParameters } = validator
  const draft = { name, validateRequestBody, validateRequestParameters }
  const isTrue = (value: string | undefined) => value?.toLowerCase() === 'true'
  const rules = fieldRules(draft, {
    name: filledName,
    validateRequestParameters: isTrue,
    validateRequestBody: isTrue,
  })
  applyRules(operations, rules, 'listed')
  Object.assign(validator, draft)
  return view(validator)
}

export function deleteRequestValidator(world: World, call: Call): Reply {
  const { id } = validatorOf(world, call)
  world.apis.get(param(call, 'api'))?.requestValidators.delete(id)
  return undefined
}

/** An API that is not there has no validators. */
function validatorOf({ apis }: World, call: Call): RequestValidator {
  const found = apis.get(param(call, 'api'))?.requestValidators.get(param(call, 'validator'))
  if (!found) throw notFound('Invalid Request Validator identifier specified')
  return found
}

function filledName(name: string | undefined): string {
  if (!name) throw badRequest('Request Validator name cannot be blank')
  return name
}

function view(validator: RequestValidator): object {
  return present({ ...validator })
}
