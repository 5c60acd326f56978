import type { Observation } from '../../observation.js'
import { inner, items } from '../../wire/answer.js'
import { IMPORTED_NAME } from '../../world/cleanup.js'
import type { World } from '../../world/world.js'
import { api, documentOf } from './imports.js'

const INTEGRATION = 'x-amazon-apigateway-integration'
const MOCK = { [INTEGRATION]: { type: 'mock' } }

async function put(world: World, more: object, query = ''): Promise<string> {
  const document = documentOf(IMPORTED_NAME, [], more)
  return world.outcome(await world.control(`PUT ${await api(world)}?mode=overwrite${query}`, document))
}

async function methodsAt(world: World, path: string) {
  const listed = items(await world.control(`GET ${await api(world)}/resources?limit=500&embed=methods`))
  return inner(listed.find((own) => own.path === path) ?? {}, 'resourceMethods')
}

const authtype = 'x-amazon-apigateway-authtype'
const scheme = (more: object) => ({
  components: {
    securitySchemes: { guard: { type: 'apiKey', name: 'A', in: 'header', [authtype]: 'custom', ...more } },
  },
})

export const ODD_DOCUMENTS: readonly Observation[] = [
  {
    statement: 'C225',
    about: 'the partition and the region in the address of an integration',
    expected: true,
    ask: async (world) => {
      const { region } = world.target
      const uri = 'arn:\u0024{AWS::Partition}:apigateway:\u0024{AWS::Region}:sqs:action/SendMessage'
      const get = { [INTEGRATION]: { type: 'aws', httpMethod: 'POST', uri } }
      await put(world, { paths: { '/j': { get } } })
      const made = inner(inner(await methodsAt(world, '/j'), 'GET'), 'methodIntegration').uri
      return new RegExp(`^arn:aws[\\w-]*:apigateway:${region}:sqs:action/SendMessage$`).test(String(made))
    },
  },
  {
    statement: 'C226',
    about: 'an integration whose address is no text',
    expected: '400 BadRequestException: Unable to parse API definition because of a malformed integration at path /k',
    ask: async (world) => {
      const get = { [INTEGRATION]: { type: 'http', httpMethod: 'GET', uri: { 'Fn::Sub': 'https://example.com' } } }
      return (await put(world, { paths: { '/k': { get } } })).replace(/\.$/, '')
    },
  },
  {
    statement: 'C227',
    about: 'a request template that is no text, with failOnWarnings and without',
    expected: ['400 BadRequestException: Warnings found during import', '200'],
    ask: async (world) => {
      const requestTemplates = { 'application/json': { statusCode: 200 } }
      const paths = { '/l': { get: { [INTEGRATION]: { type: 'mock', requestTemplates } } } }
      const [refusal = ''] = (await put(world, { paths }, '&failonwarnings=true')).split(':\n')
      return [refusal, await put(world, { paths })]
    },
  },
  {
    statement: 'C228',
    about: 'an answer that names a model that there is not',
    expected: ['200', "Reference to model 'Gone' not found. Ignoring."],
    ask: async (world) => {
      const content = { 'application/json': { schema: { $ref: '#/components/schemas/Gone' } } }
      const paths = { '/m': { get: { responses: { 200: { description: 'd', content } }, ...MOCK } } }
      const refusal = await put(world, { paths }, '&failonwarnings=true')
      return [await put(world, { paths }), refusal.split('\n').pop()?.trim() ?? null]
    },
  },
  {
    statement: 'C229',
    about: 'a method that an authorizer guards which is not described',
    expected: ['200', 0],
    ask: async (world) => {
      const get = { security: [{ guard: [] }], ...MOCK }
      const outcome = await put(world, { paths: { '/n': { get } }, ...scheme({}) })
      return [outcome, Object.keys(await methodsAt(world, '/n')).length]
    },
  },
  {
    statement: 'C230',
    about: 'servers that are no list, and a part that has no value',
    expected: '200',
    ask: (world) => put(world, { paths: { '/o': { get: MOCK } }, servers: { variables: {} }, components: null }),
  },
  {
    statement: 'C231',
    about: 'a path without methods, and a parameter of a path of which nothing was said',
    expected: [true, { 'method.request.path.id': true }],
    ask: async (world) => {
      const get = { parameters: [{ name: 'id', in: 'path', schema: { type: 'string' } }], ...MOCK }
      await put(world, { paths: { '/p': {}, '/q/{id}': { get } } })
      const listed = items(await world.control(`GET ${await api(world)}/resources?limit=500`))
      const { requestParameters } = inner(await methodsAt(world, '/q/{id}'), 'GET')
      return [listed.some(({ path }) => path === '/p'), requestParameters ?? null]
    },
  },
]
