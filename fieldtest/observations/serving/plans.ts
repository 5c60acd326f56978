import { randomBytes } from 'node:crypto'
import type { Observation } from '../../observation.js'
import { type Answer, items, type Json, pick } from '../../wire/answer.js'
import { text, type World } from '../../world/world.js'
import { patch, replace } from '../patching.js'

const NAME = 'apigw-cache-fieldtest'

const key = ({ control, tags }: World, more: { readonly [name: string]: Json } = {}) =>
  control('POST /apikeys', { name: NAME, tags, ...more })

/** A key that its plan lets into the stage `bare`, as a header. */
async function keyOfPlan(world: World, plan: { readonly [name: string]: Json } = {}) {
  const { id } = await world.served()
  const apiStages = [{ apiId: id, stage: 'bare' }]
  const planned = await world.control('POST /usageplans', {
    name: NAME,
    tags: world.tags,
    apiStages,
    ...plan,
  })
  const made = await key(world, { enabled: true })
  const path = `/usageplans/${text(planned.json.id, 'the id of the plan')}`
  const keyId = text(made.json.id, 'the id of the key')
  await world.control(`POST ${path}/keys`, { keyId, keyType: 'API_KEY' })
  return { path, keyId, headers: { 'x-api-key': String(made.json.value) } }
}

const KEYED = { methods: { 'GET /keyed': { apiKeyRequired: true } } }
const first = (answer: Answer, world: World) => world.outcome(answer)

export const PLANS: readonly Observation[] = [
  {
    statement: 'C101',
    about: 'a new API key, a second one of its value, one with too short a value, and how a read hides the value',
    expected: [{ enabled: false }, '409 ConflictException', '400 BadRequestException', null],
    ask: async (world) => {
      const value = randomBytes(20).toString('hex')
      const made = await key(world, { value })
      const second = world.outcome(await key(world, { value })).split(':')[0] ?? ''
      const short = world.outcome(await key(world, { value: 'short' })).split(':')[0] ?? ''
      const { json } = await world.control(`GET /apikeys/${String(made.json.id)}`)
      return [pick(made.json, 'enabled'), second, short, json.value ?? null]
    },
  },
  {
    statement: 'C102',
    about: 'a plan with a quota of 0, one for a stage that there is not, and its keys',
    expected: [400, 404, [NAME]],
    ask: async (world) => {
      const create = (more: { readonly [name: string]: Json }) =>
        world.control('POST /usageplans', { name: NAME, tags: world.tags, ...more })
      const quota = await create({ quota: { limit: 0, period: 'DAY' } })
      const stage = await create({ apiStages: [{ apiId: await world.scratch.id(), stage: 'none' }] })
      const { path } = await keyOfPlan(world)
      const keys = items(await world.control(`GET ${path}/keys`)).map(({ name }) => String(name))
      return [quota.status, stage.status, keys]
    },
  },
  {
    statement: 'D9',
    about: 'a method that requires an API key: without one, with a wrong one, with one of a plan',
    needs: KEYED,
    expected: ['403 ForbiddenException: Forbidden', '403 ForbiddenException: Forbidden', '200'],
    ask: async (world) => {
      const { headers } = await keyOfPlan(world)
      await world.settle()
      const ask = async (own: Record<string, string>) =>
        first(await world.call('GET /keyed', { stage: 'bare', headers: own }), world)
      return [await ask({}), await ask({ 'x-api-key': 'none' }), await ask(headers)]
    },
  },
  {
    statement: 'D37',
    about: 'a key that has used up a quota of two',
    needs: KEYED,
    expected: ['200', '200', '429 LimitExceededException: Limit Exceeded'],
    ask: async (world) => {
      const { headers } = await keyOfPlan(world, { quota: { limit: 2, period: 'DAY' } })
      await world.settle()
      const seen: string[] = []
      for (let time = 0; time < 3; time++) {
        seen.push(first(await world.call('GET /keyed', { stage: 'bare', headers }), world))
      }
      return seen
    },
  },
  {
    statement: 'C207',
    about: 'what becomes of a deleted stage in its plan',
    unknown: { row: 'U22', knob: 'deletedStageInPlan' },
    expected: 'dissociate',
    ask: async (world) => {
      const { json, planned } = await world.scratch.stage(async (stage) => {
        const apiStages = [{ apiId: await world.scratch.id(), stage: String(stage.split('/').at(-1)) }]
        const body = { name: NAME, tags: world.tags, apiStages }
        const created = await world.control('POST /usageplans', body)
        const path = `/usageplans/${text(created.json.id, 'the id of the plan')}`
        return { json: created.json, planned: path }
      })
      if (!Array.isArray(json.apiStages) || json.apiStages.length !== 1) return json
      const { apiStages } = (await world.control(`GET ${planned}`)).json
      return Array.isArray(apiStages) && apiStages.length > 0 ? 'keep' : 'dissociate'
    },
  },
  {
    statement: 'C103',
    about: "a key's use of its quota, and the remaining replaced",
    expected: [true, 200],
    ask: async (world) => {
      const { path, keyId } = await keyOfPlan(world, { quota: { limit: 5, period: 'DAY' } })
      const today = new Date(world.target.clock.now()).toISOString().slice(0, 10)
      const usage = await world.control(`GET ${path}/usage?startDate=${today}&endDate=${today}`)
      const update = await patch(world, `${path}/keys/${keyId}/usage`, replace('/remaining', '9'))
      return [usage.json.usagePlanId === path.split('/')[2], update.status]
    },
  },
]
