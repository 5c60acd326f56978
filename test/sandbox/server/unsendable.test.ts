import { describe, expect, it, onTestFinished } from 'vitest'
import type { HttpAnswer } from '../../../src/sandbox/http/message.js'
import type { SandboxBug } from '../../../src/sandbox/server/bug.js'
import { bugReports } from '../../../src/sandbox/server/bugs.js'
import { type Answer, listen } from '../../../src/sandbox/server/http-server.js'
import { ManualClock } from '../support/manual-clock.js'
import { message, raw, statusOf } from '../support/raw.js'

const FINE: HttpAnswer = { status: 200, headers: [['Content-Type', 'text/plain']], body: 'fine' }

/** A server that answers what it is told, and then again that all is well. */
async function answering(served: () => Answer | Promise<Answer>) {
  const bugs: SandboxBug[] = []
  const server = await listen(({ path }) => (path === '/' ? served() : FINE), {
    host: '127.0.0.1',
    port: 0,
    allowed: [],
    clock: new ManualClock(),
    report: bugReports((bug) => bugs.push(bug), Math.random),
  })
  onTestFinished(() => server.close())
  const ask = (path: string) => raw(server.url, message(`GET ${path}`, ['Host: localhost']))
  return { answer: await ask('/'), after: await ask('/fine'), bugs }
}

const UNSENDABLE: readonly (readonly [string, Partial<HttpAnswer>])[] = [
  ['a status of 99', { status: 99 }],
  ['a status of 0', { status: 0 }],
  ['no status', { status: Number.NaN }],
  ['a status of 100', { status: 100 }],
  ['a status of 101', { status: 101 }],
  ['a status of 1000', { status: 1000 }],
  ['a line end in a value', { headers: [['Content-Type', 'a\r\nb']] }],
  ['a NUL in a value', { headers: [['Content-Type', 'a\0b']] }],
  ['a snowman in a value', { headers: [['Content-Type', '☃']] }],
  ['a name that is none', { headers: [['a b', 'c']] }],
  ['an empty name', { headers: [['', 'c']] }],
]

describe('what HTTP cannot carry', () => {
  it.each(UNSENDABLE)('A85 becomes a 500 and ends nothing: %s', async (_, wrong) => {
    for (const served of [() => ({ ...FINE, ...wrong }), async () => ({ ...FINE, ...wrong })]) {
      const { answer, after, bugs } = await answering(served)

      expect(statusOf(answer)).toBe('500')
      expect(answer).toContain('x-amzn-ErrorType: InternalFailure')
      expect(bugs.map(({ requestId }) => answer.includes(`x-amzn-RequestId: ${requestId}`))).toEqual([true])
      expect(statusOf(after)).toBe('200')
    }
  })

  it.each([
    [
      'thrown',
      () => {
        throw new Error('a bug')
      },
    ],
    ['rejected', () => Promise.reject(new Error('a bug'))],
  ])('A85 an error that is %s while answering is a 500', async (_, served: () => Answer | Promise<Answer>) => {
    const { answer, after, bugs } = await answering(served)

    expect(statusOf(answer)).toBe('500')
    expect(statusOf(after)).toBe('200')
    expect(bugs.map(({ text }) => text.includes('Error: a bug'))).toEqual([true])
  })

  it('A85 a connection that is cut leaves the others alone', async () => {
    const { answer, after } = await answering(() => 'cut')

    expect(answer).toBe('')
    expect(statusOf(after)).toBe('200')
  })
})
