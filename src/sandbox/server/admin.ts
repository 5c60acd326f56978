import * as z from 'zod/mini'
import { alarmActions } from '../cloudwatch/alarms/actions.js'
import { checkJson, parseJson } from '../http/json.js'
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../http/message.js'
import { mergeFaults } from '../world/assignments.js'
import type { ShiftedClock } from '../world/clock.js'
import type { Faults } from '../world/faults.js'
import type { World } from '../world/world.js'
import type { Worlds } from '../worlds/worlds.js'
import { indexPage } from './page/page.js'
import type { RequestLog } from './request-log.js'

/** The parts of the sandbox that `/_sandbox/*` reads and changes. */
export interface Administered {
  readonly clock: ShiftedClock
  readonly faults: Faults
  readonly log: RequestLog
  readonly reset: () => void
  readonly worlds: () => Worlds
}

type Action = (sandbox: Administered, json: () => unknown) => HttpAnswer

const CLOCK = z.strictObject({ advanceMs: z.number().check(z.nonnegative()) })

const ACTIONS: Readonly<Record<string, Action>> = {
  'GET /': ({ clock, log, worlds }) =>
    indexPage({ worlds: worlds().all(), requests: log.entries(), nowMs: clock.now() }),
  'GET /_sandbox/health': ({ clock, worlds }) =>
    jsonAnswer(200, { status: 'ok', now: isoNow(clock), worlds: worlds().all().map(sizeOf) }),
  'GET /_sandbox/clock': ({ clock }) => jsonAnswer(200, { now: isoNow(clock) }),
  'POST /_sandbox/clock': ({ clock }, body) => {
    const { value, problem } = checkJson(CLOCK, body(), 'body')
    if (problem !== null) return jsonAnswer(400, { message: problem })
    return clock.advance(value.advanceMs)
      ? jsonAnswer(200, { now: isoNow(clock) })
      : jsonAnswer(400, { message: 'advanceMs: leads beyond the year 9999' })
  },
  'GET /_sandbox/faults': ({ faults }) => jsonAnswer(200, faults),
  'POST /_sandbox/faults': ({ faults }, body) => {
    const problem = mergeFaults(faults, body())
    return problem === null ? jsonAnswer(200, faults) : jsonAnswer(400, { message: problem })
  },
  'POST /_sandbox/reset': ({ reset }) => {
    reset()
    return jsonAnswer(200, { status: 'ok' })
  },
  'GET /_sandbox/alarm-actions': ({ worlds }) => jsonAnswer(200, worlds().all().flatMap(alarmActions)),
  'GET /_sandbox/requests': ({ log }) => jsonAnswer(200, log.entries()),
  'DELETE /_sandbox/requests': ({ log }) => {
    log.clear()
    return jsonAnswer(200, { status: 'ok' })
  },
}

/** Also who opens the sandbox's address in a browser: no client of AWS asks for HTML. */
export function isAdministration({ method, path, headers }: Pick<HttpRequest, 'method' | 'path' | 'headers'>): boolean {
  if (path !== '/') return path.startsWith('/_sandbox/')
  return method === 'GET' && headers.authorization === undefined && (headers.accept ?? '').includes('text/html')
}

export function serveAdmin(sandbox: Administered, request: HttpRequest): HttpAnswer {
  const name = `${request.method} ${request.path}`
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
  if (!action) return jsonAnswer(404, { message: `the sandbox has no ${name}` })
  return action(sandbox, () => parseJson(request.body))
}

function sizeOf({ accountId, region, apis }: World): object {
  return { accountId, region, apis: apis.size }
}

function isoNow(clock: ShiftedClock): string {
  return new Date(clock.now()).toISOString()
}
