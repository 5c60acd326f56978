import { compileKey } from '../../src/sandbox/data/cache/key.js'
import { Call, type Caller } from '../../src/sandbox/data/call.js'
import { cachingSetting, effectiveSetting, settingKeys } from '../../src/sandbox/data/method-settings.js'
import type { SandboxOptions } from '../../src/sandbox/index.js'
import { start } from '../../src/sandbox/start.js'
import { VERBS } from '../../src/sandbox/world/enums.js'
import {
  type Deployment,
  identityExpressions,
  type Method,
  pathVariables,
  type Resource,
  type RestApi,
  type Stage,
} from '../../src/sandbox/world/model.js'
import type { World } from '../../src/sandbox/world/world.js'
import type { Worlds } from '../../src/sandbox/worlds/worlds.js'
import { type Bench, withSandbox } from './cli.js'

/** What must tell two callers apart besides paths and identities, by method: `GET /users` → `querystring.type`. */
export type Keyed = Readonly<Record<string, readonly string[]>>

export interface Observed extends Bench {
  /** What two callers would share now: `pets/prod GET /pets/{id}: path.id`. */
  readonly sharedNow: () => readonly string[]
  /** What was shared at some request, and not from the beginning. */
  readonly cameToBeShared: () => readonly string[]
  /** Of this what is no longer shared: nobody can have agreed to it. */
  readonly sharedMeanwhile: () => readonly string[]
}

/**
 * The tool against a sandbox that looks at every stage before each request and after it: would two callers, who differ
 * in nothing but a value of the path, their identity, or a key that a file wants, be given one entry of the cache? It
 * asks the sandbox's own settings and cache keys, and knows nothing of what the tool takes for wrong.
 */
export async function withObservedSandbox(options: SandboxOptions = {}, keyed: Keyed = {}): Promise<Observed> {
  const came = new Set<string>()
  let [first, now]: [ReadonlySet<string> | null, ReadonlySet<string>] = [null, new Set()]
  const look = (worlds: Worlds) => {
    now = new Set(sharedIn(worlds, keyed))
    first ??= now
    for (const one of now) if (!first.has(one)) came.add(one)
  }
  const bench = await withSandbox(options, (complete) => start(complete, undefined, look))
  return {
    ...bench,
    sharedNow: () => [...now],
    cameToBeShared: () => [...came],
    sharedMeanwhile: () => [...came].filter((one) => !now.has(one)),
  }
}

function sharedIn(worlds: Worlds, keyed: Keyed): readonly string[] {
  return worlds
    .all()
    .flatMap((world) =>
      [...world.apis.values()].flatMap((api) =>
        [...api.stages.values()].flatMap((stage) =>
          sharedOf(world, api, stage, keyed).map((one) => `${api.name}/${stage.stageName} ${one}`),
        ),
      ),
    )
}

/** A cluster that is on its way counts: it serves before anybody asks again. */
function sharedOf(world: World, api: RestApi, stage: Stage, keyed: Keyed): readonly string[] {
  if (!stage.cluster.enabled) return []
  const ids = [stage.deploymentId, ...(stage.canary?.useStageCache ? [stage.canary.deploymentId] : [])]
  const shared = ids.flatMap((id) => {
    const deployment = api.deployments.get(id)
    return deployment ? sharedByDeployment(world, stage, deployment, keyed) : []
  })
  return [...new Set(shared)]
}

function sharedByDeployment(world: World, stage: Stage, deployment: Deployment, keyed: Keyed): readonly string[] {
  return [...deployment.snapshot.resources.values()].flatMap((resource) =>
    [...resource.methods.values()].flatMap((method) => {
      const place = { world, stage, deployment, resource, method }
      const wanted = keyed[`${method.httpMethod} ${resource.path}`] ?? []
      const shared = [...tellingApart(place), ...wanted.map((name) => ({ name, isCaller: false }))]
        .filter((one) => isOneEntry(place, one))
        .map(({ name }) => name)
      return shared.length === 0
        ? []
        : cachedVerbs(place).flatMap((verb) => shared.map((name) => `${verb} ${resource.path}: ${name}`))
    }),
  )
}

interface Place {
  readonly world: World
  readonly stage: Stage
  readonly deployment: Deployment
  readonly resource: Resource
  readonly method: Method
}

function cachedVerbs({ world, stage, resource, method }: Place): readonly string[] {
  const { integration } = method
  if (!integration || integration.responseTransferMode === 'STREAM') return []
  const others = VERBS.filter((verb) => verb !== 'ANY' && !resource.methods.has(verb))
  const verbs = method.httpMethod === 'ANY' ? others : [method.httpMethod]
  return verbs.filter((verb) => {
    const effective = effectiveSetting(stage, settingKeys(resource), verb, method, world.knobs)
    return cachingSetting(effective, verb) !== null
  })
}

/** What may be the reason for two answers to two calls. */
interface Difference {
  /** As short as a key: `path.id`; or who the gateway takes the caller for. */
  readonly name: string
  /** With it the caller is another. */
  readonly isCaller: boolean
}

const SIGNATURE = 'signature'
const AUTHORIZER = 'authorizer'

function tellingApart({ deployment, resource, method }: Place): readonly Difference[] {
  const paths = pathVariables(resource.path).map((name) => ({ name: `path.${name}`, isCaller: false }))
  if (method.authorizationType === 'AWS_IAM') return [...paths, { name: SIGNATURE, isCaller: true }]
  const authorizer = deployment.snapshot.authorizers.get(method.authorizerId ?? '')
  if (!authorizer) return paths
  const read = identityExpressions(authorizer).flatMap((one) => {
    const [, name] = /^method\.request\.(?:multivalue)?(.+)$/.exec(one) ?? []
    return name === undefined ? [] : [name]
  })
  const names = read.length === 0 ? [AUTHORIZER] : read
  return [...paths, ...names.map((name) => ({ name, isCaller: true }))]
}

function isOneEntry(place: Place, difference: Difference): boolean {
  const { integration } = place.method
  if (!integration) return false
  const keyOf = compileKey(integration, place.world.knobs)
  const [one, other] = ['one', 'other'].map((who) => keyOf(callOf(place, difference, who), place.deployment.id))
  return one === other
}

function callOf(place: Place, { name, isCaller }: Difference, who: string): Call {
  const { deployment, stage, resource, method } = place
  const [, part = '', own = ''] = /^(\w+)\.(.+)$/.exec(name) ?? []
  const headers = part === 'header' ? { [own.toLowerCase()]: who } : {}
  const call = new Call(
    {
      method: method.httpMethod,
      rawQuery: part === 'querystring' ? `${encodeURIComponent(own)}=${who}` : '',
      headers,
      rawHeaders: Object.entries(headers).flat(),
      body: Buffer.alloc(0),
      sourceIp: '127.0.0.1',
    },
    '/',
    resource,
    method,
    {
      ...Object.fromEntries(pathVariables(resource.path).map((one) => [one, 'x'])),
      ...(part === 'path' && { [own]: who }),
    },
    { deployment, variables: stage.variables, canary: null },
    NO_CONTEXT,
  )
  if (isCaller) call.identify(callerOf(name, who))
  return call
}

const NO_CONTEXT = {
  accountId: '',
  apiId: '',
  stage: '',
  requestId: '',
  extendedRequestId: '',
  requestTimeMs: 0,
  basePath: null,
  edge: false,
}

function callerOf(name: string, who: string): Caller {
  if (name === SIGNATURE) return { accessKey: who, userArn: who, userId: () => who }
  return { authorizer: { principalId: who, sub: who } }
}
