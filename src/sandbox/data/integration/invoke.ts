import type { Clock } from '../../world/clock.js'
import type { Integration } from '../../world/model.js'
import { happens } from '../../world/random.js'
import type { World } from '../../world/world.js'
import type { Call } from '../call.js'
import { misconfigured, NO_RESPONSE, type Outcome, timedOut } from '../gateway-responses.js'
import { dig } from '../mapping/expression.js'
import { renderTemplate, templateFor } from '../mapping/template.js'
import { callService } from './aws-service.js'
import { callHttp, callHttpProxy } from './http.js'
import { callLambdaProxy } from './lambda-proxy.js'
import { mapResponse, selectResponse } from './response.js'
import { sendableOutcome } from './sendable.js'

/** Calls the method's integration, without the cache. */
export async function invoke(world: World, call: Call): Promise<Outcome> {
  const { integration } = call.method
  if (!integration) return misconfigured('No integration defined for method')

  const outcome = await withDeadline(world.clock, integration.timeoutInMillis, (signal) => {
    const { backendDelayMs } = world.faults
    if (backendDelayMs <= 0) return run(world, call, integration, signal)
    return world.clock.sleep(backendDelayMs, signal).then(() => run(world, call, integration, signal))
  })
  return sendableOutcome(outcome ?? timedOut())
}

function run(
  world: World,
  call: Call,
  integration: Integration,
  signal: AbortSignal,
): Outcome | Promise<Outcome> {
  const { backendErrorRate, backendErrorStatus } = world.faults
  if (happens(backendErrorRate, world.random)) return failed(backendErrorStatus)
  switch (integration.type) {
    case 'MOCK':
      return answerMock(call, integration)
    case 'HTTP':
      return callHttp(call, integration, signal)
    case 'HTTP_PROXY':
      return callHttpProxy(call, integration, signal)
    case 'AWS_PROXY':
      return callLambdaProxy(world, call, integration)
    case 'AWS':
      return callService(world, call, integration)
  }
}

/** As if the backend had answered so: unlike the gateway's own errors, this may be stored. */
function failed(status: number): Outcome {
  const body = Buffer.from('{"message": "the sandbox was told that the backend fails"}')
  return { reply: { status, headers: [['Content-Type', 'application/json']], body }, gateway: false }
}

/** The work's result, or null after the time limit, when the work is told to stop. */
async function withDeadline<T>(
  clock: Clock,
  limitMs: number,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T | null> {
  const late = new AbortController()
  const started = work(late.signal)
  if (!(started instanceof Promise)) return started

  const done = new AbortController()
  let expired = false
  const overdue = clock.sleep(limitMs, done.signal).then(() => {
    expired = true
    return null
  })
  try {
    return await Promise.race([clock.during?.(started) ?? started, overdue])
  } finally {
    done.abort()
    if (expired) late.abort()
  }
}

const NO_STATUS =
  'Unable to parse statusCode. It should be an integer that is defined in the request template.'
const NOTHING = Buffer.alloc(0)

/** The request template gives the status, and the integration response for that status the rest. */
function answerMock(call: Call, integration: Integration): Outcome {
  const { request, bodyText } = call
  const template = templateFor(integration.requestTemplates, request.headers['content-type'])
  const status =
    template === undefined ? undefined : dig(renderTemplate(template, call, bodyText), 'statusCode')
  if (status === undefined) return misconfigured(NO_STATUS)

  const exact = integration.responses.get(status)
  const response = exact && !exact.selectionPattern ? exact : selectResponse(integration, status)
  if (!response) return misconfigured(NO_RESPONSE)
  const reply = mapResponse(response, { status: Number(status), headers: [], body: NOTHING }, call)
  return { reply, gateway: false }
}
