import type { Observation } from '../../observation.js'
import { pick } from '../../wire/answer.js'
import { statuses } from '../../world/history.js'
import { patch, replace } from '../patching.js'

const IN_PROGRESS = '409 ConflictException: A previous change is still in progress'

/** What clusters go through, from when they are asked for to when they are gone. */
export const CHANGES: readonly Observation[] = [
  {
    statement: 'L15',
    about: 'a stage that is made with a cluster',
    needs: { stages: ['main'] },
    expected: ['CREATE_IN_PROGRESS', '0.5'],
    ask: async ({ control, begun }) => {
      const { api, deployment } = await begun()
      const cluster = { cacheClusterEnabled: true, cacheClusterSize: '0.5' }
      const body = { stageName: 'brief', deploymentId: deployment, ...cluster }
      const { json } = await control(`POST ${api}/stages`, body)
      return [json.cacheClusterStatus ?? 'no status', json.cacheClusterSize ?? 'no size']
    },
  },
  {
    statement: 'L14',
    about: 'a stage that is deleted while its cluster is made, and made again',
    needs: { stages: ['main'] },
    expected: ['202', { cacheClusterEnabled: false, cacheClusterStatus: 'NOT_AVAILABLE' }],
    ask: async (world) => {
      const { api, deployment } = await world.begun()
      const stages = `${api}/stages`
      const body = { stageName: 'gone', deploymentId: deployment }
      await world.control(`POST ${stages}`, body)
      await patch(world, `${stages}/gone`, replace('/cacheClusterEnabled', 'true'))
      const removed = await world.control(`DELETE ${stages}/gone`)
      const { json } = await world.control(`POST ${stages}`, body)
      return [world.outcome(removed), pick(json, 'cacheClusterEnabled', 'cacheClusterStatus')]
    },
  },
  {
    statement: 'L1',
    about: 'the statuses of enabling',
    needs: { stages: ['main'] },
    expected: ['200', 'CREATE_IN_PROGRESS → AVAILABLE'],
    ask: async ({ creation, outcome }) => {
      const { accepted, history } = await creation()
      return [outcome(accepted), statuses(history.main)]
    },
  },
  {
    statement: 'L9',
    about: 'the size of a cluster for which none was named',
    needs: { stages: ['main'] },
    expected: '0.5',
    ask: async ({ creation }) => (await creation()).history.main?.at(-1)?.size ?? 'never seen',
  },
  {
    statement: 'L10',
    about: 'for how many milliseconds the status lagged behind (to the nearest look)',
    unknown: { knob: 'statusLag' },
    needs: { stages: ['main'] },
    expected: 0,
    ask: async ({ creation, target }) => {
      const sightings = (await creation()).history.main ?? []
      const moved = sightings.find(({ status }) => status !== 'NOT_AVAILABLE')
      if (moved === undefined) return 'it never moved'
      return moved === sightings[0] ? 0 : Math.floor(moved.afterMs / target.pollMs) * target.pollMs
    },
  },
  {
    statement: 'L7',
    about: 'an update, a flush and a deployment with another size, while a cluster is made',
    unknown: { row: 'U3' },
    needs: { stages: ['main'] },
    expected: { update: IN_PROGRESS, flush: IN_PROGRESS, deployment: IN_PROGRESS },
    ask: async ({ creation }) => ({ ...(await creation()).meanwhile }),
  },
  {
    statement: 'L5',
    about: 'the statuses of a flush',
    needs: { stages: ['main', 'flushed'] },
    expected: ['202', 'FLUSH_IN_PROGRESS → AVAILABLE', IN_PROGRESS],
    ask: async ({ changes }) => {
      const { flush, history } = await changes()
      return [flush.accepted, statuses(history.flushed), flush.again]
    },
  },
  {
    statement: 'K17',
    about: 'entries before, during and after a flush',
    needs: { stages: ['main', 'flushed'] },
    expected: 'one entry, two answers, a new entry',
    ask: async ({ changes }) => {
      const [a, b, c, d, e, f] = (await changes()).flush.answers
      const before = a === b ? 'one entry' : 'two answers'
      const during = c !== d && c !== a ? 'two answers' : 'an entry'
      const after = e === f && e !== a ? 'a new entry' : 'no new entry'
      return [before, during, after].join(', ')
    },
  },
  {
    statement: 'L4',
    about: 'the statuses of a resize',
    unknown: { row: 'U13', knob: 'resizeSequence' },
    needs: { stages: ['main', 'resized'] },
    expected: 'create',
    ask: async ({ changes }) => {
      const { resize, history } = await changes()
      if (resize.accepted !== '200') return resize.accepted
      const seen = statuses(history.resized)
      return (
        new Map([
          ['CREATE_IN_PROGRESS → AVAILABLE', 'create'],
          ['DELETE_IN_PROGRESS → CREATE_IN_PROGRESS → AVAILABLE', 'delete-create'],
        ]).get(seen) ?? seen
      )
    },
  },
  {
    statement: 'L2',
    about: 'the statuses of disabling, and the size that stays',
    needs: { stages: ['main', 'removed'] },
    expected: ['DELETE_IN_PROGRESS → NOT_AVAILABLE', false, '0.5'],
    ask: async ({ changes }) => {
      const { removed = [] } = (await changes()).history
      const last = removed.at(-1)
      return [statuses(removed), last?.enabled ?? 'never seen', last?.size ?? 'never seen']
    },
  },
  {
    statement: 'L3',
    about: 'whether cacheClusterEnabled stays true while the cluster is deleted',
    unknown: { row: 'U14', knob: 'enabledDuringDelete' },
    needs: { stages: ['main', 'removed'] },
    expected: true,
    ask: async ({ changes }) => {
      const { removed = [] } = (await changes()).history
      const meanwhile = removed.filter(({ status }) => status === 'DELETE_IN_PROGRESS')
      const [first] = meanwhile
      return first === undefined ? 'it was never seen being deleted' : first.enabled
    },
  },
]
