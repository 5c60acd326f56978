import type { Context } from '../../context.js'
import type { WarmProgress } from '../../core/warm/run.js'
import type { Shown } from '../progress.js'

const LINE_EVERY_MS = 30_000

/** Tells a terminal of every answer; elsewhere, where each telling is a line, only now and then. */
export function everySoOften(
  { io, clock }: Context,
  tell: (progress: Shown) => void,
): (progress: WarmProgress) => void {
  const started = clock.now()
  let last = started
  return ({ filled, seenAgain, total }) => {
    const now = clock.now()
    if (!io.stderr.isTTY && now - last < LINE_EVERY_MS) return
    last = now
    const again = seenAgain === 0 ? '' : `, ${seenAgain} looked at again`
    tell({ status: `${filled} of ${total} asked for${again}`, waitedMs: now - started, typicalMs: null })
  }
}
