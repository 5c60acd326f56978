import { EXAMPLE_FUNCTION, failureOf, functionNameIn, type Handler, type HandlerContext } from '../../world/lambda.js'
import type { Integration } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { notEmulated, type Outcome, type Reply } from '../gateway-responses.js'
import { dig } from '../mapping/body-path.js'
import type { Mapper } from '../mapping/mapper.js'
import { functionContext } from './function-context.js'
import { functionExchange } from './function-exchange.js'
import { filledUri, requestBody } from './request.js'
import { respond } from './response.js'
import { standIn } from './stand-in.js'

/**
 * A Lambda function that the sandbox was given gets the payload as its event; otherwise the example of the document
 * that the API was made from answers. No other service is emulated.
 */
export function callService(world: World, mapper: Mapper, integration: Integration): Outcome | Promise<Outcome> {
  const uri = filledUri(mapper.call, integration)
  const name = functionNameIn(uri)
  const handler = name === null ? undefined : world.handlers.get(name)
  const example = world.handlers.get(EXAMPLE_FUNCTION)
  if (name !== null && handler && handler !== example) {
    if (integration.httpMethod !== 'POST') return respond(mapper, integration, NOT_INVOKED, '403')
    const context = functionContext(world, name, integration.timeoutInMillis)
    return callCustom(mapper, integration, handler, context)
  }
  const stood = standIn(world, mapper, integration, name ?? undefined)
  return stood ?? notEmulated(name === null ? serviceIn(uri) : `the function ${name}, which it was not given`)
}

/** Of Lambda, which is invoked by POST only. */
const NOT_INVOKED: Reply = {
  status: 403,
  headers: [['Content-Type', 'application/xml']],
  body: Buffer.from(
    '<AccessDeniedException>\n  <Message>Unable to determine service/operation name to be authorized</Message>\n' +
      '</AccessDeniedException>\n',
  ),
}

function callCustom(
  mapper: Mapper,
  integration: Integration,
  handler: Handler,
  context: HandlerContext,
): Outcome | Promise<Outcome> {
  const body = requestBody(mapper, integration)
  if (!Buffer.isBuffer(body)) return body
  mapper.call.answered(200)
  const event = eventOf(body)
  if (event === NO_EVENT) {
    mapper.call.answered(400)
    return respond(mapper, integration, payload('{"message":"Could not parse request body into json"}', 400), '400')
  }
  const succeed = (result: unknown) => {
    mapper.call.watch?.(functionExchange(mapper.call, context, body.toString('utf8'), result))
    const text = JSON.stringify(result ?? null)
    // A function that answers with an error message is taken for one that failed; of one that succeeds no pattern is tried.
    return respond(mapper, integration, payload(text), dig(text, 'errorMessage') ?? null)
  }
  const fail = (error: unknown) => {
    const said = failureOf(error)
    mapper.call.watch?.(functionExchange(mapper.call, context, body.toString('utf8'), said))
    return respond(mapper, integration, payload(JSON.stringify(said)), said.errorMessage)
  }
  let result: unknown
  try {
    result = Reflect.apply(handler, undefined, [event, context])
  } catch (error) {
    return fail(error)
  }
  return result instanceof Promise ? result.then(succeed, fail) : succeed(result)
}

const NO_EVENT = Symbol('no event')

function eventOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8') || '{}')
  } catch {
    return NO_EVENT
  }
}

function payload(text: string, status = 200): Reply {
  return { status, headers: [['Content-Type', 'application/json']], body: Buffer.from(text) }
}

/** `arn:aws:apigateway:us-east-1:dynamodb:action/GetItem` → `dynamodb:action/GetItem`. */
function serviceIn(uri: string): string {
  return uri.split(':').slice(4).join(':')
}
