import * as z from 'zod/mini'
import { type HeaderList, hasHeader, isSendable } from '../../http/headers.js'
import { functionNameIn, type Handler, type HandlerContext } from '../../world/lambda.js'
import type { Integration } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Call } from '../call.js'
import { malformed, misconfigured, type Outcome, type Reply } from '../gateway-responses.js'
import { functionContext } from './function-context.js'
import { functionExchange } from './function-exchange.js'
import { lambdaEvent } from './lambda-event.js'
import { isBase64, isBinary, NO_BASE64 } from './payload.js'
import { tellRefused, whyRefused } from './refused-answer.js'
import { filledUri } from './request.js'
import { proxied } from './response.js'

const scalar = z.union([z.string(), z.number(), z.boolean()])

/** Every field may be left out, and there are no others. */
const proxyResult = z.strictObject({
  statusCode: z.nullish(z.coerce.number().check(z.int(), z.gte(100), z.lte(599))),
  headers: z.nullish(z.record(z.string(), scalar)),
  multiValueHeaders: z.nullish(z.record(z.string(), z.array(scalar))),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
})

type ProxyResult = z.infer<typeof proxyResult>

/** Calls the JavaScript function that is named in the integration's Lambda ARN. */
export function callLambdaProxy(world: World, call: Call, integration: Integration): Outcome | Promise<Outcome> {
  const name = functionNameIn(filledUri(call, integration)) ?? ''
  const handler = world.handlers.get(name)
  if (!handler) return malformed(`the sandbox was given no function ${JSON.stringify(name)}`)
  if (integration.httpMethod !== 'POST') return misconfigured('Lambda functions are invoked by POST only')
  return callFunction(world, call, handler, functionContext(world, name, integration.timeoutInMillis))
}

export function callFunction(
  world: Pick<World, 'onRefusedAnswer'>,
  call: Call,
  handler: Handler,
  context: HandlerContext,
): Outcome | Promise<Outcome> {
  const event = lambdaEvent(call)
  let result: unknown
  try {
    result = handler(event, context)
  } catch {
    // The function's own error, of which Lambda's caller is told no more.
    return malformed()
  }
  const answered = (late: unknown) => {
    call.watch?.(functionExchange(call, context, JSON.stringify(event), late))
    return accept(call, late, (why) => tellRefused(world, context, why))
  }
  return result instanceof Promise ? result.then(answered, () => malformed()) : answered(result)
}

function accept(call: Call, result: unknown, tell: (why: string) => void): Outcome {
  const parsed = proxyResult.safeParse(result)
  if (!parsed.success) {
    tell(whyRefused(parsed.error.issues))
    return malformed()
  }
  call.answered(parsed.data.statusCode ?? 200)
  const headers = headersOf(parsed.data)
  if (!headers.every(isSendable)) {
    tell('a header that HTTP cannot carry')
    return malformed()
  }
  const reply = replyOf(call, parsed.data, headers)
  if (reply) return { reply, gateway: false }
  tell('body is no base64')
  return misconfigured(NO_BASE64)
}

/** A body is decoded where the caller accepts a binary media type of the API. Null for one that cannot be. */
function replyOf(call: Call, result: ProxyResult, headers: HeaderList): Reply | null {
  const decoded = result.isBase64Encoded && isBinary(call, call.request.headers.accept ?? '*/*')
  const body = result.body ?? ''
  if (decoded && !isBase64(body)) return null
  return {
    status: result.statusCode ?? 200,
    headers: proxied(headers),
    body: Buffer.from(body, decoded ? 'base64' : 'utf8'),
  }
}

/** A name in both maps has the values of both. */
function headersOf({ headers, multiValueHeaders }: ProxyResult): HeaderList {
  const all: [string, string][] = [
    ...Object.entries(multiValueHeaders ?? {}).flatMap(([name, values]) =>
      values.map((value): [string, string] => [name, String(value)]),
    ),
    ...Object.entries(headers ?? {}).map(([name, value]): [string, string] => [name, String(value)]),
  ]
  return hasHeader(all, 'content-type') ? all : [['Content-Type', 'application/json'], ...all]
}
