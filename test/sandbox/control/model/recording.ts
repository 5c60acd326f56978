import type { APIGatewayClient } from '@aws-sdk/client-api-gateway'
import { type Running, running } from '../../support/sandbox.js'

export interface Recorded {
  readonly operation: string
  readonly input: Readonly<Record<string, unknown>>
  /** The JSON of the answer; undefined where there is none. */
  readonly json: unknown
}

/** A sandbox whose client notes what was asked, and the JSON that came back before the SDK has read it. */
export async function recording(): Promise<Running & { readonly recorded: Recorded[] }> {
  const run = await running({
    handlers: { echo: (event) => ({ statusCode: 200, body: JSON.stringify(event) }) },
    authorizers: {
      echo: (event) => ({
        principalId: JSON.stringify(event),
        policyDocument: { Statement: { Effect: 'Allow', Action: '*', Resource: '*' } },
      }),
    },
  })
  const recorded: Recorded[] = []
  note(run.gateway, recorded)
  return { ...run, recorded }
}

function note({ middlewareStack }: APIGatewayClient, recorded: Recorded[]): void {
  let input: object = {}
  middlewareStack.add(
    (next) => (args) => {
      input = args.input
      return next(args)
    },
    { step: 'initialize' },
  )
  middlewareStack.add(
    (next, { commandName = '' }) =>
      async (args) => {
        const result = await next(args)
        const response: unknown = result.response
        if (typeof response !== 'object' || !response) return result
        const text = await textOf(Reflect.get(response, 'body'))
        Reflect.set(response, 'body', Buffer.from(text))
        const type: unknown = Reflect.get(Object(Reflect.get(response, 'headers')), 'content-type')
        recorded.push({
          operation: commandName.replace(/Command$/, ''),
          input: { ...input },
          json: text !== '' && type === 'application/json' ? JSON.parse(text) : undefined,
        })
        return result
      },
    { step: 'deserialize', priority: 'low' },
  )
}

async function textOf(body: unknown): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}
