import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Clock } from '../wire/pace.js'

export interface Backend {
  readonly url: string
  readonly close: () => Promise<void>
}

/** The part of httpbin that observations call, on this machine and by this clock. */
export async function localBackend(clock: Clock): Promise<Backend> {
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://backend')
    const [, kind, value] = url.pathname.split('/')
    const say = (status: number, body: object, headers: Record<string, string> = {}) =>
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
    if (kind === 'delay') {
      const gone = new AbortController()
      response.once('close', () => gone.abort())
      await clock.sleep(Number(value) * 1000, gone.signal).catch(() => undefined)
      return void say(200, {})
    }
    if (kind === 'uuid') return void say(200, { uuid: randomUUID() })
    if (kind === 'status') return void say(Number(value), {})
    if (kind === 'redirect-to') return void say(302, {}, { location: url.searchParams.get('url') ?? '/' })
    if (kind === 'response-headers') return void say(200, {}, Object.fromEntries(url.searchParams))
    const data = await text(request)
    say(200, { method: request.method, url: url.href, args: argsOf(url), headers: headersOf(request), data })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

function argsOf({ searchParams }: URL): Record<string, string | string[]> {
  return Object.fromEntries(
    [...new Set(searchParams.keys())].map((name) => {
      const values = searchParams.getAll(name)
      return [name, values.length === 1 ? (values[0] ?? '') : values]
    }),
  )
}

/** Names as httpbin shows them. */
function headersOf({ headers }: { readonly headers: NodeJS.Dict<string | string[]> }): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name.replace(/\b[a-z]/g, (letter) => letter.toUpperCase()),
      String(value),
    ]),
  )
}
