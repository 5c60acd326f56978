import type { Io } from '../../context.js'

/** What a terminal does, as opposed to what it is like. */
export type Does = Pick<Io, 'out' | 'err' | 'confirm' | 'select' | 'spinner' | 'screen'>

/** Does these things in another way. What the terminal is like is asked each time, as it changes. */
export function around(io: Io, changes: Partial<Does>): Io {
  return {
    ...io,
    ...changes,
    get stdout() {
      return io.stdout
    },
    get stderr() {
      return io.stderr
    },
    get interactive() {
      return io.interactive
    },
    get closed() {
      return io.closed
    },
  }
}
