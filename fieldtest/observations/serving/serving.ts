import type { Observation } from '../../observation.js'
import type { Message } from '../../wire/send.js'
import type { CallOptions, World } from '../../world/world.js'

const MISSING = '403 MissingAuthenticationTokenException: Missing Authentication Token'
const at = (world: World, line: string, options: CallOptions = {}) => world.call(line, { stage: 'bare', ...options })
const says = (text: string) => ({ says: `{"at":"${text}"}` })
const where = async (world: World, line: string) => {
  const answer = await at(world, line)
  return String(answer.json.at ?? world.outcome(answer))
}

/** What callers of a stage without a cache meet. */
export const SERVING: readonly Observation[] = [
  {
    statement: 'D2',
    about: 'a stage and an API that there are not',
    expected: ['403 ForbiddenException: Forbidden', '403 ForbiddenException: Forbidden'],
    ask: async (world) => {
      const { id } = await world.served()
      const stage = world.outcome(await world.invoke(id, 'GET /none/plain'))
      try {
        return [stage, world.outcome(await world.invoke('zzzzzzzzzz', 'GET /bare/plain'))]
      } catch (error) {
        return [stage, error instanceof Error ? error.message : String(error)]
      }
    },
  },
  {
    statement: 'D3',
    about: 'a fixed name, a variable and a greedy one at one place',
    needs: {
      methods: {
        'GET /d3/fixed': says('fixed'),
        'GET /d3/{variable}': says('variable'),
        'GET /d3/{variable}/deep': says('deep'),
      },
    },
    expected: ['fixed', 'variable', 'deep'],
    ask: async (world) => [
      await where(world, 'GET /d3/fixed'),
      await where(world, 'GET /d3/other'),
      await where(world, 'GET /d3/fixed/deep'),
    ],
  },
  {
    statement: 'D4',
    about: 'what a greedy variable stands for, and a slash at the end',
    needs: { methods: { 'GET /d4/{proxy+}': says('greedy'), 'GET /d4a': says('slash') } },
    expected: [MISSING, 'greedy', 'slash'],
    ask: async (world) => [
      await where(world, 'GET /d4'),
      await where(world, 'GET /d4/a/b'),
      await where(world, 'GET /d4a/'),
    ],
  },
  {
    statement: 'D5',
    about: 'a percent-encoded slash and a space in a path parameter',
    needs: { methods: { 'GET /d5/{id}': { says: '{"at":"$input.params(\'id\')"}' } } },
    expected: ['a%2Fb', 'a%20b'],
    ask: async (world) => [await where(world, 'GET /d5/a%2Fb'), await where(world, 'GET /d5/a%20b')],
  },
  {
    statement: 'D6',
    about: 'a verb of its own beside ANY, another verb, and a verb that a resource does not have',
    needs: { methods: { 'GET /d6': says('get'), 'ANY /d6': says('any'), 'GET /d6/only': says('only') } },
    expected: ['get', 'any', MISSING],
    ask: async (world) => [
      await where(world, 'GET /d6'),
      await where(world, 'POST /d6'),
      await where(world, 'POST /d6/only'),
    ],
  },
  {
    statement: 'D8',
    about: 'an AWS_IAM method, unsigned and with a header that is no signature',
    needs: { methods: { 'GET /d8': { authorization: 'AWS_IAM' } } },
    expected: [MISSING, '403 IncompleteSignatureException'],
    ask: async (world) => {
      const odd = await at(world, 'GET /d8', { headers: { authorization: 'Bearer x' } })
      return [world.outcome(await at(world, 'GET /d8')), world.outcome(odd).split(':')[0] ?? '']
    },
  },
  {
    statement: 'I15',
    about: 'an AWS_IAM method, signed, and signed wrongly',
    needs: { methods: { 'GET /i15': { authorization: 'AWS_IAM' } } },
    expected: ['200', '403 InvalidSignatureException'],
    ask: async (world) => {
      const tamper = (message: Message) => ({
        ...message,
        headers: Object.fromEntries(
          Object.entries(message.headers).map(([name, value]) => [
            name,
            value.replace(/Signature=.*/, `Signature=${'0'.repeat(64)}`),
          ]),
        ),
      })
      const right = await at(world, 'GET /i15', { signed: true })
      const wrong = await at(world, 'GET /i15', { signed: true, tamper })
      return [world.outcome(right), world.outcome(wrong).split(':')[0] ?? '']
    },
  },
  {
    statement: 'I19',
    about: 'a signed query with a plus sign as itself',
    unknown: { row: 'U21' },
    needs: { methods: { 'GET /i19': { authorization: 'AWS_IAM' } } },
    expected: 'accepted',
    ask: async (world) => {
      const answer = await at(world, 'GET /i19?q=a+b', { signed: true })
      return answer.status === 200 ? 'accepted' : world.outcome(answer)
    },
  },
  {
    statement: 'D12',
    about: 'the body of an answer to HEAD',
    needs: { methods: { 'HEAD /d12': says('head') } },
    expected: [200, ''],
    ask: async (world) => {
      const { status, text } = await at(world, 'HEAD /d12')
      return [status, text]
    },
  },
  {
    statement: 'D14',
    about: 'a MOCK integration whose template names a status',
    needs: { methods: { 'GET /d14': { status: 418, ...says('teapot') } } },
    expected: [418, 'teapot'],
    ask: async (world) => {
      const { status, json } = await at(world, 'GET /d14')
      return [status, json.at ?? null]
    },
  },
  {
    statement: 'D15',
    about: 'variables of the context, the stage and the request in a template',
    needs: {
      methods: {
        'GET /d15': {
          says: '{"stage":"$context.stage","path":"$context.resourcePath","verb":"$context.httpMethod","color":"$stageVariables.color","q":"$input.params(\'q\')"}',
        },
      },
    },
    expected: { stage: 'bare', path: '/d15', verb: 'GET', color: 'blue', q: 'one' },
    ask: async (world) => ({ ...(await at(world, 'GET /d15?q=one')).json }),
  },
  {
    statement: 'D25',
    about: 'which stage variables a canary of half the traffic is given',
    needs: { stages: ['canary'], methods: { 'GET /d25': says('$stageVariables.color') } },
    expected: ['blue', 'yellow'],
    ask: async (world) => {
      const seen = new Set<string>()
      for (let time = 0; time < 24; time++) {
        const { json } = await world.call(`GET /d25?time=${time}`, { stage: 'canary' })
        seen.add(String(json.at))
      }
      return [...seen].sort()
    },
  },
  {
    statement: 'D26',
    about: 'a test-invoke of a method that requires a signature',
    needs: { methods: { 'GET /d26': { authorization: 'AWS_IAM', ...says('here') } } },
    expected: [200, '{"at":"here"}'],
    ask: async (world) => {
      const { api, resources } = await world.served()
      const { json } = await world.control(`POST ${api}/resources/${resources.get('/d26')}/methods/GET`, {})
      return [json.status ?? 'no status', json.body ?? 'no body']
    },
  },
  {
    statement: 'D28',
    about: 'a semicolon and a plus sign in a query',
    needs: { methods: { 'GET /d28': { says: '{"a":"$input.params(\'a\')","b":"$input.params(\'b\')"}' } } },
    expected: { a: 'x y', b: '2' },
    ask: async (world) => ({ ...(await at(world, 'GET /d28?a=x+y;b=2')).json }),
  },
  {
    statement: 'D35',
    about: 'a gateway response of its own, before and after its deployment',
    expected: [403, 404, 'own'],
    ask: async (world) => {
      const { control } = world
      const { api } = await world.served()
      const path = `${api}/gatewayresponses/MISSING_AUTHENTICATION_TOKEN`
      const body = { statusCode: '404', responseTemplates: { 'application/json': '{"message":"own"}' } }
      await control(`PUT ${path}`, body)
      const { id } = await world.served()
      const before = await world.invoke(id, 'GET /bare/nowhere')
      await control(`POST ${api}/deployments`, { stageName: 'responding' })
      await world.settle()
      const after = await world.invoke(id, 'GET /responding/nowhere')
      await control(`DELETE ${path}`)
      return [before.status, after.status, after.json.message ?? null]
    },
  },
  {
    statement: 'A83',
    about: 'a request with a header of 17 KiB',
    expected: 431,
    ask: async (world) => (await at(world, 'GET /plain', { headers: { 'x-long': 'x'.repeat(17 * 1024) } })).status,
  },
]
