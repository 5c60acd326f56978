import { describe, expect, it } from 'vitest'
import { runProgram } from '../../src/io/programs.js'

const ENV = { PATH: process.env.PATH }
const running = new AbortController().signal

/** Says with its exit code which signal it got: 1 for SIGINT, 2 for SIGTERM, 0 for none in its short life. */
const LISTENER = [
  process.execPath,
  '-e',
  `process.on('SIGINT', () => process.exit(1)); process.on('SIGTERM', () => process.exit(2)); setTimeout(() => process.exit(0), 700)`,
]

describe('a program that is run', () => {
  it('passes on its exit code, or the signal that ended it as a shell does', async () => {
    expect(await runProgram(['sh', '-c', 'exit 42'], ENV, running, () => null)).toBe(42)
    expect(await runProgram(['sh', '-c', 'kill -TERM $$'], ENV, running, () => null)).toBe(143)
  })

  it('that does not exist is a failure with its name', async () => {
    await expect(runProgram(['nosuchcmd', '-v'], ENV, running, () => null)).rejects.toMatchObject({
      kind: 'failure',
      message: '"nosuchcmd" cannot be started: there is no such program',
    })
  })

  it.each([
    ['SIGTERM', 'SIGTERM', 2],
    ['nothing where the terminal has told it already', null, 0],
  ] as const)('is sent %s', async (_, forwarded, code) => {
    const end = new AbortController()
    const done = runProgram(LISTENER, ENV, end.signal, () => forwarded)
    await new Promise((resolve) => setTimeout(resolve, 350))
    end.abort()

    expect(await done).toBe(code)
  })
})
