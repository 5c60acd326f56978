import { hexDigits } from '../../world/ids.js'
import type { Integration } from '../../world/model.js'
import { happens } from '../../world/random.js'
import type { World } from '../../world/world.js'
import type { Call } from '../call.js'
import { misconfigured, type Outcome, timedOut } from '../gateway-responses.js'
import { Mapper, TemplateFailure } from '../mapping/mapper.js'
import type { Templates } from '../mapping/templates.js'
import { callService } from './aws-service.js'
import { withDeadline } from './deadline.js'
import { callHttp, callHttpProxy } from './http.js'
import { callLambdaProxy } from './lambda-proxy.js'
import { answerMock } from './mock.js'
import { prepareSelection } from './selection.js'
import { sendableOutcome } from './sendable.js'
import { isUnfilled, standIn } from './stand-in.js'

/** Calls the method's integration, without the cache. */
export async function invoke(world: World, templates: Templates, call: Call): Promise<Outcome> {
  const { integration } = call.method
  if (!integration) return misconfigured('No integration defined for method')
  const loading = templates.prepare(templatesOf(integration))
  if (loading !== null) await loading
  const loadingPatterns = prepareSelection(integration)
  if (loadingPatterns !== null) await loadingPatterns
  if (integration.type !== 'MOCK') {
    const id = traceId(world, call)
    call.trace(id, integration.type.startsWith('AWS') ? parented(world, id) : id)
  }

  const mapper = new Mapper(call, templates)
  const outcome = await withDeadline(world.clock, integration.timeoutInMillis, (signal) => {
    const { backendDelayMs } = world.faults
    if (backendDelayMs <= 0) return run(world, mapper, integration, signal)
    return world.clock.sleep(backendDelayMs, signal).then(() => run(world, mapper, integration, signal))
  })
  return sendableOutcome(outcome ?? timedOut())
}

function run(world: World, mapper: Mapper, integration: Integration, signal: AbortSignal): Outcome | Promise<Outcome> {
  const { backendErrorRate, backendErrorStatus } = world.faults
  if (happens(backendErrorRate, world.random)) {
    mapper.call.answered(backendErrorStatus)
    return failed(backendErrorStatus)
  }
  try {
    const outcome = dispatch(world, mapper, integration, signal)
    return outcome instanceof Promise ? outcome.catch(untransformed('response')) : outcome
  } catch (error) {
    return untransformed('request')(error)
  }
}

function dispatch(
  world: World,
  mapper: Mapper,
  integration: Integration,
  signal: AbortSignal,
): Outcome | Promise<Outcome> {
  switch (integration.type) {
    case 'MOCK':
      return answerMock(mapper, integration)
    case 'HTTP':
    case 'HTTP_PROXY': {
      const stood = isUnfilled(mapper, integration) ? standIn(world, mapper, integration) : null
      if (stood !== null) return stood
      return integration.type === 'HTTP'
        ? callHttp(mapper, integration, signal)
        : callHttpProxy(mapper, integration, signal)
    }
    case 'AWS_PROXY':
    case 'AWS':
      if (Object.keys(integration.requestParameters).some((name) => OF_SIGNED_MESSAGE.test(name)))
        return misconfigured('Invalid mapping of a header of the message')
      return integration.type === 'AWS'
        ? callService(world, mapper, integration)
        : callLambdaProxy(world, mapper.call, integration)
  }
}

/** What API Gateway writes itself in a message that it signs for a service of AWS. */
const OF_SIGNED_MESSAGE =
  /^integration\.request\.header\.(?:authorization|connection|content-length|expect|proxy-authenticate|te|transfer-encoding)$/i

function untransformed(what: 'request' | 'response'): (error: unknown) => Outcome {
  return (error) => {
    if (error instanceof TemplateFailure) return misconfigured(`Unable to transform ${what}`)
    throw error
  }
}

function templatesOf({ requestTemplates, responses }: Integration): string[] {
  return [requestTemplates, ...[...responses.values()].map(({ responseTemplates }) => responseTemplates)].flatMap(
    (templates) => Object.values(templates),
  )
}

/** The caller's trace goes on; without one a new one begins. */
function traceId({ clock, random }: World, { request }: Call): string {
  const given = request.headers['x-amzn-trace-id']
  if (given?.includes('Root=')) return given
  const seconds = Math.floor(clock.now() / 1000).toString(16)
  return `Root=1-${seconds}-${hexDigits(random, 24)}`
}

/** A function answers with the whole of the trace. */
function parented({ random }: World, id: string): string {
  return id.includes('Parent=') ? id : `${id};Parent=${hexDigits(random, 16)};Sampled=0`
}

/** As if the backend had answered so: unlike the gateway's own errors, this may be stored. */
function failed(status: number): Outcome {
  const body = Buffer.from('{"message": "the sandbox was told that the backend fails"}')
  return { reply: { status, headers: [['Content-Type', 'application/json']], body }, gateway: false }
}
