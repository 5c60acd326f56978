import type { Observation } from '../observation.js'
import { type Answer, items, pick } from '../wire/answer.js'
import type { World } from '../world/world.js'
import { patch, replace } from './patching.js'

/** Creates a resource below another, given by its path in the control plane. */
async function below({ control, scratch }: World, parent: string, pathPart: string): Promise<Answer> {
  return control(`POST ${await scratch.api()}/resources/${parent.split('/').at(-1)}`, { pathPart })
}

export const RESOURCES: readonly Observation[] = [
  {
    statement: 'C11',
    about: 'the path of a resource below another',
    expected: 'as its parent, and its own part',
    ask: async (world) => {
      const parent = await world.scratch.resource()
      const { json } = await world.control(`GET ${parent}`)
      const child = await below(world, parent, 'own')
      return child.json.path === `${String(json.path)}/own` ? 'as its parent, and its own part' : child.json
    },
  },
  {
    statement: 'C12',
    about: 'what GetResources shows of a method, alone and with embed=methods',
    expected: [{ GET: {} }, 'NONE'],
    ask: async ({ control, scratch }) => {
      const id = (await scratch.method()).split('/')[4]
      const listed = async (query: string) =>
        items(await control(`GET ${await scratch.api()}/resources?limit=500${query}`)).find(
          (own) => own.id === id,
        )
      const plain = (await listed(''))?.resourceMethods ?? null
      const embedded = JSON.stringify((await listed('&embed=methods'))?.resourceMethods ?? null)
      return [plain, /"authorizationType":"(\w+)"/.exec(embedded)?.[1] ?? 'not embedded']
    },
  },
  {
    statement: 'C13',
    about: 'a second sibling of one part, a second variable, one below a greedy one, and odd characters',
    expected: ['409', '400', '400', '400'],
    ask: async (world) => {
      const parent = await world.scratch.resource()
      await below(world, parent, 'twice')
      const greedy = await below(world, parent, '{rest+}')
      const answers = [
        await below(world, parent, 'twice'),
        await below(world, parent, '{other}'),
        await below(world, String(greedy.json.id), 'under'),
        await below(world, parent, 'a b'),
      ]
      return answers.map(({ status }) => String(status))
    },
  },
  {
    statement: 'C15',
    about: 'renaming and moving a resource, and the path of what is below it',
    expected: ['/renamed15/own', '/to15/renamed15/own'],
    ask: async (world) => {
      const moved = await world.scratch.resource()
      const child = String((await below(world, moved, 'own')).json.id)
      const to = String((await below(world, await world.scratch.root(), 'to15')).json.id)
      const path = async () =>
        (await world.control(`GET ${await world.scratch.api()}/resources/${child}`)).json.path ?? 'no path'
      await patch(world, moved, replace('/pathPart', 'renamed15'))
      const renamed = await path()
      await patch(world, moved, replace('/parentId', to))
      return [renamed, await path()]
    },
  },
  {
    statement: 'C10',
    about: 'a name in a path that is percent-encoded',
    expected: 200,
    ask: async ({ control, scratch }) => {
      const method = await scratch.method()
      return (await control(`GET ${method.replace('/methods/GET', '/methods/%47ET')}`)).status
    },
  },
  {
    statement: 'C16',
    about: 'a second method of one verb, a verb that is none, a type of authorisation in small letters',
    expected: ['409 ConflictException', '400 BadRequestException', '201'],
    ask: async ({ control, scratch, outcome }) => {
      const resource = await scratch.resource()
      const put = async (verb: string, authorizationType = 'NONE') =>
        outcome(await control(`PUT ${resource}/methods/${verb}`, { authorizationType })).split(':')[0] ?? ''
      await put('GET')
      return [await put('GET'), await put('FETCH'), await put('POST', 'aws_iam')]
    },
  },
  {
    statement: 'C17',
    about: 'a method parameter that is none, and one with a character that none may have',
    expected: [
      '400 BadRequestException: Invalid mapping expression specified: Validation Result: warnings : [], errors : [Invalid mapping expression specified: method.request.multivaluequerystring.a]',
      '400 BadRequestException',
    ],
    ask: async ({ control, scratch, outcome }) => {
      const resource = await scratch.resource()
      const declare = async (name: string) => {
        const body = { authorizationType: 'NONE', requestParameters: { [name]: false } }
        return outcome(await control(`PUT ${resource}/methods/GET`, body))
      }
      const odd = await declare('method.request.querystring.a[b]')
      return [await declare('method.request.multivaluequerystring.a'), odd.split(':')[0] ?? '']
    },
  },
  {
    statement: 'C18',
    about: 'adding and removing a declared parameter, and an apiKeyRequired that is neither true nor false',
    expected: [{ 'method.request.querystring.q': false }, null, false],
    ask: async (world) => {
      const method = await world.scratch.method()
      const path = '/requestParameters/method.request.querystring.q'
      const added = await patch(world, method, { op: 'add', path, value: 'false' })
      const removed = await patch(world, method, { op: 'remove', path })
      const odd = await patch(world, method, replace('/apiKeyRequired', 'maybe'))
      const left = removed.json.requestParameters ?? null
      return [
        added.json.requestParameters ?? null,
        JSON.stringify(left) === '{}' ? null : left,
        odd.json.apiKeyRequired ?? world.outcome(odd),
      ]
    },
  },
  {
    statement: 'C90',
    about: 'one name in the query and in a header of a method',
    expected: '400 BadRequestException',
    ask: async ({ control, scratch, outcome }) => {
      const names = ['method.request.querystring.same', 'method.request.header.same']
      const requestParameters = Object.fromEntries(names.map((name) => [name, false]))
      const body = { authorizationType: 'NONE', requestParameters }
      const answer = await control(`PUT ${await scratch.resource()}/methods/GET`, body)
      return outcome(answer).split(':')[0] ?? ''
    },
  },
  {
    statement: 'C19',
    about: 'putting, reading, changing and deleting a method response and an integration response',
    expected: [
      [201, 200, 201, 204],
      [201, 200, 200, 204],
    ],
    ask: async (world) => {
      const method = await world.scratch.method()
      const series = async (path: string, change: Parameters<typeof patch>[2]) => {
        const answers = [
          await world.control(`PUT ${path}`, {}),
          await world.control(`GET ${path}`),
          await patch(world, path, change),
        ]
        return { statuses: answers.map(({ status }) => status), path }
      }
      const header = '/responseParameters/method.response.header.X'
      const outer = await series(`${method}/responses/200`, { op: 'add', path: header, value: 'false' })
      const own = await series(`${method}/integration/responses/200`, replace('/selectionPattern', '2\\d\\d'))
      const removed = await world.control(`DELETE ${own.path}`)
      const last = await world.control(`DELETE ${outer.path}`)
      return [
        [...outer.statuses, last.status],
        [...own.statuses, removed.status],
      ]
    },
  },
  {
    statement: 'C88',
    about: 'a status code of 600',
    expected:
      "400 ValidationException: 1 validation error detected: Value '600' at 'statusCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [1-5]\\d\\d",
    ask: async ({ control, scratch, outcome }) =>
      outcome(await control(`PUT ${await scratch.method()}/responses/600`, {})),
  },
  {
    statement: 'C91',
    about: 'replacing what a method response does not have',
    expected: '404 NotFoundException',
    ask: async (world) => {
      const path = `${await world.scratch.method()}/responses/200`
      await world.control(`PUT ${path}`, {})
      const at = '/responseParameters/method.response.header.X'
      return world.outcome(await patch(world, path, replace(at, 'true'))).split(':')[0] ?? ''
    },
  },
  {
    statement: 'C89',
    about: 'a mapping from a parameter that the method does not declare',
    expected: '400 BadRequestException',
    ask: async ({ control, scratch, outcome }) => {
      const integration = {
        type: 'HTTP',
        httpMethod: 'GET',
        uri: 'https://example.com/',
        requestParameters: { 'integration.request.header.X': 'method.request.header.Undeclared' },
      }
      const answer = await control(`PUT ${await scratch.method()}/integration`, integration)
      return outcome(answer).split(':')[0] ?? ''
    },
  },
  {
    statement: 'C6',
    about: 'a resource without its part',
    expected: '400',
    ask: async ({ control, scratch, outcome }) =>
      outcome(await control(`POST ${await scratch.root()}`, {})).slice(0, 3),
  },
  {
    statement: 'C87',
    about: 'patching a path that a method does not have, and an operation that its path does not take',
    expected: [
      '400 BadRequestException: Invalid patch path',
      '400 BadRequestException: Invalid patch operation specified.',
    ],
    ask: async (world) => {
      const method = await world.scratch.method()
      const path = world.outcome(await patch(world, method, replace('/nonsense', 'x')))
      const taken = await patch(world, method, { op: 'add', path: '/authorizationType', value: 'NONE' })
      return [path.slice(0, 43), world.outcome(taken).slice(0, 59)]
    },
  },
  {
    statement: 'C5',
    about: 'replacing name, description and compression of an API, and adding a binary type',
    expected: {
      name: 'apigw-cache-fieldtest-scratch2',
      description: 'd',
      minimumCompressionSize: 10,
      binaryMediaTypes: ['image/png'],
    },
    ask: async (world) => {
      const { json } = await patch(
        world,
        await world.scratch.api(),
        replace('/name', 'apigw-cache-fieldtest-scratch2'),
        replace('/description', 'd'),
        replace('/minimumCompressionSize', '10'),
        { op: 'add', path: '/binaryMediaTypes/image~1png', value: '' },
      )
      return pick(json, 'name', 'description', 'minimumCompressionSize', 'binaryMediaTypes')
    },
  },
  {
    statement: 'C81',
    about: 'a new API with too large a compression size, and one with an empty description',
    expected: [400, 400],
    ask: async ({ control, tags }) => {
      const create = (more: object) =>
        control('POST /restapis', { name: 'apigw-cache-fieldtest', tags, ...more })
      const size = await create({ minimumCompressionSize: 10_485_761 })
      return [size.status, (await create({ description: '' })).status]
    },
  },
  {
    statement: 'C82',
    about: 'a new API with two endpoint types',
    expected: 400,
    ask: async ({ control, tags }) => {
      const endpointConfiguration = { types: ['REGIONAL', 'EDGE'] }
      const body = { name: 'apigw-cache-fieldtest', tags, endpointConfiguration }
      return (await control('POST /restapis', body)).status
    },
  },
]
