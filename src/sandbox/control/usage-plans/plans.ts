import { badRequest, notFound } from '../../http/errors.js'
import { newId } from '../../world/ids.js'
import {
  type PlanStage,
  QUOTA_PERIODS,
  type Throttle,
  type UsagePlan,
  type UsageQuota,
} from '../../world/usage-plan.js'
import type { World } from '../../world/world.js'
import type { Input } from '../input.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, readPatch } from '../patch.js'
import { present } from '../view.js'
import { checkQuota, planRules } from './patch.js'
import { checkStage } from './stages.js'

export function createUsagePlan(world: World, { body }: Call): Reply {
  const name = body.requiredString('name')
  if (name === '') throw badRequest('Usage Plan name cannot be blank')
  const id = newId(world.random, 6)
  const [throttle, quota] = [body.object('throttle'), body.object('quota')]
  const plan: UsagePlan = {
    id,
    name,
    description: body.string('description') ?? null,
    productCode: null,
    apiStages: body.objects('apiStages').map((stage) => readStage(world, id, stage)),
    throttle: throttle ? readThrottle(throttle) : null,
    quota: quota ? checkQuota(readQuota(quota)) : null,
    keyIds: [],
    tags: body.stringMap('tags') ?? {},
  }
  world.settings.usagePlans.set(id, plan)
  return { ...view(plan), ...present({ tags: plan.tags }) }
}

export function getUsagePlans({ settings }: World, call: Call): Reply {
  const keyId = call.query.get('keyId')
  const plans = [...settings.usagePlans.values()].filter((plan) => keyId === null || plan.keyIds.includes(keyId))
  return page(
    plans,
    ({ id }) => id,
    (plan) => ({ ...view(plan), ...present({ tags: plan.tags }) }),
    call,
  )
}

export function getUsagePlan(world: World, call: Call): Reply {
  const plan = planOf(world, call)
  return { ...view(plan), tags: plan.tags }
}

export function updateUsagePlan(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const plan = planOf(world, call)
  const draft = structuredClone(plan)
  applyRules(operations, planRules(world, draft))
  if (draft.quota) checkQuota(draft.quota)
  Object.assign(plan, draft)
  return { ...view(plan), tags: plan.tags }
}

export function deleteUsagePlan(world: World, call: Call): Reply {
  const { id, apiStages } = planOf(world, call)
  const [used] = apiStages
  if (used) {
    throw badRequest(
      `Cannot delete Usage Plan ${id} because there are API Stages associated with it, including ` +
        `${used.apiId}:${used.stage}`,
    )
  }
  world.settings.usagePlans.delete(id)
  return undefined
}

export function planOf({ settings }: World, call: Call): UsagePlan {
  const found = settings.usagePlans.get(param(call, 'plan'))
  if (!found) throw notFound('Invalid Usage Plan ID specified')
  return found
}

function readStage(world: World, planId: string, given: Input): PlanStage {
  const stage = { apiId: given.requiredString('apiId'), stage: given.requiredString('stage') }
  checkStage(world, planId, stage)
  const throttles = given.object('throttle')
  const throttle = Object.fromEntries(
    (throttles?.names() ?? []).map((name) => [name, readThrottle(throttles?.requiredObject(name))]),
  )
  return { ...stage, throttle }
}

function readThrottle(given: Input | undefined): Throttle {
  return { burstLimit: given?.number('burstLimit') ?? 0, rateLimit: given?.number('rateLimit') ?? 0 }
}

function readQuota(given: Input): UsageQuota {
  return {
    limit: given.number('limit') ?? 0,
    offset: given.number('offset') ?? 0,
    period: given.requiredOneOf('period', QUOTA_PERIODS),
  }
}

function view({ tags: _, keyIds: __, apiStages, ...plan }: UsagePlan): object {
  return {
    ...present({ ...plan }),
    apiStages: apiStages.map(({ throttle, ...stage }) => ({ ...stage, ...present({ throttle }) })),
  }
}
