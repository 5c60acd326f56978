import { createServer, type IncomingMessage } from 'node:http'
import { onTestFinished } from 'vitest'
import type { Bench } from './cli.js'

const AUTHORIZATION =
  'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/apigateway/aws4_request, SignedHeaders=host, Signature=0'

/** What another tool sends to the control plane at this moment. Time stands still meanwhile. */
export async function elsewhere(
  { sandbox, clock }: Pick<Bench, 'sandbox' | 'clock'>,
  method: 'POST' | 'PUT' | 'PATCH',
  path: string,
  body: object,
): Promise<void> {
  const request = { method, headers: { authorization: AUTHORIZATION }, body: JSON.stringify(body) }
  const reply = await clock.during(fetch(`${sandbox.url}${path}`, request))
  if (!reply.ok) throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`)
}

interface Answer {
  readonly status: number
  readonly body: string
  /** Default: JSON. */
  readonly type?: string
}

interface Passing {
  readonly method: string
  readonly path: string
  readonly forward: () => Promise<Answer>
}

/** The sandbox behind an endpoint that gives what `answer` makes of each request; its address as the environment names it. */
export async function behind(
  { sandbox }: Pick<Bench, 'sandbox'>,
  answer: (passing: Passing) => Promise<Answer>,
): Promise<{ readonly AWS_ENDPOINT_URL: string }> {
  const server = createServer((request, response) => {
    void (async () => {
      const { method = 'GET', url = '/' } = request
      const body = await bodyOf(request)
      const forward = () => forwarded(sandbox.url, request, body)
      const {
        status,
        body: text,
        type = 'application/json',
      } = await answer({ method, path: url.replace(/\?.*/, ''), forward })
      response.writeHead(status, { 'content-type': type }).end(text)
    })().catch((error: unknown) => response.destroy(error instanceof Error ? error : undefined))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return {
    AWS_ENDPOINT_URL: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

async function forwarded(
  origin: string,
  { method = 'GET', url = '/', headers }: IncomingMessage,
  body: string,
): Promise<Answer> {
  const reply = await fetch(`${origin}${url}`, {
    method,
    headers: Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' && !/^(host|connection|content-length)$/.test(name) ? [[name, value]] : [],
    ),
    ...(body === '' ? {} : { body }),
  })
  return { status: reply.status, body: await reply.text() }
}
