import type { Context } from '../../context.js'
import type { InvalidateProgress } from '../../core/invalidate/report.js'
import type { Session } from '../session/session.js'

const LINE_EVERY_MS = 30_000

/** Shows the progress of a long list: a spinner in a terminal, a line every half minute elsewhere. */
export async function withCount<T>(
  { io, clock }: Context,
  { quiet, note }: Session,
  work: (onProgress: (progress: InvalidateProgress) => void) => Promise<T>,
): Promise<T> {
  if (quiet) return work(() => {})
  const spinner = await io.spinner()
  let lastAt = clock.now()
  try {
    return await work(({ done, total }) => {
      if (total < 2) return
      if (spinner) return spinner.show(() => `${done} of ${total}`)
      const now = clock.now()
      if (done > 0 && now - lastAt < LINE_EVERY_MS) return
      lastAt = now
      if (done > 0) note(`${done} of ${total}`)
    })
  } finally {
    spinner?.stop()
  }
}
