import { apiNameDimension } from '../cloudwatch/series.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { extendedRequestId, uuid } from '../world/ids.js'
import type { RestApi, Stage } from '../world/model.js'
import type { World } from '../world/world.js'
import { UNAUTHORISED_WARNING } from './cache/invalidation.js'
import { createStore, type Store } from './cache/store.js'
import { Call, type CallContext } from './call.js'
import { chooseDeployment } from './canary.js'
import { type Executed, execute, withoutBackend } from './execute.js'
import { forbidden, missingAuthenticationToken } from './gateway-responses.js'
import { effectiveSetting } from './method-settings.js'
import { NO_METHOD, NOWHERE, shaped } from './refusal-shape.js'
import { createRoutes, type Route, type Routes } from './routes.js'
import type { DataTarget } from './target.js'

export interface DataPlane {
  /** At once where nothing has to be waited for, as for an entry of the cache. */
  serve(request: HttpRequest, target: DataTarget): HttpAnswer | Promise<HttpAnswer>
}

/** A request to a stage that exists. */
interface StageRequest {
  readonly request: HttpRequest
  readonly rawPath: string
  readonly api: RestApi
  readonly stage: Stage
  readonly context: CallContext
}

/** Serves the callers of the stages, and holds the cached entries. */
export function createDataPlane(world: World): DataPlane {
  const routes = createRoutes(world.knobs)
  const store = createStore(world.clock)
  return {
    serve: (request, { apiId, stage: stageName, rawPath }) => {
      const context: CallContext = {
        accountId: world.accountId,
        apiId,
        stage: stageName,
        requestId: uuid(world.random),
        extendedRequestId: extendedRequestId(world.random),
        requestTimeMs: world.clock.now(),
      }
      const api = world.apis.get(apiId)
      const stage = api?.stages.get(stageName)
      if (!api || !stage || api.disableExecuteApiEndpoint)
        return answer(request, context, withoutBackend(forbidden()))
      const executed = serveStage(world, routes, store, { request, rawPath, api, stage, context })
      return executed instanceof Promise
        ? executed.then((late) => answer(request, context, late))
        : answer(request, context, executed)
    },
  }
}

function serveStage(
  world: World,
  routes: Routes,
  store: Store,
  sent: StageRequest,
): Executed | Promise<Executed> {
  const { request, rawPath, api, stage, context } = sent
  const served = chooseDeployment(api, stage, world.random)
  const found = served && routes(served.deployment.snapshot, request.method, rawPath)
  if (!found) {
    const refusal = missingAuthenticationToken()
    const call = new Call(request, rawPath, NOWHERE, NO_METHOD, {}, served?.variables ?? {}, context)
    const reply = served ? shaped(served.deployment.snapshot, call, refusal) : refusal
    const executed = withoutBackend(reply)
    record(world, sent, null, executed)
    return executed
  }
  const { route, pathParameters } = found
  const { resource, method } = route
  const effective = effectiveSetting(stage, route.settingKeys, request.method, method, world.knobs)
  const call = new Call(request, rawPath, resource, method, pathParameters, served.variables, context)
  const finish = (plain: Executed): Executed => {
    const executed = plain.reply.failure
      ? { ...plain, reply: shaped(served.deployment.snapshot, call, plain.reply) }
      : plain
    record(world, sent, effective.setting?.metricsEnabled ? route : null, executed)
    return executed
  }
  const plain = execute(world, store, { request, call, stage, route, served, effective })
  return plain instanceof Promise ? plain.then(finish) : finish(plain)
}

function record(
  { counters, clock }: World,
  sent: StageRequest,
  detailed: Route | null,
  executed: Executed,
): void {
  const { api, stage, request, context } = sent
  counters.record({
    atMs: context.requestTimeMs,
    apiName: apiNameDimension(api),
    stage: stage.stageName,
    method: detailed && { verb: request.method, resource: detailed.resource.path },
    status: executed.reply.status,
    hit: executed.hit,
    latencyMs: clock.now() - context.requestTimeMs,
    integrationLatencyMs: executed.integrationLatencyMs,
  })
}

function answer({ method }: HttpRequest, ids: CallContext, { reply, warned }: Executed): HttpAnswer {
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
