import { apiNameDimension } from '../cloudwatch/series.js'
import type { HttpAnswer, HttpRequest } from '../http/message.js'
import { extendedRequestId, uuid } from '../world/ids.js'
import type { RestApi, Stage } from '../world/model.js'
import type { World } from '../world/world.js'
import { UNAUTHORISED_WARNING } from './cache/invalidation.js'
import { createCacheRoom } from './cache/room.js'
import { createStore, type Store } from './cache/store.js'
import { Call, type CallContext } from './call.js'
import { chooseDeployment } from './canary.js'
import { compressed, decompressed } from './compression.js'
import { type Executed, execute, withoutBackend } from './execute.js'
import { forbidden, missingAuthenticationToken } from './gateway-responses.js'
import { type AccessLog, createAccessLog } from './logs/access-log.js'
import { createExecutionLog, type ExecutionLog, type ExecutionNote } from './logs/execution-log.js'
import { Templates } from './mapping/templates.js'
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

interface Ended {
  readonly sent: StageRequest
  /** The method that has metrics of its own. */
  readonly detailed: Route | null
  /** Null where nothing is written of the execution. */
  readonly note: ExecutionNote | null
}

/** What a data plane keeps between requests. */
interface Kept {
  readonly routes: Routes
  readonly store: Store
  readonly templates: Templates
  readonly accessLog: AccessLog
  readonly executionLog: ExecutionLog
}

/** Serves the callers of the stages, and holds the cached entries. */
export function createDataPlane(world: World, room = createCacheRoom()): DataPlane {
  const kept: Kept = {
    routes: createRoutes(world),
    store: createStore(world.clock, room),
    templates: new Templates(),
    accessLog: createAccessLog(world),
    executionLog: createExecutionLog(world),
  }
  return {
    serve: (request, { apiId, stage: stageName, rawPath, basePath = null }) => {
      const api = world.apis.get(apiId)
      const context: CallContext = {
        accountId: world.accountId,
        apiId,
        stage: stageName,
        requestId: uuid(world.random),
        extendedRequestId: extendedRequestId(world.random),
        requestTimeMs: world.clock.now(),
        basePath,
        edge: api?.endpointTypes.includes('EDGE') ?? false,
      }
      const stage = api?.stages.get(stageName)
      if (!api || !stage || (api.disableExecuteApiEndpoint && basePath === null))
        return answer(request, context, withoutBackend(forbidden()))
      const executed = serveStage(world, kept, { request, rawPath, api, stage, context })
      return executed instanceof Promise
        ? executed.then((late) => answer(request, context, late))
        : answer(request, context, executed)
    },
  }
}

function serveStage(world: World, kept: Kept, sent: StageRequest): Executed | Promise<Executed> {
  const { request, rawPath, api, stage, context } = sent
  const { routes } = kept
  const served = chooseDeployment(api, stage, world.random)
  if (!served) return counted(world, { sent, detailed: null, note: null }, withoutBackend(missingAuthenticationToken()))
  const found = routes(served.deployment.snapshot, request.method, rawPath)
  if (!found) {
    const call = new Call(request, rawPath, NOWHERE, NO_METHOD, {}, served, context)
    const ended = { sent, detailed: null, note: null }
    return concluded(world, kept, call, ended, withoutBackend(missingAuthenticationToken()))
  }
  const { route, pathParameters } = found
  const { resource, method } = route
  const effective = effectiveSetting(stage, route.settingKeys, request.method, method, world.knobs)
  const compresses = served.deployment.snapshot.minimumCompressionSize !== null
  const read = compresses ? decompressed(request) : request
  const refused = 'refusal' in read
  const call = new Call(refused ? request : read, rawPath, resource, method, pathParameters, served, context)
  const ended = {
    sent,
    detailed: effective.setting?.metricsEnabled ? route : null,
    note: kept.executionLog.watch(call, stage, effective.setting),
  }
  const finish = (plain: Executed) => concluded(world, kept, call, ended, plain)
  if (refused) return finish(withoutBackend(read.refusal))
  const plain = execute(world, kept, { request, call, stage, route, served, effective })
  return plain instanceof Promise ? plain.then(finish) : finish(plain)
}

/** Gives a refusal its form, counts the call, and logs what was sent. */
function concluded(
  world: World,
  kept: Kept,
  call: Call,
  ended: Ended,
  executed: Executed,
): Executed | Promise<Executed> {
  const end = (last: Executed) => {
    ended.note?.(last)
    return logged(world, kept, call, ended, packed(call, counted(world, ended, last)))
  }
  if (!executed.reply.failure) return end(executed)
  const reply = shaped(kept.templates, call, executed.reply)
  return reply instanceof Promise
    ? reply.then((late) => end({ ...executed, reply: late }))
    : end({ ...executed, reply })
}

function packed({ request, served }: Call, executed: Executed): Executed | Promise<Executed> {
  const { minimumCompressionSize } = served.deployment.snapshot
  if (minimumCompressionSize === null) return executed
  const reply = compressed(executed.reply, minimumCompressionSize, request.headers['accept-encoding'])
  return reply === null ? executed : reply.then((smaller) => ({ ...executed, reply: smaller }))
}

function logged(
  { clock }: World,
  { accessLog }: Kept,
  call: Call,
  { sent: { stage } }: Ended,
  executed: Executed | Promise<Executed>,
): Executed | Promise<Executed> {
  if (!accessLog.wants(stage)) return executed
  const log = (sent: Executed): Executed => {
    accessLog.note({ call, stage, executed: sent, latencyMs: clock.now() - call.context.requestTimeMs })
    return sent
  }
  return executed instanceof Promise ? executed.then(log) : log(executed)
}

function counted({ counters, clock }: World, { sent, detailed }: Ended, executed: Executed): Executed {
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
  return executed
}

function answer({ method }: HttpRequest, ids: CallContext, executed: Executed): HttpAnswer {
  const { reply, warned, traceId } = executed
  const headers: [string, string][] = [
    ['x-amzn-RequestId', ids.requestId],
    ['x-amz-apigw-id', ids.extendedRequestId],
  ]
  if (warned) headers.push(['Warning', UNAUTHORISED_WARNING])
  return {
    status: reply.status,
    headers:
      traceId === null ? [...headers, ...reply.headers] : [...headers, ...reply.headers, ['X-Amzn-Trace-Id', traceId]],
    body: method === 'HEAD' ? '' : reply.body,
  }
}
