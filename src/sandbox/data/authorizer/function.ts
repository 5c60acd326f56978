import type { AuthorizerHandler, LambdaAuthorizerEvent } from '../../world/authorizers/handler.js'
import { functionNameIn, type Handler, type HandlerContext } from '../../world/lambda.js'
import type { Authorizer } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Call, Exchanged } from '../call.js'
import { authorizerTimedOut } from '../gateway-responses.js'
import { withDeadline } from '../integration/deadline.js'
import { functionContext } from '../integration/function-context.js'
import { functionExchange } from '../integration/function-exchange.js'
import { tellRefused } from '../integration/refused-answer.js'
import { filledUri } from '../integration/request.js'
import { type Answer, answerOf, type Outcome } from './answer.js'

const LIMIT_MS = 29_000

/** The function that the sandbox was given for an authorizer. */
export interface NamedFunction {
  readonly name: string
  readonly uri: string
  readonly handler: Handler | AuthorizerHandler
}

/** What a function said when it was asked. */
export interface Said {
  readonly answer: Answer
  /** Null where nothing was said in time, or nobody wants to see it. */
  readonly exchanged: Exchanged | null
  /** Null where nothing was said in time. */
  readonly requestId: string | null
  readonly latencyMs: number
}

/** Null where the sandbox was given no function of that name. */
export function functionOf(
  { authorizers }: Pick<World, 'authorizers'>,
  { authorizerUri, type }: Authorizer,
  call: Call,
): NamedFunction | null {
  if (authorizers.size === 0 || type === 'COGNITO_USER_POOLS') return null
  const uri = filledUri(call, { uri: authorizerUri })
  const name = functionNameIn(uri) ?? ''
  const handler = authorizers.get(name)
  return handler ? { name, uri, handler } : null
}

export async function ask(
  world: World,
  { name, uri, handler }: NamedFunction,
  call: Call,
  event: LambdaAuthorizerEvent,
): Promise<Said> {
  const startedMs = world.clock.now()
  const context = functionContext(world, name, LIMIT_MS)
  const said = await withDeadline(world.clock, LIMIT_MS, () => run(handler, event, context))
  const read = said ? answerOf(said) : { answer: { refusal: authorizerTimedOut() }, result: null, why: null }
  const { answer, result, why } = read
  if (why !== null) tellRefused(world, context, why)
  const isSeen = said !== null && call.watch !== null
  return {
    answer,
    exchanged: isSeen ? functionExchange(call, context, JSON.stringify(event), result, uri) : null,
    requestId: said === null ? null : context.awsRequestId,
    latencyMs: world.clock.now() - startedMs,
  }
}

/** What it says is JSON, as of Lambda. */
async function run(
  handler: NamedFunction['handler'],
  event: LambdaAuthorizerEvent,
  context: HandlerContext,
): Promise<Outcome> {
  try {
    const said: unknown = await Reflect.apply(handler, undefined, [event, context])
    return { result: JSON.parse(JSON.stringify(said) ?? 'null') }
  } catch (error) {
    return { error }
  }
}
