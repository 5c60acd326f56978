import type { Observation } from '../../observation.js'
import type { Answer, Json } from '../../wire/answer.js'
import type { CallOptions, World } from '../../world/world.js'

const MAX_AGE = { headers: { 'cache-control': 'max-age=0' } }

/** What a request with this header did: to the entry, and to its own answer. */
async function effect(world: World, line: string, options: CallOptions = MAX_AGE): Promise<Json> {
  const { signed = false } = options
  const plain = async () => (await world.call(line, { signed })).text
  const before = [await plain(), await plain()]
  const asked = await world.call(line, options)
  const after = await plain()
  const fresh = !before.includes(asked.text)
  if (asked.status >= 400) return world.outcome(asked)
  const entry = after === asked.text ? 'replaced' : 'kept apart'
  return fresh ? `a new answer, the entry ${entry}${warning(asked)}` : `the entry as it is${warning(asked)}`
}

function warning({ headers }: Answer): string {
  return headers.warning === undefined ? '' : `, Warning: ${headers.warning}`
}

const open = (path: string) => ({ [`/~1${path}/GET/caching/requireAuthorizationForCacheControl`]: 'false' })
const strategy = (path: string, value: string) => ({
  [`/~1${path}/GET/caching/unauthorizedCacheControlHeaderStrategy`]: value,
})
const WARNED =
  'the entry as it is, Warning: 199 Cache-control headers were ignored because the caller was unauthorized.'

export const INVALIDATION: readonly Observation[] = [
  {
    statement: 'K23',
    about: 'max-age=0 where anybody may refresh an entry, alone and among other directives',
    needs: { stages: ['main'], methods: { 'GET /k23': {} }, settings: open('k23') },
    expected: ['a new answer, the entry replaced', 'a new answer, the entry replaced'],
    ask: async (world) => [
      await effect(world, 'GET /k23'),
      await effect(world, 'GET /k23', { headers: { 'cache-control': 'no-transform, Max-Age=0' } }),
    ],
  },
  {
    statement: 'K24',
    about: 'no-cache, no-store and Pragma where anybody may refresh an entry',
    unknown: { row: 'U18' },
    needs: { stages: ['main'], methods: { 'GET /k24': {} }, settings: open('k24') },
    expected: ['the entry as it is', 'the entry as it is', 'the entry as it is'],
    ask: async (world) => [
      await effect(world, 'GET /k24', { headers: { 'cache-control': 'no-cache' } }),
      await effect(world, 'GET /k24', { headers: { 'cache-control': 'no-store' } }),
      await effect(world, 'GET /k24', { headers: { pragma: 'no-cache' } }),
    ],
  },
  {
    statement: 'K25',
    about: 'what each strategy answers to somebody who may not refresh an entry',
    unknown: { row: 'U4' },
    needs: {
      stages: ['main'],
      methods: { 'GET /k25a': {}, 'GET /k25b': {}, 'GET /k25c': {} },
      settings: {
        ...strategy('k25a', 'SUCCEED_WITH_RESPONSE_HEADER'),
        ...strategy('k25b', 'SUCCEED_WITHOUT_RESPONSE_HEADER'),
        ...strategy('k25c', 'FAIL_WITH_403'),
      },
    },
    expected: [WARNED, 'the entry as it is', '403 AccessDeniedException: Forbidden'],
    ask: async (world) => [
      await effect(world, 'GET /k25a'),
      await effect(world, 'GET /k25b'),
      await effect(world, 'GET /k25c'),
    ],
  },
  {
    statement: 'K25',
    about: 'the body of FAIL_WITH_403',
    unknown: { row: 'U5' },
    needs: {
      stages: ['main'],
      methods: { 'GET /k25d': {} },
      settings: strategy('k25d', 'FAIL_WITH_403'),
    },
    expected: '{"message":"Forbidden"}',
    ask: async ({ call }) => (await call('GET /k25d', MAX_AGE)).text,
  },
  {
    statement: 'K32',
    about: 'max-age=0 to an AWS_IAM method, signed by somebody who may do everything',
    needs: { stages: ['main'], methods: { 'GET /k32': { authorization: 'AWS_IAM' } } },
    expected: 'a new answer, the entry replaced',
    ask: (world) => effect(world, 'GET /k32', { ...MAX_AGE, signed: true }),
  },
  {
    statement: 'K33',
    about: 'max-age=0 to a method without authorisation, signed by somebody who may do everything',
    unknown: { row: 'U11' },
    needs: { stages: ['main'], methods: { 'GET /k33': {} } },
    expected: WARNED,
    ask: async (world) => {
      await world.call('GET /k33')
      return effect(world, 'GET /k33', { ...MAX_AGE, signed: true })
    },
  },
]
