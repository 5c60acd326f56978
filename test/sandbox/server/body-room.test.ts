import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { listen } from '../../../src/sandbox/server/http-server.js'
import { ManualClock } from '../support/manual-clock.js'
import { message, raw, statusOf } from '../support/raw.js'

/** A server with room for a hundred bytes of bodies, which answers with what it was sent. */
async function crowded() {
  const server = await listen(({ body }) => ({ status: 200, headers: [], body }), {
    host: '127.0.0.1',
    port: 0,
    allowed: [],
    clock: new ManualClock(),
    report: () => ({ status: 500, headers: [], body: '' }),
    mostBodyBytes: 100,
  })
  onTestFinished(() => server.close())
  const post = (bytes: number) => raw(server.url, message('POST /', ['Host: localhost'], 'x'.repeat(bytes)))
  return { server, post }
}

/** A request that has sent so much of its body, and waits. */
async function unfinished(url: string, bytes: number): Promise<Socket> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  onTestFinished(() => {
    socket.destroy()
  })
  socket.on('error', () => undefined)
  socket.write(`POST / HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: ${bytes + 1}\r\n\r\n`)
  socket.write('x'.repeat(bytes))
  return socket
}

describe('the bodies of requests', () => {
  it('L61 have room together, and what does not fit is refused until another is answered', async () => {
    const { server, post } = await crowded()
    expect(statusOf(await post(100))).toBe('200')

    const first = await unfinished(server.url, 60)
    const answers = async (bytes: number, status: string) => {
      let answer = ''
      // Until the server has read what the first one sent.
      do answer = await post(bytes)
      while (statusOf(answer) !== status)
      return answer
    }
    const refused = await answers(41, '503')
    expect(refused).toContain('x-amzn-ErrorType: ServiceUnavailableException')
    expect(refused).toContain('Retry-After: 1')
    expect(statusOf(await post(40))).toBe('200')

    first.destroy()
    expect(statusOf(await answers(100, '200'))).toBe('200')
  })

  it('L61 leave their room when they are answered, refused or given up', async () => {
    const { post } = await crowded()
    for (let turn = 0; turn < 5; turn++) {
      expect(statusOf(await post(101))).toBe('503')
      expect(statusOf(await post(100))).toBe('200')
    }
  })
})
