import type { Io } from '../../context.js'
import { around } from './around.js'

/** Words for people that are kept until it is known how a run ends. */
export interface Held {
  readonly io: Io
  /** Keeps what is said from now on. */
  hold(): void
  /** Says what was kept. */
  release(): void
  /** Drops what was kept, and returns the warnings among it. */
  takeWarnings(): readonly string[]
}

const WARNING = 'warning: '

export function createHeld(io: Io): Held {
  let lines: string[] | null = null
  const take = () => {
    const taken = lines ?? []
    lines = null
    return taken
  }
  return {
    io: around(io, {
      err: (line) => {
        if (lines === null) io.err(line)
        else lines.push(line)
      },
    }),
    hold: () => {
      lines ??= []
    },
    release: () => {
      for (const line of take()) io.err(line)
    },
    takeWarnings: () => take().flatMap((line) => (line.startsWith(WARNING) ? [line.slice(WARNING.length)] : [])),
  }
}
