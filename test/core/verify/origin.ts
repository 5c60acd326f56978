import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { FakeClock } from '../../support/clock.js'

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Buffer
}

/** What an origin answers to its n-th question (from 1) at a time in epoch milliseconds. */
export type Origin = (n: number, now: number) => Answer

/** A cache in front of an origin: one entry, kept for a time, with best-effort misses at chosen questions. */
export function memo(origin: Origin, { ttlMs = 300_000, misses = [] as readonly number[] } = {}): Origin {
  let kept: { answer: Answer; until: number } | null = null
  let asked = 0
  return (n, now) => {
    if (!kept || now > kept.until || misses.includes(n)) {
      asked++
      kept = { answer: origin(asked, now), until: now + ttlMs }
    }
    return kept.answer
  }
}

export interface Served {
  readonly url: string
  readonly requests: { readonly url: string; readonly headers: IncomingHttpHeaders }[]
  close(): Promise<void>
}

/** A plain server whose `Date` is the test's time. */
export async function serve(origin: Origin, clock: FakeClock, dateOffsetMs = 0): Promise<Served> {
  const requests: Served['requests'] = []
  const server = createServer((request, response) => {
    requests.push({ url: request.url ?? '', headers: request.headers })
    const { status = 200, headers = {}, body } = origin(requests.length, clock.now())
    response.sendDate = false
    response.writeHead(status, { Date: new Date(clock.now() + dateOffsetMs).toUTCString(), ...headers })
    response.end(request.method === 'HEAD' ? undefined : body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/pets`,
    requests,
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}
