import type { Observation } from '../../observation.js'
import { inner, type Json, pick, record } from '../../wire/answer.js'
import type { World } from '../../world/world.js'
import { patch, replace } from '../patching.js'

/** What GetExport says of a method, or of the whole document, of the API that is served. */
async function exported(world: World, query: string, headers = {}): Promise<Json> {
  const { api } = await world.served()
  const answer = await world.control(`GET ${api}/stages/bare/exports/oas30${query}`, undefined, { headers })
  return answer.status === 200 ? answer.json : world.outcome(answer)
}

async function operation(world: World, query: string, path: string, verb: string): Promise<Record<string, Json>> {
  const document = record(await exported(world, query))
  return { ...inner(inner(inner(document, 'paths'), path), verb) }
}

const KEYED = {
  methods: {
    'GET /c60': { keys: ['method.request.querystring.q'] },
    'GET /c60/own': { namespace: 'c60own' },
    'ANY /c61': { authorization: 'AWS_IAM' as const },
  },
}

/** What a deployment froze of the API that is called. */
export const EXPORTS: readonly Observation[] = [
  {
    statement: 'C60',
    about: 'keys, the default namespace and one of its own in an export with extensions',
    needs: KEYED,
    expected: [['method.request.querystring.q'], 'left out', 'c60own'],
    ask: async (world) => {
      const integrationOf = async (path: string) => {
        const get = await operation(world, '?extensions=apigateway', path, 'get')
        return record(get['x-amazon-apigateway-integration'])
      }
      const plain = await integrationOf('/c60')
      const own = await integrationOf('/c60/own')
      return [plain.cacheKeyParameters ?? null, plain.cacheNamespace ?? 'left out', own.cacheNamespace ?? 'left out']
    },
  },
  {
    statement: 'C61',
    about: 'an ANY method with AWS_IAM in an export',
    needs: KEYED,
    expected: { type: 'AWS_IAM' },
    ask: async (world) => {
      const verb = 'x-amazon-apigateway-any-method'
      const any = await operation(world, '?extensions=apigateway', '/c61', verb)
      return any['x-amazon-apigateway-auth'] ?? Object.keys(any)
    },
  },
  {
    statement: 'C62',
    about: 'an export without extensions',
    needs: KEYED,
    expected: 'none',
    ask: async (world) => {
      const get = await operation(world, '', '/c60', 'get')
      const own = Object.keys(get).filter((name) => name.startsWith('x-amazon-apigateway'))
      return Object.keys(get).length === 0 ? 'no such operation' : own.join() || 'none'
    },
  },
  {
    statement: 'C63',
    about: 'a resource in an export that was made after the deployment',
    expected: false,
    ask: async (world) => {
      const { api, resources } = await world.served()
      const root = resources.get('') ?? ''
      const created = await world.control(`POST ${api}/resources/${root}`, { pathPart: 'late' })
      const late = `${api}/resources/${String(created.json.id)}`
      await world.control(`PUT ${late}/methods/GET`, { authorizationType: 'NONE' })
      await world.control(`PUT ${late}/methods/GET/integration`, { type: 'MOCK' })
      return '/late' in inner(record(await exported(world, '')), 'paths')
    },
  },
  {
    statement: 'C64',
    about: 'an export as YAML: its beginning and its content type',
    expected: ['openapi: 3.0.1', 'application/octet-stream'],
    ask: async (world) => {
      const { api } = await world.served()
      const headers = { accept: 'application/yaml' }
      const answer = await world.control(`GET ${api}/stages/bare/exports/oas30`, undefined, { headers })
      return [(answer.text.split('\n')[0] ?? '').replaceAll('"', ''), String(answer.headers['content-type'])]
    },
  },
  {
    statement: 'D7',
    about: 'a method that was made after the deployment',
    expected: '403 MissingAuthenticationTokenException: Missing Authentication Token',
    ask: async (world) => {
      const { api, resources } = await world.served()
      const root = resources.get('') ?? ''
      const created = await world.control(`POST ${api}/resources/${root}`, { pathPart: 'later' })
      const method = `${api}/resources/${String(created.json.id)}/methods/GET`
      await world.control(`PUT ${method}`, { authorizationType: 'NONE' })
      await world.control(`PUT ${method}/integration`, { type: 'MOCK' })
      return world.outcome(await world.call('GET /later', { stage: 'bare' }))
    },
  },
  {
    statement: 'C201',
    about: 'a parameter in an export, and the compression with extensions and without',
    needs: KEYED,
    expected: [[{ name: 'q', in: 'query', schema: { type: 'string' } }], 512, null],
    ask: async (world) => {
      const name = 'x-amazon-apigateway-minimum-compression-size'
      const get = await operation(world, '', '/c60', 'get')
      const [plain, extended] = [await exported(world, ''), await exported(world, '?extensions=apigateway')]
      return [get.parameters ?? null, record(extended)[name] ?? null, record(plain)[name] ?? null]
    },
  },
  {
    statement: 'C202',
    about: 'version, base path and schemes of an export as Swagger 2, and what a method produces',
    needs: KEYED,
    expected: [{ swagger: '2.0', basePath: '/bare', schemes: ['https'] }, ['application/json']],
    ask: async (world) => {
      const { api } = await world.served()
      const { json } = await world.control(`GET ${api}/stages/bare/exports/swagger`)
      const get = inner(inner(inner(json, 'paths'), '/c60'), 'get')
      return [pick(json, 'swagger', 'basePath', 'schemes'), get.produces ?? null]
    },
  },
  {
    statement: 'C203',
    about: 'the documentation in an export that asks for it, and in one that does not',
    expected: [{ version: 'c203', documentationParts: 1 }, false],
    ask: async (world) => {
      const { api } = await world.served()
      const part = { location: { type: 'API' }, properties: '{"description":"d"}' }
      await world.control(`POST ${api}/documentation/parts`, part)
      await world.control(`POST ${api}/documentation/versions`, { documentationVersion: 'c203' })
      await patch(world, `${api}/stages/bare`, replace('/documentationVersion', 'c203'))
      const name = 'x-amazon-apigateway-documentation'
      const told = inner(record(await exported(world, '?extensions=documentation')), name)
      const parts = Array.isArray(told.documentationParts) ? told.documentationParts.length : null
      return [{ version: told.version ?? null, documentationParts: parts }, name in record(await exported(world, ''))]
    },
  },
]
