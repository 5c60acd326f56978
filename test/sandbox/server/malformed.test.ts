import { Duplex } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { answerMalformed } from '../../../src/sandbox/server/malformed.js'
import { message, raw, statusOf } from '../support/raw.js'
import { running } from '../support/sandbox.js'

const HOST = 'Host: localhost'

describe('what is no HTTP', () => {
  it.each([
    ['words', 'GARBAGE\r\n\r\n', 400],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400],
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 400],
    ['a length that is none', `GET / HTTP/1.1\r\n${HOST}\r\nContent-Length: x\r\n\r\n`, 400],
    ['two lengths', `GET / HTTP/1.1\r\n${HOST}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n`, 400],
    ['a chunk that is none', `POST / HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n`, 400],
    ['no host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['a path without end', `GET /${'a'.repeat(20_000)} HTTP/1.1\r\n${HOST}\r\n\r\n`, 431],
    ['headers without end', `GET / HTTP/1.1\r\n${HOST}\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 431],
  ])('A83 is answered in the shape of other refusals: %s', async (_, text, status) => {
    const { sandbox, http } = await running()

    const answer = await raw(sandbox.url, text)

    expect(statusOf(answer)).toBe(String(status))
    expect(answer).toMatch(/\r\nContent-Type: application\/json\r\nx-amzn-ErrorType: \w+\r\n/)
    expect(answer).toMatch(/\r\n\r\n\{"message":"[^"]+"\}$/)
    expect((await http('GET /_sandbox/health')).status).toBe(200)
  })

  it('A83 need not say for which host before HTTP/1.1', async () => {
    const { sandbox } = await running()

    expect(statusOf(await raw(sandbox.url, 'GET /_sandbox/health HTTP/1.0\r\n\r\n'))).toBe('200')
  })

  it('A83 puts no answer into the middle of another', () => {
    const written: string[] = []
    // Of what is written nothing ever arrives.
    const socket = new Duplex({ read: () => undefined, write: (chunk) => void written.push(String(chunk)) })
    socket.write('HTTP/1.1 200 OK')

    answerMalformed(new Error('no HTTP'), socket, 'now')

    expect(socket.destroyed).toBe(true)
    expect(written).toEqual(['HTTP/1.1 200 OK'])
  })

  it('A83 takes an Expect that it does not know for none', async () => {
    const { sandbox } = await running()

    expect(statusOf(await raw(sandbox.url, message('GET /_sandbox/health', [HOST, 'Expect: more'])))).toBe('200')
  })

  it('A84 reads no body without end', async () => {
    const { sandbox, http } = await running()
    const chunk = `100000\r\n${'x'.repeat(0x100000)}\r\n`
    const endless = `POST /restapis HTTP/1.1\r\n${HOST}\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(45)}`

    expect(await raw(sandbox.url, endless)).toBe('')
    expect((await http('GET /_sandbox/health')).status).toBe(200)
  })
})
