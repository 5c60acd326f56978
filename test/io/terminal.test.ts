import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { terminal } from '../../src/io/terminal.js'

const INTERRUPTED = { kind: 'interrupted', message: 'interrupted: nothing was changed' }

/** Streams of a terminal, with somebody at the keyboard. */
function keyboard() {
  const stdin = Object.assign(new PassThrough(), { isTTY: true, setRawMode: () => {} })
  const stdout = new PassThrough()
  const stderr = Object.assign(new PassThrough(), { isTTY: true, columns: 80 })
  const end = new AbortController()
  // biome-ignore lint/suspicious/noExplicitAny: a terminal needs a terminal; these do what is used of one.
  const streams: any = { stdin, stdout, stderr }
  const asked = new Promise<void>((resolve) => stderr.once('data', () => resolve()))
  return { io: terminal(streams, {}, end.signal), stdin, stdout, stderr, end, asked }
}

describe('a question', () => {
  it('is answered', async () => {
    const { io, stdin, asked } = keyboard()
    const answer = io.confirm('Remove?')
    await asked
    stdin.write('y\r')

    expect(await answer).toBe(true)
  })

  it.each([
    ['confirm', 'Ctrl-C'],
    ['confirm', 'the end of the program'],
    ['select', 'Ctrl-C'],
    ['select', 'the end of the program'],
  ])('(%s) that is answered with %s is an interruption', async (kind, how) => {
    const { io, stdin, end, asked } = keyboard()
    const choices = [
      { name: 'a', value: 1 },
      { name: 'b', value: 2 },
    ]
    const answer = kind === 'confirm' ? io.confirm('Remove?') : io.select('Which?', choices)
    const outcome = expect(answer).rejects.toMatchObject(INTERRUPTED)
    await asked
    if (how === 'Ctrl-C') stdin.write('\u0003')
    else end.abort()

    await outcome
  })
})

describe('a reader that stops reading, or a terminal that is closed', () => {
  it.each(['stdout', 'stderr'] as const)('is no error on %s', (name) => {
    const { io, ...streams } = keyboard()
    io.out('result\n')
    io.err('line')

    for (const code of ['EPIPE', 'EIO']) {
      const broken = Object.assign(new Error(`write ${code}`), { code })
      expect(() => streams[name].emit('error', broken)).not.toThrow()
    }
    expect(() => streams[name].emit('error', new Error('disk full'))).toThrow('disk full')
  })
})
