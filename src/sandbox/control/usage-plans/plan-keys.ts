import { badRequest, conflict, notFound } from '../../http/errors.js'
import type { ApiKey } from '../../world/usage-plan.js'
import type { World } from '../../world/world.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { present } from '../view.js'
import { apiKeyOf } from './api-keys.js'
import { planOf } from './plans.js'

export function createUsagePlanKey(world: World, call: Call): Reply {
  const keyId = call.body.requiredString('keyId')
  const type = call.body.requiredString('keyType')
  const plan = planOf(world, call)
  if (type !== 'API_KEY') throw badRequest('Invalid key type specified')
  const key = apiKeyOf(world, keyId)
  if (plan.keyIds.includes(keyId)) throw conflict('Usage Plan Key already exists')
  plan.keyIds.push(keyId)
  return view(key)
}

export function getUsagePlanKeys(world: World, call: Call): Reply {
  const name = call.query.get('name')
  // A plan that there is not has none.
  const { keyIds = [] } = world.settings.usagePlans.get(param(call, 'plan')) ?? {}
  const keys = keyIds.map((id) => apiKeyOf(world, id)).filter((key) => name === null || key.name?.startsWith(name))
  return page(keys, ({ id }) => id, view, call)
}

export function getUsagePlanKey(world: World, call: Call): Reply {
  return view(planKeyOf(world, call))
}

export function deleteUsagePlanKey(world: World, call: Call): Reply {
  const plan = planOf(world, call)
  const { id } = planKeyOf(world, call)
  plan.keyIds = plan.keyIds.filter((keyId) => keyId !== id)
  return undefined
}

export function planKeyOf(world: World, call: Call): ApiKey {
  const id = param(call, 'key')
  if (!planOf(world, call).keyIds.includes(id)) throw notFound('Invalid Usage Plan Key identifier specified')
  return apiKeyOf(world, id)
}

function view({ id, value, name }: ApiKey): object {
  return present({ id, type: 'API_KEY', value, name })
}
