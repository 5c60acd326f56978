import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Io } from '../../../src/context.js'
import { guarded } from '../../../src/io/terminal/guarded.js'
import { createSecrets } from '../../../src/io/terminal/secrets.js'

const ACTIVE = /[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u
const SECRET = 'wJalrXUtnFEMI'

/** A terminal that remembers what it was given. */
function screen() {
  const shown: string[] = []
  const traits = { isTTY: true, columns: 80, colors: 0 } as const
  const io: Io = {
    stdout: traits,
    stderr: traits,
    interactive: true,
    out: (text) => void shown.push(text),
    err: (line) => void shown.push(line),
    confirm: async (question) => shown.push(question) > 0,
    select: async (question, choices) => {
      shown.push(question, ...choices.map(({ name }) => name))
      const [first] = choices
      if (!first) throw new Error('nothing to choose from')
      return first.value
    },
    spinner: async () => ({ show: (text) => void shown.push(text()), stop: () => undefined }),
    screen: async () => null,
    closed: new AbortController().signal,
    lost: async () => null,
  }
  const secrets = createSecrets({ AWS_SECRET_ACCESS_KEY: SECRET })
  return { shown, io: guarded(io, secrets) }
}

describe('what people read on stderr', () => {
  it('never acts on the terminal, and has no secret in it, whatever is quoted', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const { shown, io } = screen()
        const said = `${text}${SECRET}\u001b[2J`

        io.err(said)
        await io.confirm(said)
        await io.select(said, [{ name: said, value: 1 }])
        ;(await io.spinner())?.show(() => said)

        expect(shown).toHaveLength(5)
        for (const line of shown) {
          expect(line.replaceAll('\n', '')).not.toMatch(ACTIVE)
          expect(line).not.toContain(SECRET)
        }
      }),
    )
  })

  it('leaves the result as it is, and gives back what was chosen', async () => {
    const { shown, io } = screen()

    io.out('{"a":"\u001b"}\n')

    expect(shown).toEqual(['{"a":"\u001b"}\n'])
    expect(await io.select('Which?', [{ name: 'a\u0007', value: 'a\u0007' }])).toBe('a\u0007')
  })
})
