import type { MethodNeed } from '../observation.js'
import { items, type Json } from '../wire/answer.js'
import type { Clients } from './clients.js'
import { isAbort, together } from './together.js'
import { must, text } from './world.js'

const FRESH = '{"id":"$context.requestId"}'
/** As many as an account's quota has room for, where each call takes a third of a second. */
const LANES = 3

export type Methods = Readonly<Record<string, MethodNeed>>

/** The ids of the resources that an API has, by path; that of the root is ''. */
export async function resourcesOf(control: Clients['control'], api: string): Promise<Map<string, string>> {
  const listed = items(must(await control(`GET ${api}/resources`), 'GetResources'))
  const root = listed.find(({ path }) => path === '/')?.id
  return new Map([['', text(root, 'the id of the root resource')]])
}

/** An API that is built: the ids of its resources by path, and why methods could not be made that are missing. */
export interface Built {
  readonly api: string
  readonly ids: Map<string, string>
  readonly broken: Map<string, string>
}

/** Makes the methods, those below each child of the root one after the other. */
export async function buildMethods(
  control: Clients['control'],
  built: Built,
  methods: Methods,
  backend: string | undefined,
): Promise<void> {
  const below = new Map<string, [string, MethodNeed][]>()
  for (const entry of Object.entries(methods)) {
    const [, child = ''] = entry[0].split('/')
    below.set(child, [...(below.get(child) ?? []), entry])
  }
  const waiting = [...below.values()]
  const persistent = persisting(control)
  const lane = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await buildSeries(persistent, built, next, backend)
    }
  }
  await together(Array.from({ length: LANES }, lane))
}

/** Two changes of one API at once may be refused, and are then tried again. */
function persisting(control: Clients['control']): Clients['control'] {
  return async (line, body, options) => {
    for (let time = 1; ; time++) {
      const answer = await control(line, body, options)
      if (answer.status !== 409 || time === 5) return answer
    }
  }
}

async function buildSeries(
  control: Clients['control'],
  { api, ids, broken }: Built,
  methods: readonly (readonly [string, MethodNeed])[],
  backend: string | undefined,
): Promise<void> {
  const resourceOf = async (path: string): Promise<string> => {
    const known = ids.get(path)
    if (known !== undefined) return known
    const cut = path.lastIndexOf('/')
    const parent = await resourceOf(path.slice(0, cut))
    const created = await control(`POST ${api}/resources/${parent}`, { pathPart: path.slice(cut + 1) })
    const id = text(must(created, 'CreateResource').json.id, 'the id of the resource')
    ids.set(path, id)
    return id
  }
  for (const [name, need] of methods) {
    const [verb = '', path = ''] = name.split(' ')
    const resource = await resourceOf(path === '/' ? '' : path)
    const method = `${api}/resources/${resource}/methods/${verb}`
    try {
      await putMethod(control, method, path, need)
      await (need.backend ? putBackend(control, method, need, backend) : putMock(control, method, need))
    } catch (error) {
      if (isAbort(error)) throw error
      // One without an integration would keep all others from being deployed.
      await control(`DELETE ${method}`)
      broken.set(name, error instanceof Error ? error.message : String(error))
    }
  }
}

async function putMethod(
  control: Clients['control'],
  method: string,
  path: string,
  { keys = [], parameters = [], mapped = {}, authorization = 'NONE', apiKeyRequired = false }: MethodNeed,
): Promise<void> {
  const variables = [...path.matchAll(/\{([^}+]+)\+?\}/g)].map(([, name]) => `method.request.path.${name}`)
  const declared = [...variables, ...keys, ...parameters, ...Object.values(mapped)].filter((name) =>
    /^method\.request\.(path|querystring|header)\./.test(name),
  )
  const requestParameters = Object.fromEntries(declared.map((name) => [name, false]))
  const body = { authorizationType: authorization, apiKeyRequired, requestParameters }
  must(await control(`PUT ${method}`, body), 'PutMethod')
}

async function putMock(control: Clients['control'], method: string, need: MethodNeed): Promise<void> {
  const { keys = [], mapped = {}, namespace, says = FRESH, status = 200, headers = {} } = need
  const integration = {
    type: 'MOCK',
    requestTemplates: { 'application/json': `{"statusCode": ${status}}` },
    requestParameters: mapped,
    cacheKeyParameters: keys,
    ...(namespace === undefined ? {} : { cacheNamespace: namespace }),
  }
  const responseParameters = Object.entries(headers).map(
    ([name, value]) => [`method.response.header.${name}`, value] as const,
  )
  const declared = {
    responseParameters: Object.fromEntries(responseParameters.map(([name]) => [name, false])),
  }
  must(await control(`PUT ${method}/integration`, integration), 'PutIntegration')
  must(await control(`PUT ${method}/responses/${status}`, declared), 'PutMethodResponse')
  const response = {
    responseTemplates: templatesOf(says),
    responseParameters: Object.fromEntries(responseParameters),
  }
  must(await control(`PUT ${method}/integration/responses/${status}`, response), 'PutIntegrationResponse')
}

async function putBackend(
  control: Clients['control'],
  method: string,
  { backend: to, keys = [], mapped = {}, says }: MethodNeed,
  url: string | undefined,
): Promise<void> {
  if (to === undefined || url === undefined) return
  const integration: Json = {
    type: to.type,
    // As it is called on the wire.
    httpMethod: to.verb ?? 'GET',
    uri: /^https?:/.test(to.path) ? to.path : `${url}${to.path}`,
    requestParameters: mapped,
    cacheKeyParameters: keys,
    ...(to.timeoutMs === undefined ? {} : { timeoutInMillis: to.timeoutMs }),
  }
  must(await control(`PUT ${method}/integration`, integration), 'PutIntegration')
  if (to.type === 'HTTP_PROXY') return
  must(await control(`PUT ${method}/responses/200`, {}), 'PutMethodResponse')
  const response = says === undefined ? {} : { responseTemplates: templatesOf(says) }
  must(await control(`PUT ${method}/integration/responses/200`, response), 'PutIntegrationResponse')
}

function templatesOf(says: NonNullable<MethodNeed['says']>): Readonly<Record<string, string>> {
  return typeof says === 'string' ? { 'application/json': says } : says
}
