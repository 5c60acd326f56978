import type { Observation } from '../../observation.js'
import { record } from '../../wire/answer.js'
import type { CallOptions, World } from '../../world/world.js'

const at = (world: World, line: string, options: CallOptions = {}) => world.call(line, { stage: 'bare', ...options })

/** What HTTP integrations pass on, and what they do where the backend does not answer. */
export const BACKENDS: readonly Observation[] = [
  {
    statement: 'D16',
    about: 'what an HTTP integration passes on without mappings: query, and a header of the backend',
    needs: {
      backend: true,
      methods: {
        'GET /d16': { backend: { type: 'HTTP', path: '/anything' } },
        'GET /d16/headers': { backend: { type: 'HTTP', path: '/response-headers?X-Own=1' } },
      },
    },
    expected: [{}, 'not passed'],
    ask: async (world) => {
      const { json } = await at(world, 'GET /d16?q=1')
      const { headers } = await at(world, 'GET /d16/headers')
      return [json.args ?? null, String(headers['x-own'] ?? 'not passed')]
    },
  },
  {
    statement: 'D17',
    about: 'what an HTTP_PROXY integration passes on: query, status, a header of the backend',
    needs: {
      backend: true,
      methods: {
        'GET /d17': { backend: { type: 'HTTP_PROXY', path: '/anything' } },
        'GET /d17/headers': { backend: { type: 'HTTP_PROXY', path: '/response-headers?X-Own=1' } },
        'GET /d17/status': { backend: { type: 'HTTP_PROXY', path: '/status/418' } },
      },
    },
    expected: [{ q: '1' }, '1', 418],
    ask: async (world) => {
      const { json } = await at(world, 'GET /d17?q=1')
      const { headers } = await at(world, 'GET /d17/headers')
      return [json.args ?? null, String(headers['x-own']), (await at(world, 'GET /d17/status')).status]
    },
  },
  {
    statement: 'D13',
    about: "a backend's Server and Date",
    needs: {
      backend: true,
      methods: { 'GET /d13': { backend: { type: 'HTTP_PROXY', path: '/response-headers?Server=own' } } },
    },
    expected: ['remapped', 'remapped'],
    ask: async (world) => {
      const { headers } = await at(world, 'GET /d13')
      const of = (name: string) => (headers[`x-amzn-remapped-${name}`] === undefined ? 'not' : 'remapped')
      return [of('server'), of('date')]
    },
  },
  {
    statement: 'D18',
    about: 'a redirect of the backend',
    needs: {
      backend: true,
      methods: {
        'GET /d18': {
          backend: { type: 'HTTP_PROXY', path: '/redirect-to?url=https%3A%2F%2Fexample.com%2F' },
        },
      },
    },
    expected: [302, 'https://example.com/'],
    ask: async (world) => {
      const { status, headers } = await at(world, 'GET /d18')
      return [status, String(headers.location)]
    },
  },
  {
    statement: 'D22',
    about: 'a backend that takes longer than its integration waits',
    needs: {
      backend: true,
      methods: { 'GET /d22': { backend: { type: 'HTTP_PROXY', path: '/delay/5', timeoutMs: 1000 } } },
    },
    expected: [504, '{"message": "Endpoint request timed out"}'],
    ask: async (world) => {
      const { status, text } = await at(world, 'GET /d22')
      return [status, text]
    },
  },
  {
    statement: 'D23',
    about: 'a backend that cannot be reached',
    needs: {
      methods: { 'GET /d23': { backend: { type: 'HTTP_PROXY', path: 'http://127.0.0.1:9/' } } },
      backend: true,
    },
    expected: [504, 'Network error communicating with endpoint'],
    ask: async (world) => {
      const { status, json } = await at(world, 'GET /d23')
      return [status, json.message ?? null]
    },
  },
  {
    statement: 'D29',
    about: 'which Authorization header reaches the backend',
    needs: {
      backend: true,
      methods: {
        'GET /d29': { backend: { type: 'HTTP_PROXY', path: '/anything' } },
        'GET /d29/iam': { authorization: 'AWS_IAM', backend: { type: 'HTTP_PROXY', path: '/anything' } },
      },
    },
    expected: ['Bearer x', 'none'],
    ask: async (world) => {
      const plain = await at(world, 'GET /d29', { headers: { authorization: 'Bearer x' } })
      const signed = await at(world, 'GET /d29/iam', { signed: true })
      return [plain, signed].map(({ json }) => String(record(json.headers).Authorization ?? 'none'))
    },
  },
  {
    statement: 'D68',
    about: 'all values of a parameter that is mapped as one of several values',
    needs: {
      backend: true,
      methods: {
        'GET /d68': {
          backend: { type: 'HTTP', path: '/anything' },
          parameters: ['method.request.querystring.q'],
          mapped: { 'integration.request.querystring.all': 'method.request.multivaluequerystring.q' },
        },
      },
    },
    expected: { all: ['1', '2'] },
    ask: async (world) => (await at(world, 'GET /d68?q=1&q=2')).json.args ?? null,
  },
  {
    statement: 'D69',
    about: "which of the caller's headers reach an HTTP backend: Accept, and one of its own",
    needs: { backend: true, methods: { 'GET /d69': { backend: { type: 'HTTP', path: '/anything' } } } },
    expected: ['text/x-own', 'none'],
    ask: async (world) => {
      const { json } = await at(world, 'GET /d69', { headers: { accept: 'text/x-own', 'x-own': '1' } })
      const headers = record(json.headers)
      return [String(headers.Accept ?? 'none'), String(headers['X-Own'] ?? 'none')]
    },
  },
  {
    statement: 'D83',
    about: 'what the log of a test-invoke has of an HTTP backend, and the trace id of its answer',
    needs: { backend: true, methods: { 'GET /d83': { backend: { type: 'HTTP', path: '/uuid' } } } },
    expected: [['Endpoint request URI', 'Endpoint request headers', 'Endpoint response headers'], true],
    ask: async (world) => {
      const { api, resources } = await world.served()
      const { json } = await world.control(`POST ${api}/resources/${resources.get('/d83')}/methods/GET`, {})
      const names = ['Endpoint request URI', 'Endpoint request headers', 'Endpoint response headers']
      const log = String(json.log)
      return [names.filter((name) => log.includes(name)), 'X-Amzn-Trace-Id' in record(json.headers)]
    },
  },
]
