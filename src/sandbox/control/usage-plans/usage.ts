import { badRequest } from '../../http/errors.js'
import { dayOf } from '../../world/usage.js'
import type { UsagePlan } from '../../world/usage-plan.js'
import type { World } from '../../world/world.js'
import type { Call, Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, numberOf, readPatch } from '../patch.js'
import { planKeyOf } from './plan-keys.js'
import { planOf } from './plans.js'

const DAY_MS = 86_400_000

export function getUsage(world: World, call: Call): Reply {
  const plan = planOf(world, call)
  const keyId = call.query.get('keyId')
  const keyIds = plan.keyIds.filter((id) => keyId === null || id === keyId)
  const [startDate, endDate] = [readDay(call, 'startDate'), readDay(call, 'endDate')]
  const { item, ...rest } = page(
    keyIds,
    (id) => id,
    (id) => id,
    call,
  )
  return { ...view(world, plan, item, startDate, endDate), ...rest }
}

/** What is left of the period that is now. */
export function updateUsage(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const plan = planOf(world, call)
  const { id } = planKeyOf(world, call)
  const now = world.clock.now()
  applyRules(operations, {
    'replace /remaining': (value) => {
      const remaining = numberOf(value)
      if (!(Number.isInteger(remaining) && remaining >= 0) || !plan.quota) {
        throw badRequest('Invalid remaining quota specified')
      }
      world.usage.leave(plan, id, remaining, now)
    },
  })
  return view(world, plan, [id], dayOf(now), dayOf(now))
}

function view(
  { usage }: World,
  { id, quota }: UsagePlan,
  keyIds: readonly string[],
  startDate: string,
  endDate: string,
): object {
  const days = daysFrom(startDate, endDate)
  const values = keyIds.map((keyId) => [
    keyId,
    days.map((day) => usage.ofDay(id, keyId, day) ?? [0, quota?.limit ?? 0]),
  ])
  return { usagePlanId: id, startDate, endDate, values: Object.fromEntries(values) }
}

function daysFrom(startDate: string, endDate: string): readonly string[] {
  const [start, end] = [Date.parse(startDate), Date.parse(endDate)]
  const count = Math.round((end - start) / DAY_MS) + 1
  if (count < 1 || count > 366) throw badRequest('Invalid date range specified')
  return Array.from({ length: count }, (_, index) => dayOf(start + index * DAY_MS))
}

function readDay({ query }: Call, name: string): string {
  const day = query.get(name) ?? ''
  if (/^\d{4}-\d\d-\d\d$/.test(day) && !Number.isNaN(Date.parse(day))) return day
  throw badRequest(`Invalid ${name} specified`)
}
