import createRouter from 'find-my-way'
import {
  changeInProgress,
  errorAnswer,
  internalFailure,
  limitExceeded,
  missingToken,
  ServiceError,
  tooManyRequests,
  unauthorized,
  unavailable,
} from '../http/errors.js'
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../http/message.js'
import { controlRefusal } from '../iam/authorization.js'
import { type FaultAnswer, takeFault } from '../world/faults.js'
import type { World } from '../world/world.js'
import { parseBody } from './input.js'
import { checkCount } from './limits/counts.js'
import { createQuota, type QuotaMode } from './limits/quota.js'
import { growthOf, type Room } from './limits/room.js'
import { IMPORTS_NOT_EMULATED, NOT_EMULATED, type NotEmulated, notEmulated } from './not-emulated.js'
import { type Call, RawReply, type Reply } from './operation.js'
import type { Route } from './route.js'
import { IMPORT_ROUTES, ROUTES } from './routes.js'

export interface ControlOptions {
  readonly pageSize: number
  /** For each account and region its own. */
  readonly quota: QuotaMode
  /** Of all accounts and regions together. */
  readonly room: Room
}

export interface Served {
  readonly operation?: string
  /** `cut` where a fault ends the connection without an answer. */
  readonly answer: HttpAnswer | 'cut'
}

interface Match {
  readonly route: Route | NotEmulated
  readonly params: Call['params']
}

/** API Gateway's control plane over REST-JSON. */
export function createControlPlane(
  world: World,
  { pageSize, quota: mode, room }: ControlOptions,
): (request: HttpRequest) => Promise<Served> {
  const quota = createQuota(mode)

  const run = async ({ route, params }: Match, request: HttpRequest): Promise<HttpAnswer> => {
    if (!('run' in route)) throw notEmulated(route.operation)
    const call: Call = {
      params,
      query: new URLSearchParams(request.rawQuery),
      headers: request.headers,
      body: parseBody(route.operation, route.document ? NOTHING : request.body),
      rawBody: request.body,
      pageSize,
    }
    checkCount(route.operation, world, params)
    if (route.method !== 'GET' && route.method !== 'DELETE') room.claim(growthOf(route.operation, world, call))
    const reply = await route.run(world, call)
    if (route.method === 'DELETE') room.freed()
    return answerOf(route, reply)
  }

  return async (request) => {
    const found = match(request)
    if (!found || !request.headers.authorization) return { answer: errorAnswer(missingToken()) }
    const { operation } = found.route
    const forbidden = controlRefusal(world, request)
    if (forbidden) return { operation, answer: errorAnswer(forbidden) }
    if (!quota.admit(operation, world.clock.now())) return { operation, answer: errorAnswer(tooManyRequests(1)) }
    const fault = takeFault(world.faults, request.method)
    const refused = fault && refusalOf(fault)
    if (refused) return { operation, answer: refused === 'cut' ? 'cut' : errorAnswer(refused) }
    const answer = await run(found, request).catch(refusal)
    return { operation, answer: fault ? 'cut' : answer }
  }
}

const NOTHING = Buffer.alloc(0)

const MATCHER = createRouter({ maxParamLength: 16_384 })
for (const route of [...ROUTES, ...NOT_EMULATED]) {
  MATCHER.on(route.method, route.path, () => undefined, route)
}

function match({ method, path, rawQuery }: HttpRequest): Match | null {
  const imports = [...IMPORT_ROUTES, ...IMPORTS_NOT_EMULATED]
  const imported = imports.find((one) => one.method === method && one.path === path)
  if (imported && new URLSearchParams(rawQuery).get('mode') === 'import') {
    return { route: imported, params: {} }
  }
  const known = ROUTES.find((route) => route.method === method)?.method
  const found = known ? MATCHER.find(known, path) : null
  if (!found) return null
  const route: Route | NotEmulated = found.store
  return { route, params: found.params }
}

function answerOf({ status }: Route, reply: Reply): HttpAnswer {
  if (reply instanceof RawReply) return { status, headers: reply.headers, body: reply.body }
  if (reply === undefined) return { status, headers: [], body: '' }
  return jsonAnswer(status, reply)
}

function refusal(error: unknown): HttpAnswer {
  if (error instanceof ServiceError) return errorAnswer(error)
  throw error
}

/** The refusal that a fault answers before any work; null where the work is done first. */
function refusalOf({ kind, retryAfterSeconds }: FaultAnswer): ServiceError | 'cut' | null {
  if (kind === 'throttle') return tooManyRequests(retryAfterSeconds ?? 1)
  if (kind === 'limit') return limitExceeded(retryAfterSeconds ?? 1)
  if (kind === 'conflict') return changeInProgress()
  if (kind === 'unauthorized') return unauthorized()
  if (kind === 'unavailable') return unavailable(retryAfterSeconds ?? 1)
  if (kind === 'error') return internalFailure()
  return kind === 'reset' ? 'cut' : null
}
