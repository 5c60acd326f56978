import type { Context } from '../../context.js'
import type { Session } from '../session/session.js'

const LINE_EVERY_MS = 30_000

/** Shows how far a long list is: a spinner in a terminal, a line every half minute elsewhere. */
export async function withCount<T>(
  { io, clock }: Context,
  { quiet, note }: Session,
  total: number,
  work: (onDone: (done: number) => void) => Promise<T>,
): Promise<T> {
  if (quiet || total < 2) return work(() => {})
  const spinner = await io.spinner()
  let lastAt = clock.now()
  let seen = 0
  spinner?.show(() => `${seen} of ${total}`)
  try {
    return await work((done) => {
      seen = done
      if (spinner || clock.now() - lastAt < LINE_EVERY_MS) return
      lastAt = clock.now()
      note(`${done} of ${total}`)
    })
  } finally {
    spinner?.stop()
  }
}
