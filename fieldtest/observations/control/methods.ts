import type { Observation } from '../../observation.js'
import { type Json, pick } from '../../wire/answer.js'
import { patch, replace } from '../patching.js'

/** Methods and their answers. */
export const METHODS: readonly Observation[] = [
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
    statement: 'C200',
    about: 'maps of a method that were put without entries, and maps that were not put',
    expected: [
      { requestParameters: {}, requestModels: {} },
      { requestParameters: null, requestModels: null },
    ],
    ask: async ({ control, scratch }) => {
      const resource = await scratch.resource()
      const maps = ['requestParameters', 'requestModels'] as const
      const put = async (verb: string, more: Readonly<Record<string, Json>>) =>
        pick((await control(`PUT ${resource}/methods/${verb}`, { authorizationType: 'NONE', ...more })).json, ...maps)
      return [await put('GET', { requestParameters: {}, requestModels: {} }), await put('POST', {})]
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
]
