import * as z from 'zod/mini'
import { type HeaderList, hasHeader, isSendable } from '../../http/headers.js'
import { functionNameIn, type Handler } from '../../world/lambda.js'
import type { Integration } from '../../world/model.js'
import type { World } from '../../world/world.js'
import type { Call } from '../call.js'
import { malformed, type Outcome, type Reply } from '../gateway-responses.js'
import { lambdaEvent } from './lambda-event.js'
import { filledUri } from './request.js'
import { toClient } from './response.js'

const scalar = z.union([z.string(), z.number(), z.boolean()])

const proxyResult = z.object({
  statusCode: z.coerce.number().check(z.int(), z.gte(100), z.lte(599)),
  headers: z.nullish(z.record(z.string(), scalar)),
  multiValueHeaders: z.nullish(z.record(z.string(), z.array(scalar))),
  body: z.nullish(z.string()),
  isBase64Encoded: z.nullish(z.boolean()),
})

type ProxyResult = z.infer<typeof proxyResult>

/** Calls the JavaScript function that is named in the integration's Lambda ARN. */
export function callLambdaProxy(
  world: World,
  call: Call,
  integration: Integration,
): Outcome | Promise<Outcome> {
  const handler = world.handlers.get(functionNameIn(filledUri(call, integration)) ?? '')
  return handler ? callFunction(world, call, handler) : malformed()
}

export function callFunction(
  { clock }: Pick<World, 'clock'>,
  call: Call,
  handler: Handler,
): Outcome | Promise<Outcome> {
  try {
    const result: unknown = handler(lambdaEvent(call), { clock })
    return result instanceof Promise ? result.then(accept, () => malformed()) : accept(result)
  } catch {
    return malformed()
  }
}

function accept(result: unknown): Outcome {
  const parsed = proxyResult.safeParse(result)
  if (!parsed.success) return malformed()
  const headers = headersOf(parsed.data)
  return headers.every(isSendable) ? { reply: replyOf(parsed.data, headers), gateway: false } : malformed()
}

function replyOf(result: ProxyResult, headers: HeaderList): Reply {
  return {
    status: result.statusCode,
    headers: toClient(headers),
    body: Buffer.from(result.body ?? '', result.isBase64Encoded ? 'base64' : 'utf8'),
  }
}

/** `multiValueHeaders` win over `headers` of the same name. */
function headersOf({ headers, multiValueHeaders }: ProxyResult): HeaderList {
  const lists = Object.entries(multiValueHeaders ?? {})
  const listed = new Set(lists.map(([name]) => name.toLowerCase()))
  const all: [string, string][] = [
    ...Object.entries(headers ?? {})
      .filter(([name]) => !listed.has(name.toLowerCase()))
      .map(([name, value]): [string, string] => [name, String(value)]),
    ...lists.flatMap(([name, values]) => values.map((value): [string, string] => [name, String(value)])),
  ]
  return hasHeader(all, 'content-type') ? all : [['Content-Type', 'application/json'], ...all]
}
