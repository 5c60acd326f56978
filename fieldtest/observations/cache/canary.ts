import type { Observation } from '../../observation.js'

/** Of the stage whose cluster is asked for last. */
export const CANARY_ENTRIES: readonly Observation[] = [
  {
    statement: 'K28',
    about: 'a canary that uses the cache: entries of its own',
    needs: { stages: ['canary'], methods: { 'GET /k28': { says: '{"id":"$context.requestId"}' } } },
    expected: 'two entries',
    ask: async ({ call, canary }) => {
      await canary()
      const seen = new Map<string, number>()
      for (let time = 0; time < 24; time++) {
        const { text } = await call('GET /k28', { stage: 'canary' })
        seen.set(text, (seen.get(text) ?? 0) + 1)
      }
      const repeated = [...seen.values()].filter((times) => times > 1).length
      return repeated === 2 ? 'two entries' : `${seen.size} answers, ${repeated} of them repeated`
    },
  },
]
