import { stderr } from 'node:process'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { SandboxBug, SandboxOptions } from '../../../src/sandbox/index.js'
import { API, running, SIGNED } from '../support/sandbox.js'

/** A sandbox that has a bug: it cannot make an id for a new API. */
async function broken(options: SandboxOptions) {
  const failing = { now: false }
  const random = () => {
    if (failing.now) throw new Error(`no id for ${SIGNED.authorization}`)
    return 0.5
  }
  const { http } = await running({ random, ...options })
  failing.now = true
  return {
    create: () => http('POST /restapis?X-Amz-Signature=0123456789abcdef', '{"name":"a"}'),
    invoke: () => http(`GET /restapis/${API}/prod/_user_request_/pets/1`, undefined, SIGNED),
  }
}

function onStderr(): string[] {
  const said: string[] = []
  const spy = vi.spyOn(stderr, 'write').mockImplementation((text) => said.push(String(text)) > 0)
  onTestFinished(() => spy.mockRestore())
  return said
}

describe('a bug of the sandbox', () => {
  it('L60 is told to onBug, with the id that the caller was given', async () => {
    const bugs: SandboxBug[] = []
    const { create, invoke } = await broken({ onBug: (bug) => bugs.push(bug) })
    const answers = [await create(), await invoke()]

    expect(answers.map(({ status }) => status)).toEqual([500, 500])
    expect(bugs.map(({ requestId }) => requestId)).toEqual(
      answers.map(({ headers }) => headers.get('x-amzn-requestid')),
    )
    expect(bugs.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /restapis',
      `GET /restapis/${API}/prod/_user_request_/pets/1`,
    ])
  })

  it('L60 shows its stack, and nothing of what the caller proved itself with', async () => {
    const bugs: SandboxBug[] = []
    const { create } = await broken({ onBug: (bug) => bugs.push(bug) })
    await create()

    const [bug] = bugs
    expect(bug?.error).toBeInstanceOf(Error)
    expect(bug?.text).toMatch(/Error: no id for \*+.*\n +at /)
    expect(bug?.text).not.toContain('Credential=')
    expect(bug?.text).not.toContain('0123456789abcdef')
  })

  it('L60 is told on stderr where nobody asks for it, and where onBug fails', async () => {
    const said = onStderr()
    const alone = await (await broken({})).create()
    expect(said.join('')).toContain(`(request ${alone.headers.get('x-amzn-requestid')})`)

    said.length = 0
    const { create } = await broken({
      onBug: () => {
        throw new Error('the disk is full')
      },
    })
    expect((await create()).status).toBe(500)
    expect(said.join('')).toContain('no id for')
    expect(said.join('')).toContain('the disk is full')
  })
})
