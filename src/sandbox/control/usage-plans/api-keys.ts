import { badRequest, conflict, notFound } from '../../http/errors.js'
import { newId } from '../../world/ids.js'
import type { ApiKey } from '../../world/usage-plan.js'
import type { World } from '../../world/world.js'
import { notEmulated } from '../not-emulated.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, fieldRules, readPatch, textOf, textOrNull } from '../patch.js'
import { present, seconds } from '../view.js'

export function createApiKey(world: World, { body }: Call): Reply {
  const { apiKeys } = world.settings
  if (body.boolean('generateDistinctId') === false) throw notEmulated('generateDistinctId false of CreateApiKey')
  const value = body.string('value') || `${word(world)}${word(world)}${word(world)}${word(world)}`
  if (value.length < 20) throw badRequest('API Key value should be at least 20 characters')
  if (value.length > 128) throw badRequest('API Key value exceeds maximum size of 128 characters')
  if ([...apiKeys.values()].some((one) => one.value === value)) throw conflict('API Key already exists')
  const now = world.clock.now()
  const key: ApiKey = {
    id: word(world),
    value,
    name: checkedName(body.string('name')),
    description: checkedDescription(body.string('description')),
    customerId: body.string('customerId') ?? null,
    enabled: body.boolean('enabled') ?? false,
    stageKeys: body
      .objects('stageKeys')
      .map((stage) => `${stage.string('restApiId') ?? ''}/${stage.string('stageName') ?? ''}`),
    createdDate: now,
    lastUpdatedDate: now,
    tags: body.stringMap('tags') ?? {},
  }
  apiKeys.set(key.id, key)
  return { ...view(key, true), ...present({ tags: key.tags }) }
}

/** A limit below 1 is no limit here. */
export function getApiKeys({ settings }: World, call: Call): Reply {
  const { query } = call
  const [name, customer] = [query.get('name'), query.get('customerId')]
  const keys = [...settings.apiKeys.values()].filter(
    (key) => (name === null || key.name?.startsWith(name)) && (customer === null || key.customerId === customer),
  )
  const limited = new URLSearchParams(query)
  if (Number(query.get('limit')) < 1) limited.delete('limit')
  return page(
    keys,
    ({ id }) => id,
    (key) => ({ ...view(key, query.get('includeValues') === 'true'), ...present({ tags: key.tags }) }),
    { ...call, query: limited },
  )
}

export function getApiKey(world: World, call: Call): Reply {
  const key = apiKeyOf(world, param(call, 'key'))
  return { ...view(key, call.query.get('includeValue') === 'true'), tags: key.tags }
}

export function updateApiKey(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const key = apiKeyOf(world, param(call, 'key'))
  const { name, description, customerId, enabled } = key
  const draft = { name, description, customerId, enabled }
  const stageKeys = new Set(key.stageKeys)
  const rules = {
    ...fieldRules(draft, {
      description: checkedDescription,
      enabled: (value) => value?.toLowerCase() === 'true',
      name: checkedName,
      customerId: textOrNull,
    }),
    'add /stages': (value: string | undefined) => void stageKeys.add(textOf(value)),
    'remove /stages': (value: string | undefined) => void stageKeys.delete(textOf(value)),
  }
  applyRules(operations, rules, 'listed')
  Object.assign(key, draft, { stageKeys: [...stageKeys], lastUpdatedDate: world.clock.now() })
  return { ...view(key, false), tags: key.tags }
}

/** Plans lose the key, too. */
export function deleteApiKey(world: World, call: Call): Reply {
  const { id } = apiKeyOf(world, param(call, 'key'))
  const { apiKeys, usagePlans } = world.settings
  apiKeys.delete(id)
  for (const plan of usagePlans.values()) plan.keyIds = plan.keyIds.filter((keyId) => keyId !== id)
  return undefined
}

export function apiKeyOf({ settings }: World, id: string): ApiKey {
  const found = settings.apiKeys.get(id)
  if (!found) throw notFound('Invalid API Key identifier specified')
  return found
}

/** An empty name is none. */
function checkedName(name: string | undefined): string | null {
  if ((name ?? '').length > 1024) throw badRequest('Invalid API Key name, can be at most 1024 characters.')
  return name || null
}

function checkedDescription(description: string | undefined): string | null {
  if ((description ?? '').length > 125_000) throw badRequest('Invalid API Key description specified.')
  return description ?? null
}

function word({ random }: World): string {
  return newId(random, 10)
}

function view({ tags: _, value, createdDate, lastUpdatedDate, stageKeys, ...key }: ApiKey, whole: boolean): object {
  return {
    ...present({ ...key, value: whole ? value : null }),
    createdDate: seconds(createdDate),
    lastUpdatedDate: seconds(lastUpdatedDate),
    stageKeys,
  }
}
