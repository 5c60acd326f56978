import type { Observation } from '../../observation.js'
import { inner, items, type Json, pick, record } from '../../wire/answer.js'
import { IMPORTED_NAME } from '../../world/cleanup.js'
import { once, text, type World } from '../../world/world.js'

const MOCK = { 'x-amazon-apigateway-integration': { type: 'mock' } }

export function documentOf(title: string, paths: readonly string[], more: object = {}): Json {
  return JSON.parse(
    JSON.stringify({
      openapi: '3.0.1',
      info: { title, version: '7' },
      paths: Object.fromEntries(paths.map((path) => [path, { get: MOCK }])),
      ...more,
    }),
  )
}

const imported = new WeakMap<World, () => Promise<string>>()

/** The path of the one API that is imported, because no more than two may be made a minute and tag along. */
export function api(world: World): Promise<string> {
  const made =
    imported.get(world) ??
    once(async () => {
      const document = documentOf(IMPORTED_NAME, ['/a', '/a/{id}'])
      const { json } = await world.control(
        'POST /restapis?mode=import&failonwarnings=false&endpointConfigurationTypes=REGIONAL',
        document,
      )
      const path = `/restapis/${text(json.id, 'the id of the imported API')}`
      const partition = world.target.region.startsWith('cn-') ? 'aws-cn' : 'aws'
      const arn = encodeURIComponent(`arn:${partition}:apigateway:${world.target.region}::${path}`)
      await world.control(`PUT /tags/${arn}`, { tags: world.tags })
      return path
    })
  imported.set(world, made)
  return made()
}

async function paths(world: World): Promise<readonly string[]> {
  const listed = items(await world.control(`GET ${await api(world)}/resources?limit=500`))
  return listed.map(({ path }) => String(path)).sort()
}

export const IMPORTS: readonly Observation[] = [
  {
    statement: 'C93',
    about: 'name, version and paths of an imported document',
    expected: [{ name: IMPORTED_NAME, version: '7' }, ['/', '/a', '/a/{id}']],
    ask: async (world) => {
      const { json } = await world.control(`GET ${await api(world)}`)
      return [pick(json, 'name', 'version'), await paths(world)]
    },
  },
  {
    statement: 'C95',
    about: 'a base path that is prepended, one that is split, and one of which nothing was said',
    expected: [
      ['/', '/one', '/one/two', '/one/two/b'],
      ['/', '/two', '/two/b'],
      ['/', '/b'],
    ],
    ask: async (world) => {
      const url = 'https://example.com/one/two'
      const document = documentOf(IMPORTED_NAME, ['/b'], { servers: [{ url }] })
      const seen: Json[] = []
      for (const basepath of ['&basepath=prepend', '&basepath=split', '']) {
        await world.control(`PUT ${await api(world)}?mode=overwrite${basepath}`, document)
        seen.push(await paths(world))
      }
      return seen
    },
  },
  {
    statement: 'C94',
    about: 'the paths after a merge and after an overwrite',
    expected: [
      ['/', '/b', '/c'],
      ['/', '/d'],
    ],
    ask: async (world) => {
      const put = async (mode: string, path: string) => {
        const document = documentOf(IMPORTED_NAME, [path])
        await world.control(`PUT ${await api(world)}?mode=${mode}`, document)
        return paths(world)
      }
      await put('overwrite', '/b')
      return [await put('merge', '/c'), await put('overwrite', '/d')]
    },
  },
  {
    statement: 'C96',
    about: 'a document that cannot be read',
    expected: '400 BadRequestException: Invalid OpenAPI input.',
    ask: async (world) => {
      const refusal = world.outcome(await world.control(`PUT ${await api(world)}?mode=overwrite`, 'nonsense'))
      return /^.*?input\./.exec(refusal)?.[0] ?? refusal
    },
  },
  {
    statement: 'C14',
    about: 'deleting a resource with one below it, and the root',
    expected: [202, ['/'], 400],
    ask: async (world) => {
      const line = `${await api(world)}?mode=overwrite`
      await world.control(`PUT ${line}`, documentOf(IMPORTED_NAME, ['/e/below']))
      const resources = `${await api(world)}/resources`
      const listed = items(await world.control(`GET ${resources}?limit=500`))
      const remove = (path: string) =>
        world.control(`DELETE ${resources}/${String(listed.find((own) => own.path === path)?.id)}`)
      const parent = await remove('/e')
      const left = await paths(world)
      return [parent.status, left, (await remove('/')).status]
    },
  },
  {
    statement: 'C214',
    about: 'a mapped parameter that is no text, with failOnWarnings',
    expected: ['400 BadRequestException: Warnings found during import', '200'],
    ask: async (world) => {
      const requestParameters = { 'integration.request.header.X': 7 }
      const integration = { ...MOCK['x-amazon-apigateway-integration'], requestParameters }
      const paths = { '/c': { get: { 'x-amazon-apigateway-integration': integration } } }
      const document = documentOf(IMPORTED_NAME, [], { paths })
      const put = async (strict: boolean) =>
        world.outcome(await world.control(`PUT ${await api(world)}?mode=overwrite&failonwarnings=${strict}`, document))
      const [refusal = ''] = (await put(true)).split(':\n')
      return [refusal, await put(false)]
    },
  },
  {
    statement: 'C216',
    about: 'names under required in a schema of an OpenAPI 3 document',
    expected: ['a', 'b'],
    ask: async (world) => {
      const properties = { a: { type: 'string' }, b: { type: 'string' } }
      const schemas = { C216: { type: 'object', required: ['b', 'a'], properties } }
      const document = documentOf(IMPORTED_NAME, ['/d'], { components: { schemas } })
      await world.control(`PUT ${await api(world)}?mode=overwrite`, document)
      const { json } = await world.control(`GET ${await api(world)}/models/C216`)
      return record(JSON.parse(text(json.schema, 'the schema'))).required ?? null
    },
  },
  {
    statement: 'C212',
    about: 'the endpoint of an API whose import named its type',
    expected: [['REGIONAL']],
    ask: async (world) => {
      const { json } = await world.control(`GET ${await api(world)}`)
      return [inner(json, 'endpointConfiguration').types ?? null]
    },
  },
  {
    statement: 'C210',
    about: 'a parameter that is referred to',
    expected: { 'method.request.querystring.q': false },
    ask: async (world) => {
      const parameters = { Q: { name: 'q', in: 'query', schema: { type: 'string' } } }
      const get = { parameters: [{ $ref: '#/components/parameters/Q' }], ...MOCK }
      const document = documentOf(IMPORTED_NAME, [], { paths: { '/f': { get } }, components: { parameters } })
      await world.control(`PUT ${await api(world)}?mode=overwrite`, document)
      const listed = items(await world.control(`GET ${await api(world)}/resources?limit=500&embed=methods`))
      const methods = inner(listed.find(({ path }) => path === '/f') ?? {}, 'resourceMethods')
      return inner(methods, 'GET').requestParameters ?? null
    },
  },
  {
    statement: 'C213',
    about: 'how many documentation parts there are after an import that ignores them, and after one that does not',
    expected: [0, 1],
    ask: async (world) => {
      const documentationParts = [{ location: { type: 'API' }, properties: { description: 'd' } }]
      const more = { 'x-amazon-apigateway-documentation': { documentationParts } }
      const document = documentOf(IMPORTED_NAME, ['/g'], more)
      const after = async (query: string) => {
        await world.control(`PUT ${await api(world)}?mode=overwrite${query}`, document)
        return items(await world.control(`GET ${await api(world)}/documentation/parts`)).length
      }
      return [await after('&ignore=documentation'), await after('')]
    },
  },
  {
    statement: 'C215',
    about: 'how many errors of a document with two of them are told',
    expected: ['400 BadRequestException: Errors found during import', 2],
    ask: async (world) => {
      const integration = { type: 'http', httpMethod: 'GET', uri: 'ftp://example.com/' }
      const broken = { get: { 'x-amazon-apigateway-integration': integration } }
      const document = documentOf(IMPORTED_NAME, [], { paths: { '/h': broken, '/i i': { get: MOCK } } })
      const refusal = world.outcome(await world.control(`PUT ${await api(world)}?mode=overwrite`, document))
      const [head = '', ...errors] = refusal.split('\n')
      return [head.replace(/:$/, ''), errors.filter((line) => line.trim() !== '').length]
    },
  },
]
