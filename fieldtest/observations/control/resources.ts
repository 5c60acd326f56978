import type { Observation } from '../../observation.js'
import { type Answer, items, pick } from '../../wire/answer.js'
import type { World } from '../../world/world.js'
import { patch, replace } from '../patching.js'

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
        items(await control(`GET ${await scratch.api()}/resources?limit=500${query}`)).find((own) => own.id === id)
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
    statement: 'C6',
    about: 'a resource without its part',
    expected: '400',
    ask: async ({ control, scratch, outcome }) =>
      outcome(await control(`POST ${await scratch.root()}`, {})).slice(0, 3),
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
      const endpointConfiguration = { types: ['REGIONAL'] }
      const base = { name: 'apigw-cache-fieldtest', tags, endpointConfiguration }
      const create = (more: object) => control('POST /restapis', { ...base, ...more })
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
