import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { expect, it } from 'vitest'
import { send } from '../../../src/sandbox/server/outgoing.js'

/** A socket that keeps what is handed to it, as it is handed to it. */
class Kept extends Socket {
  readonly chunks: unknown[] = []

  override _writev(chunks: { chunk: unknown }[], done: () => void): void {
    this.chunks.push(...chunks.map(({ chunk }) => chunk))
    done()
  }

  override _write(chunk: unknown, _encoding: string, done: () => void): void {
    this.chunks.push(chunk)
    done()
  }
}

it.each([0, 1, 1_024, 1_048_576])('K60 hands %i bytes of a body to the socket as they are', async (length) => {
  const socket = new Kept()
  const incoming = new IncomingMessage(socket)
  const response = new ServerResponse(incoming)
  response.assignSocket(socket)
  const body = Buffer.alloc(length, 'x')
  const sent = new Promise((resolve) => response.on('finish', resolve))
  const failed = (error: unknown) => {
    throw error
  }

  const exchange = { socket, method: 'GET', date: () => 'now', incoming, failed }
  send(response, { status: 200, headers: [], body }, exchange)
  await sent

  const text = socket.chunks.map((chunk) => (chunk === body ? '' : String(chunk))).join('')
  expect(text).toBe(`HTTP/1.1 200 OK\r\nDate: now\r\nContent-Length: ${length}\r\nConnection: close\r\n\r\n`)
  if (length > 0) expect(socket.chunks.filter((chunk) => chunk === body)).toHaveLength(1)
})
