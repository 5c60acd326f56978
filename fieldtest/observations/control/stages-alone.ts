import type { Observation } from '../../observation.js'
import { items, pick } from '../../wire/answer.js'
import { patch, replace } from '../patching.js'

/** Stages that have no cluster. */
export const UNCACHED_STAGES: readonly Observation[] = [
  {
    statement: 'L8',
    about: 'a size alone',
    expected: { cacheClusterEnabled: false, cacheClusterSize: '1.6', cacheClusterStatus: 'NOT_AVAILABLE' },
    ask: async (world) =>
      world.scratch.stage(async (stage) => {
        await patch(world, stage, replace('/cacheClusterSize', '1.6'))
        const { json } = await world.control(`GET ${stage}`)
        return pick(json, 'cacheClusterEnabled', 'cacheClusterSize', 'cacheClusterStatus')
      }),
  },
  {
    statement: 'L6',
    about: 'the answer to a flush without a cluster',
    unknown: { row: 'U3', knob: 'flushWithoutCluster' },
    expected: 'bad-request',
    ask: ({ scratch, control, outcome }) =>
      scratch.stage(async (stage) => {
        const answer = await control(`DELETE ${stage}/cache/data`)
        if (answer.status === 202) return 'accept'
        return outcome(answer).startsWith('400 BadRequestException') ? 'bad-request' : outcome(answer)
      }),
  },
  {
    statement: 'L12',
    about: "flushing the authorizers' cache without a cluster",
    expected: ['202', 'NOT_AVAILABLE'],
    ask: ({ scratch, control, outcome }) =>
      scratch.stage(async (stage) => {
        const flushed = outcome(await control(`DELETE ${stage}/cache/authorizers`))
        const { json } = await control(`GET ${stage}`)
        return [flushed, json.cacheClusterStatus ?? null]
      }),
  },
  {
    statement: 'C48',
    about: 'a share of the traffic above a hundred',
    expected: '400 BadRequestException',
    ask: async (world) =>
      world.scratch.stage(async (stage) => {
        const answer = await patch(world, stage, replace('/canarySettings/percentTraffic', '101'))
        return world.outcome(answer).split(':')[0] ?? ''
      }),
  },
  {
    statement: 'C55',
    about: 'stages of a deployment, and of one that has none',
    expected: [true, 0],
    ask: async ({ scratch, control }) =>
      scratch.stage(async () => {
        const path = `GET ${await scratch.api()}/stages?deploymentId=`
        const own = items(await control(path + (await scratch.deployment())))
        return [own.length > 0, items(await control(`${path}zzzzzz`)).length]
      }),
  },
]
