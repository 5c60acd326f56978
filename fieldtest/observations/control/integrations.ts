import type { Observation } from '../../observation.js'
import { type Answer, type Json, pick } from '../../wire/answer.js'
import type { World } from '../../world/world.js'
import { type Operation, patch, replace } from '../patching.js'

const Q = 'method.request.querystring.q'
const BAD_KEY = '400 BadRequestException: Invalid cache key parameter specified'

/** The path of an HTTP integration, and what making it was answered. */
async function put(
  { control, scratch }: World,
  more: { readonly [name: string]: Json } = {},
  parameters: readonly string[] = [Q],
): Promise<{ readonly path: string; readonly answer: Answer }> {
  const path = `${await scratch.method(parameters, false)}/integration`
  const integration = { type: 'HTTP', httpMethod: 'GET', uri: 'https://example.com/', ...more }
  return { path, answer: await control(`PUT ${path}`, integration) }
}

async function patched(world: World, path: string, operation: Operation): Promise<Json> {
  const answer = await patch(world, path, operation)
  return answer.status === 200 ? (answer.json.cacheKeyParameters ?? null) : world.outcome(answer)
}

export const INTEGRATIONS: readonly Observation[] = [
  {
    statement: 'C20',
    about: 'namespace and keys where none are named',
    expected: ["the resource's id", []],
    ask: async (world) => {
      const { answer, path } = await put(world)
      const own = answer.json.cacheNamespace === path.split('/')[4]
      return [own ? "the resource's id" : (answer.json.cacheNamespace ?? null), answer.json.cacheKeyParameters ?? null]
    },
  },
  {
    statement: 'C21',
    about: 'a cache key that the method does not declare, one that it does, and one that is mapped',
    expected: [BAD_KEY, '201', '201'],
    ask: async (world) => {
      const mapped = {
        requestParameters: { 'integration.request.header.X': Q },
        cacheKeyParameters: ['integration.request.header.X'],
      }
      const undeclared = await put(world, { cacheKeyParameters: ['method.request.header.Y'] })
      const declared = await put(world, { cacheKeyParameters: [Q] })
      return [undeclared, declared, await put(world, mapped)].map(({ answer }) => world.outcome(answer))
    },
  },
  {
    statement: 'C22',
    about: 'a multi-value parameter as a cache key',
    expected: 400,
    ask: async (world) => {
      const cacheKeyParameters = ['method.request.multivaluequerystring.q']
      return (await put(world, { cacheKeyParameters })).answer.status
    },
  },
  {
    statement: 'C23',
    about: 'adding and removing a key, and replacing the list of them',
    expected: [[Q], [], [Q]],
    ask: async (world) => {
      const { path } = await put(world)
      const one = `/cacheKeyParameters/${Q}`
      return [
        await patched(world, path, { op: 'add', path: one, value: '' }),
        await patched(world, path, { op: 'remove', path: one }),
        await patched(world, path, replace('/cacheKeyParameters', Q)),
      ]
    },
  },
  {
    statement: 'C24',
    about: 'what is left of the keys once the mapping of one is removed',
    expected: [],
    ask: async (world) => {
      const name = 'integration.request.header.X'
      const mapped = { requestParameters: { [name]: Q }, cacheKeyParameters: [name] }
      const { path } = await put(world, mapped)
      return patched(world, path, { op: 'remove', path: `/requestParameters/${name}` })
    },
  },
  {
    statement: 'C25',
    about: 'replacing URI, method and time-out of an integration',
    expected: { uri: 'https://example.org/', httpMethod: 'POST', timeoutInMillis: 1000 },
    ask: async (world) => {
      const { path } = await put(world)
      const { json } = await patch(
        world,
        path,
        replace('/uri', 'https://example.org/'),
        replace('/httpMethod', 'POST'),
        replace('/timeoutInMillis', '1000'),
      )
      return pick(json, 'uri', 'httpMethod', 'timeoutInMillis')
    },
  },
  {
    statement: 'C26',
    about: 'no verb, no URI, a time-out of 49 ms, an unknown type, a Lambda ARN without a path',
    expected: ['400', '400', '400', '400', '400'],
    ask: async (world) => {
      const arn = `arn:aws:apigateway:${world.target.region}:lambda:function/x`
      const wrong: readonly { readonly [name: string]: Json }[] = [
        { httpMethod: null },
        { uri: null },
        { timeoutInMillis: 49 },
        { type: 'SOAP' },
        { type: 'AWS_PROXY', httpMethod: 'POST', uri: arn },
      ]
      const statuses: string[] = []
      for (const more of wrong) statuses.push(String((await put(world, more)).answer.status))
      return statuses
    },
  },
  {
    statement: 'C27',
    about: 'deleting an integration',
    expected: 204,
    ask: async (world) => {
      const { path } = await put(world)
      return (await world.control(`DELETE ${path}`)).status
    },
  },
  {
    statement: 'C28',
    about: 'a key whose parameter the method has lost, and the next change of the integration',
    expected: [[Q], BAD_KEY],
    ask: async (world) => {
      const { path } = await put(world, { cacheKeyParameters: [Q] })
      const method = path.replace(/\/integration$/, '')
      await patch(world, method, { op: 'remove', path: `/requestParameters/${Q}` })
      const kept = (await world.control(`GET ${path}`)).json.cacheKeyParameters ?? null
      return [kept, world.outcome(await patch(world, path, replace('/timeoutInMillis', '1000')))]
    },
  },
  {
    statement: 'C86',
    about: 'what an HTTP integration shows that was not told, and a MOCK one',
    expected: [{ connectionType: 'INTERNET', passthroughBehavior: 'WHEN_NO_MATCH', timeoutInMillis: 29_000 }, null],
    ask: async (world) => {
      const { answer } = await put(world)
      const mock = await world.control(`GET ${await world.scratch.method()}/integration`)
      return [pick(answer.json, 'connectionType', 'passthroughBehavior', 'timeoutInMillis'), mock.json.uri ?? null]
    },
  },
  {
    statement: 'C65',
    about: 'a test-invoke of a method that is not deployed',
    expected: [200, 'fresh', true],
    ask: async ({ scratch, control }) => {
      const method = await scratch.method()
      const template = { requestTemplates: { 'application/json': '{"statusCode": 200}' } }
      await control(`PUT ${method}/integration`, { type: 'MOCK', ...template })
      await control(`PUT ${method}/responses/200`, {})
      const says = { responseTemplates: { 'application/json': 'fresh' } }
      await control(`PUT ${method}/integration/responses/200`, says)
      const { json } = await control(`POST ${method}`, {})
      return [json.status ?? 'no status', json.body ?? 'no body', /Method completed/.test(String(json.log))]
    },
  },
]
