import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

export interface Seen {
  readonly method: string
  readonly url: string
  readonly rawHeaders: readonly string[]
  readonly headers: IncomingMessage['headers']
  readonly body: string
  readonly bytes: Buffer
}

export interface Origin {
  readonly url: string
  readonly seen: Seen[]
  readonly firstRequest: Promise<unknown>
}

/** A real HTTP backend that lives as long as the test. */
export async function origin(answer: (request: Seen, response: ServerResponse) => void): Promise<Origin> {
  const seen: Seen[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { method = '', url = '', rawHeaders, headers } = request
    const bytes = Buffer.concat(chunks)
    const noted = { method, url, rawHeaders, headers, body: bytes.toString('utf8'), bytes }
    seen.push(noted)
    answer(noted, response)
  })
  const firstRequest = once(server, 'request')
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { firstRequest, url: `http://127.0.0.1:${port}`, seen }
}
