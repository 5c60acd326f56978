import { apiNameDimension } from '../cloudwatch/series.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { extendedRequestId, uuid } from '../world/ids.js'
import type { RestApi, Stage } from '../world/model.js'
import type { World } from '../world/world.js'
import { UNAUTHORISED_WARNING } from './cache/invalidation.js'
import { createStore, type Store } from './cache/store.js'
import { Call } from './call.js'
import { chooseRelease } from './canary.js'
import { type Executed, execute, withoutBackend } from './execute.js'
import { forbidden, missingAuthenticationToken } from './gateway-responses.js'
import { effectiveSetting } from './method-settings.js'
import { createRoutes, type Route, type Routes } from './routes.js'
import type { DataTarget } from './target.js'

export interface DataPlane {
  serve(request: HttpRequest, target: DataTarget): Promise<HttpAnswer>
}

/** One request that has found its stage. */
interface Visit {
  readonly request: HttpRequest
  readonly rawPath: string
  readonly api: RestApi
  readonly stage: Stage
  readonly ids: Ids
  readonly startedMs: number
}

type Ids = Pick<Call['context'], 'requestId' | 'extendedRequestId'>

/** The stages of a world as their callers see them. Holds the cached entries. */
export function createDataPlane(world: World): DataPlane {
  const routes = createRoutes(world.knobs)
  const store = createStore(world.clock)
  return {
    serve: async (request, { apiId, stage: stageName, rawPath }) => {
      const ids = { requestId: uuid(world.random), extendedRequestId: extendedRequestId(world.random) }
      const api = world.apis.get(apiId)
      const stage = api?.stages.get(stageName)
      if (!api || !stage || api.disableExecuteApiEndpoint)
        return answer(request, ids, withoutBackend(forbidden()))
      const visit = { request, rawPath, api, stage, ids, startedMs: world.clock.now() }
      return answer(request, ids, await serveStage(world, routes, store, visit))
    },
  }
}

async function serveStage(world: World, routes: Routes, store: Store, visit: Visit): Promise<Executed> {
  const { request, rawPath, api, stage } = visit
  const release = chooseRelease(api, stage, world.random)
  const found = release && routes(release.deployment.snapshot, request.method, rawPath)
  if (!found) {
    const executed = withoutBackend(missingAuthenticationToken())
    record(world, visit, null, executed)
    return executed
  }
  const { route, pathParameters } = found
  const effective = effectiveSetting(stage, route.settingKeys, request.method, route.method, world.knobs)
  const context = contextOf(world, visit)
  const call = new Call(
    request,
    rawPath,
    route.resource,
    route.method,
    pathParameters,
    release.variables,
    context,
  )
  const executed = await execute(world, store, { request, call, stage, route, release, effective })
  record(world, visit, effective.setting?.metricsEnabled ? route : null, executed)
  return executed
}

function contextOf({ accountId }: World, { api, stage, ids, startedMs }: Visit): Call['context'] {
  return {
    accountId,
    apiId: api.id,
    stage: stage.stageName,
    requestId: ids.requestId,
    extendedRequestId: ids.extendedRequestId,
    requestTimeMs: startedMs,
  }
}

function record({ counters, clock }: World, visit: Visit, detailed: Route | null, executed: Executed): void {
  const { api, stage, request, startedMs } = visit
  counters.record({
    atMs: startedMs,
    apiName: apiNameDimension(api),
    stage: stage.stageName,
    method: detailed && { verb: request.method, resource: detailed.resource.path },
    status: executed.reply.status,
    hit: executed.hit,
    latencyMs: clock.now() - startedMs,
    integrationLatencyMs: executed.integrationLatencyMs,
  })
}

function answer({ method }: HttpRequest, ids: Ids, { reply, warned }: Executed): HttpAnswer {
  const headers: [string, string][] = [
    ['x-amzn-RequestId', ids.requestId],
    ['x-amz-apigw-id', ids.extendedRequestId],
  ]
  if (warned) headers.push(['Warning', UNAUTHORISED_WARNING])
  return {
    status: reply.status,
    headers: [...headers, ...reply.headers],
    body: method === 'HEAD' ? '' : reply.body,
  }
}
