import { EventEmitter } from 'node:events'
import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { terminal } from '../../../src/io/terminal/terminal.js'

/** Streams of a terminal of so many columns and rows, and all that was written to it. */
function streams({ isTTY = true, columns = 20, rows = 4 } = {}) {
  const raw: boolean[] = []
  const stdin = Object.assign(new PassThrough(), { isTTY, setRawMode: (on: boolean) => void raw.push(on) })
  const written: string[] = []
  const stdout = Object.assign(new EventEmitter(), {
    isTTY,
    columns,
    rows,
    write: (text: string) => void written.push(text),
  })
  const stderr = Object.assign(new PassThrough(), { isTTY })
  const interrupted: string[] = []
  const end = new AbortController()
  // biome-ignore lint/suspicious/noExplicitAny: a terminal needs a terminal; these do what is used of one.
  const all: any = { stdin, stdout, stderr }
  const interrupt = () => {
    interrupted.push('Ctrl-C')
    end.abort()
  }
  return { io: terminal(all, {}, end.signal, { interrupt }), stdin, stdout, raw, written, interrupted }
}
const events = () => {
  const keys: string[] = []
  let resized = 0
  return {
    keys,
    resized: () => resized,
    onKey: (key: string) => void keys.push(key),
    onResize: () => {
      resized += 1
    },
  }
}
const ENTER = '\u001b[?1049h\u001b[?7l\u001b[?25l'
const LEAVE = '\u001b[?25h\u001b[?7h\u001b[?1049l'

describe('a terminal that is drawn as a whole', () => {
  it('is given back as it was found', async () => {
    const { io, stdin, stdout, raw, written } = streams()

    const screen = await io.screen(events())
    screen?.draw('a')
    screen?.close()
    screen?.close()
    screen?.draw('b')

    expect(written[0]).toBe(ENTER)
    expect(written.at(-1)).toBe(LEAVE)
    expect(written).toHaveLength(3)
    expect(raw).toEqual([true, false])
    expect(stdin.isPaused()).toBe(true)
    expect([stdin.listenerCount('data'), stdout.listenerCount('resize')]).toEqual([0, 0])
  })

  it('is written to in one go, every row once and none below the last', async () => {
    const { io, stdout, written } = streams()
    const screen = await io.screen(events())

    screen?.draw('one\ntwo')
    screen?.draw('1\n2\n3\n4\n5\n6')
    stdout.rows = 2
    screen?.draw('1\n2\n3')

    const rows = (...lines: string[]) =>
      `\u001b[?2026h\u001b[H${lines.map((line) => `\u001b[K${line}`).join('\r\n')}\u001b[?2026l`
    expect(written.slice(1)).toEqual([rows('one', 'two', '', ''), rows('1', '2', '3', '4'), rows('1', '2')])
    expect(screen?.size()).toEqual({ columns: 20, rows: 2 })
  })

  it('hears keys and a change of its size', async () => {
    const { io, stdin, stdout } = streams()
    const user = events()
    await io.screen(user)

    stdin.write('q')
    stdout.emit('resize')
    await new Promise((resolve) => {
      setImmediate(resolve)
    })

    expect(user.keys).toEqual(['q'])
    expect(user.resized()).toBe(1)
  })

  it('takes Ctrl-C for an interruption, and is given back at once at the second', async () => {
    const { io, stdin, written, interrupted } = streams()
    const user = events()
    await io.screen(user)
    const pressed = async () => {
      stdin.write('\u0003')
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    }

    await pressed()
    expect(interrupted).toHaveLength(1)
    expect(written.at(-1)).toBe(ENTER)
    await pressed()
    expect(interrupted).toHaveLength(2)
    expect(written.at(-1)).toBe(LEAVE)
    expect(user.keys).toEqual([])
  })

  it.each([
    ['a pipe', { isTTY: false }],
    ['a terminal without a width', { columns: 0 }],
  ])('is none where stdout is %s', async (_, traits) => {
    const { io, written } = streams(traits)

    expect(await io.screen(events())).toBeNull()
    expect(written).toEqual([])
  })
})

describe('stdout', () => {
  it('tells when nobody reads it any more', () => {
    const { io, stdout } = streams({ isTTY: false })
    io.out('line\n')
    expect(io.closed.aborted).toBe(false)

    stdout.emit('error', Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }))

    expect(io.closed.aborted).toBe(true)
  })
})
