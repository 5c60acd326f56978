import type { Observation } from '../../observation.js'
import { patch, replace } from '../patching.js'

/** What becomes an entry, what is served of it, and for how long. */
export const ENTRIES: readonly Observation[] = [
  {
    statement: 'K5',
    about: 'an answer under a time to live of 0',
    needs: {
      stages: ['main'],
      methods: { 'GET /k5': {} },
      settings: { '/~1k5/GET/caching/ttlInSeconds': '0' },
    },
    expected: 'zero not stored',
    ask: ({ sharing }) => sharing({ zero: 'GET /k5' }),
  },
  {
    statement: 'K7',
    about: 'an answer above 1,048,576 bytes',
    needs: {
      stages: ['main'],
      backend: true,
      methods: {
        'POST /k7/{id}': {
          backend: { type: 'HTTP', verb: 'POST', path: '/anything' },
          says: '{"id":"$context.requestId","answer":$input.body}',
          keys: ['method.request.path.id'],
        },
      },
      settings: { '/~1k7~1{id}/POST/caching/enabled': 'true' },
    },
    expected: 'small | big not stored',
    ask: ({ sharing }) => sharing({ small: 'POST /k7/small', big: ['POST /k7/big', { body: 'x'.repeat(1_048_600) }] }),
  },
  {
    statement: 'K15',
    about: 'an entry after its time to live, and under one that was lengthened meanwhile',
    needs: {
      stages: ['main'],
      methods: { 'GET /k15': {}, 'GET /k15/kept': {} },
      settings: {
        '/~1k15/GET/caching/ttlInSeconds': '60',
        '/~1k15~1kept/GET/caching/ttlInSeconds': '120',
      },
    },
    expected: ['the same', 'a new one'],
    ask: async ({ call, sleep }) => {
      const id = async () => (await call('GET /k15')).json.id ?? 'no id'
      const [first, second] = [await id(), await id()]
      await sleep(70_000)
      const third = await id()
      return [second === first ? 'the same' : 'another', third === second ? 'the same' : 'a new one']
    },
  },
  {
    statement: 'K18',
    about: 'whether an answer other than 2xx is stored',
    unknown: { row: 'U2', knob: 'cacheErrorStatuses' },
    needs: { stages: ['main'], methods: { 'GET /k18': { status: 500 } } },
    expected: true,
    ask: async ({ sharing, call, outcome }) => {
      const answer = await call('GET /k18')
      if (answer.status !== 500) return outcome(answer)
      return !(await sharing({ error: 'GET /k18' })).includes('not stored')
    },
  },
  {
    statement: 'K29',
    about: 'status, headers and own headers of a hit',
    needs: {
      stages: ['main'],
      methods: {
        'GET /k29': {
          headers: { 'Cache-Control': "'no-store'", Vary: "'Accept'", 'X-Call': 'context.requestId' },
        },
      },
    },
    expected: [200, true, 'no-store', 'Accept'],
    ask: async ({ call }) => {
      const [first, second] = [await call('GET /k29'), await call('GET /k29')]
      const name = 'x-call'
      return [
        second.status,
        first.headers[name] !== undefined && first.headers[name] === second.headers[name],
        String(second.headers['cache-control']),
        String(second.headers.vary),
      ]
    },
  },
  {
    statement: 'D11',
    about: 'the request ids of two answers from one entry',
    needs: { stages: ['main'], methods: { 'GET /d11': {} } },
    expected: ['one entry', 'two ids', 'two ids'],
    ask: async ({ call }) => {
      await call('GET /d11')
      const [first, second] = [await call('GET /d11'), await call('GET /d11')]
      const ids = (name: string) => {
        const [one, two] = [first.headers[name], second.headers[name]]
        return one !== undefined && two !== undefined && one !== two ? 'two ids' : `${one}, ${two}`
      }
      return [first.text === second.text ? 'one entry' : 'two answers', ids('x-amzn-requestid'), ids('x-amz-apigw-id')]
    },
  },
  {
    statement: 'K26',
    about: 'max-age=0 to a method that is not cached',
    needs: {
      stages: ['main'],
      methods: { 'GET /k26': {} },
      settings: { '/~1k26/GET/caching/enabled': 'false' },
    },
    expected: [200, 'no warning'],
    ask: async ({ call }) => {
      const { status, headers } = await call('GET /k26', { headers: { 'cache-control': 'max-age=0' } })
      return [status, String(headers.warning ?? 'no warning')]
    },
  },
  {
    statement: 'K27',
    about: 'an entry of an AWS_IAM method, asked for without a signature',
    unknown: { row: 'U12' },
    needs: { stages: ['main'], methods: { 'GET /k27': { authorization: 'AWS_IAM' } } },
    expected: ['200', '403 MissingAuthenticationTokenException: Missing Authentication Token'],
    ask: async ({ call, outcome }) => {
      const stored = await call('GET /k27', { signed: true })
      return [outcome(stored), outcome(await call('GET /k27'))]
    },
  },
  {
    statement: 'L13',
    about: 'asking for the cluster that is there',
    needs: { stages: ['main'], methods: { 'GET /l13': {} } },
    expected: ['AVAILABLE', 'the entry is there'],
    ask: async (world) => {
      const { api } = await world.served()
      const id = async () => (await world.call('GET /l13')).json.id ?? 'no id'
      const before = [await id(), await id()]
      const { json } = await patch(world, `${api}/stages/main`, replace('/cacheClusterEnabled', 'true'))
      await world.settle()
      const kept = before.includes(await id()) ? 'the entry is there' : 'the entry is gone'
      return [json.cacheClusterStatus ?? 'no status', kept]
    },
  },
  {
    statement: 'K30',
    about: 'an entry once encryption was turned on, and once caching was turned off and on',
    unknown: { row: 'U19' },
    needs: {
      stages: ['main'],
      methods: { 'GET /k30': {} },
      settings: { '/~1k30/GET/caching/ttlInSeconds': '3600' },
    },
    expected: ['there', 'there'],
    ask: async (world) => {
      const { api } = await world.served()
      const id = async () => (await world.call('GET /k30')).json.id ?? 'no id'
      const known = [await id(), await id()]
      const set = async (leaf: string, value: string) => {
        await patch(world, `${api}/stages/main`, replace(`/~1k30/GET/caching/${leaf}`, value))
        await world.settle()
      }
      await set('dataEncrypted', 'true')
      const encrypted = known.includes(await id()) ? 'there' : 'gone'
      known.push(await id())
      await set('enabled', 'false')
      await set('enabled', 'true')
      return [encrypted, known.includes(await id()) ? 'there' : 'gone']
    },
  },
  {
    statement: 'K40',
    about: 'the status that a template has overridden, of a hit',
    needs: {
      stages: ['main'],
      methods: {
        'GET /k40': { says: '#set($context.responseOverride.status = 202){"id":"$context.requestId"}' },
      },
    },
    expected: [202, 202, 'one entry'],
    ask: async ({ call }) => {
      const [first, second] = [await call('GET /k40'), await call('GET /k40')]
      return [first.status, second.status, first.text === second.text ? 'one entry' : 'two answers']
    },
  },
  {
    statement: 'K41',
    about: 'X-Amzn-Trace-Id of a miss and of a hit',
    unknown: { row: 'U26' },
    needs: {
      stages: ['main'],
      backend: true,
      methods: {
        'GET /k41': { backend: { type: 'HTTP', path: '/uuid' }, says: '{"id":"$context.requestId"}' },
      },
    },
    expected: ['one entry', 'there', 'none'],
    ask: async ({ call }) => {
      const [first, second] = [await call('GET /k41'), await call('GET /k41')]
      const trace = ({ headers }: typeof first) => (headers['x-amzn-trace-id'] === undefined ? 'none' : 'there')
      return [first.text === second.text ? 'one entry' : 'two answers', trace(first), trace(second)]
    },
  },
  {
    statement: 'K43',
    about: 'one entry, asked for by a caller who takes gzip and by one who does not',
    needs: {
      stages: ['main'],
      methods: { 'GET /k43': { says: `{"id":"$context.requestId","long":"${'x'.repeat(600)}"}` } },
    },
    expected: ['gzip', 'plain', 'one entry'],
    ask: async ({ call }) => {
      const zipped = await call('GET /k43', { headers: { 'accept-encoding': 'gzip' } })
      const plain = await call('GET /k43')
      const encoding = ({ headers }: typeof plain) => headers['content-encoding'] ?? 'plain'
      const same = zipped.text === plain.text && plain.json.id !== undefined
      return [encoding(zipped), encoding(plain), same ? 'one entry' : 'two answers']
    },
  },
  {
    statement: 'D78',
    about: 'a method whose rate and burst are 0',
    needs: {
      stages: ['main'],
      methods: { 'GET /d78': {} },
      settings: { '/~1d78/GET/throttling/rateLimit': '0', '/~1d78/GET/throttling/burstLimit': '0' },
    },
    expected: '429 TooManyRequestsException: Too Many Requests',
    ask: async ({ call, outcome }) => outcome(await call('GET /d78')),
  },
]
