import type { Io } from '../../context.js'
import type { Clock } from '../../core/base/clock.js'
import { around } from './around.js'

/** Measures how long people take for their answers, which is no time of the run. */
export function withAskedTime(
  io: Io,
  { now }: Pick<Clock, 'now'>,
): { readonly io: Io; readonly askedMs: () => number } {
  let total = 0
  const timed = async <T>(ask: () => Promise<T>): Promise<T> => {
    const before = now()
    try {
      return await ask()
    } finally {
      total += now() - before
    }
  }
  return {
    askedMs: () => total,
    io: around(io, {
      confirm: (question) => timed(() => io.confirm(question)),
      select: (question, choices) => timed(() => io.select(question, choices)),
    }),
  }
}
