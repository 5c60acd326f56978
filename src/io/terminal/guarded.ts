import type { Io } from '../../context.js'
import { clean, cleanLines } from '../../render/format/text.js'
import { around, type Does } from './around.js'
import type { Secrets } from './secrets.js'

/** All text for people passes through here: whatever it quotes, it cannot act on the terminal or reveal a secret. */
export function guarded(io: Io, { redact }: Secrets): Io {
  const line = (text: string) => cleanLines(redact(text))
  // All of them, so that one more cannot be forgotten here.
  const does: Does = {
    out: (text) => io.out(text),
    err: (text) => io.err(line(text)),
    confirm: (question) => io.confirm(line(question)),
    select: (question, choices) =>
      io.select(
        line(question),
        choices.map(({ name, value }) => ({ name: clean(redact(name)), value })),
      ),
    screen: (events) => io.screen(events),
    async spinner() {
      const spinner = await io.spinner()
      if (spinner === null) return null
      return { show: (text) => spinner.show(() => line(text())), stop: () => spinner.stop() }
    },
  }
  return around(io, does)
}
