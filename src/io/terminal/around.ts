import type { Io } from '../../context.js'

/** What a terminal does, as opposed to what it is like. */
export type Does = Pick<Io, 'out' | 'err' | 'confirm' | 'select' | 'spinner' | 'screen'>

/**
 * Does these things in another way. What the terminal is like is asked when somebody wants to know: it changes, and
 * Node takes some milliseconds to open a stream.
 */
export function around(io: Io, changes: Partial<Does>): Io {
  return {
    out: io.out,
    err: io.err,
    confirm: io.confirm,
    select: io.select,
    spinner: io.spinner,
    screen: io.screen,
    lost: io.lost,
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
