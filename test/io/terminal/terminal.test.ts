import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { terminal } from '../../../src/io/terminal/terminal.js'

const INTERRUPTED = { kind: 'interrupted', message: 'interrupted: nothing was changed' }

/** Streams of a terminal, with somebody at the keyboard; those that are named are pipes. */
function keyboard(env: Readonly<Record<string, string>> = {}, pipes: readonly string[] = ['stdout']) {
  const isTTY = (name: string) => !pipes.includes(name)
  const stdin = Object.assign(new PassThrough(), { isTTY: isTTY('stdin'), setRawMode: () => {} })
  const stdout = Object.assign(new PassThrough(), { isTTY: isTTY('stdout') })
  const stderr = Object.assign(new PassThrough(), { isTTY: isTTY('stderr'), columns: 80 })
  const end = new AbortController()
  // biome-ignore lint/suspicious/noExplicitAny: a terminal needs a terminal; these do what is used of one.
  const streams: any = { stdin, stdout, stderr }
  const asked = new Promise<void>((resolve) => stderr.once('data', () => resolve()))
  const io = terminal(streams, env, end.signal)
  return { io, stdin, stdout, stderr, end, asked }
}

describe('a question', () => {
  it('is answered', async () => {
    const { io, stdin, asked } = keyboard()
    const answer = io.confirm('Remove?')
    await asked
    stdin.write('y\r')

    expect(await answer).toBe(true)
  })

  it('is broken between words, without a space where a line begins', async () => {
    const { io, stdin, stderr, asked } = keyboard()
    const written: string[] = []
    stderr.on('data', (chunk) => written.push(String(chunk)))
    const figures = 'AWS removes the cache and makes a new one: about 4 minutes or more without caching. '
    const answer = io.confirm(`account 000000000000, region us-east-1\nlost: ${figures.repeat(3)}\nGo on?`)
    await asked
    stdin.write('n\r')
    await answer

    const lines = stripVTControlCharacters(written.join('')).split(/\r?\n/)
    expect(lines.filter((line) => /^ \S/.test(line))).toEqual([])
    expect(lines.some((line) => line === 'Go on? (y/N)' || line.startsWith('Go on?'))).toBe(true)
    expect(lines.filter((line) => line.startsWith('lost:')).every((line) => line.length <= 80)).toBe(true)
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

describe('somebody', () => {
  it.each([
    ['is asked at a terminal', {}, [], true],
    ['is asked where only the result goes into a pipe', {}, ['stdout'], true],
    ['is asked where CI is empty', { CI: '' }, [], true],
    ['is not asked where CI is true', { CI: 'true' }, [], false],
    ['is not asked where CI is 1', { CI: '1' }, [], false],
    ['is not asked where nobody can type', {}, ['stdin'], false],
    ['is not asked where nobody would see the question', {}, ['stderr'], false],
  ])('%s', (_, env, pipes, interactive) => {
    expect(keyboard(env, pipes).io.interactive).toBe(interactive)
  })
})

describe('a reader that stops reading, or a terminal that is closed', () => {
  it.each(['stdout', 'stderr'] as const)('is no error on %s', async (name) => {
    const { io, ...streams } = keyboard()
    io.out('result\n')
    io.err('line')

    for (const code of ['EPIPE', 'EIO']) {
      const broken = Object.assign(new Error(`write ${code}`), { code })
      expect(() => streams[name].emit('error', broken)).not.toThrow()
    }
    expect(await io.lost()).toBeNull()
  })
})

describe('a full disk', () => {
  const full = Object.assign(new Error('write ENOSPC'), { code: 'ENOSPC' })

  it('is told where the result goes, and nothing more is expected to be read', async () => {
    const { io, stdout } = keyboard()
    io.out('result\n')
    for (let i = 0; i < 3; i++) stdout.emit('error', full)

    expect(await io.lost()).toBe('the disk is full')
    expect(io.closed.aborted).toBe(true)
  })

  it('is noticed at the end, also where the stream tells of it some turns later', async () => {
    const { io, stdout } = keyboard()
    io.out('result\n')
    setImmediate(() => stdout.emit('error', full))

    expect(await io.lost()).toBe('the disk is full')
  })

  it('takes nothing away from the result where only words for people go', async () => {
    const { io, stderr } = keyboard()
    io.err('line')
    stderr.emit('error', full)

    expect(await io.lost()).toBeNull()
    expect(io.closed.aborted).toBe(false)
  })
})
