import type { Context } from '../context.js'
import type { Progress } from '../core/change/options.js'
import { duration } from '../render/format/units.js'
import type { Session } from './session/session.js'

const LINE_EVERY_MS = 30_000

/** Words for the state, such as a cluster's status. */
export interface Shown extends Omit<Progress, 'status'> {
  readonly status: string
}

/**
 * Shows progress: a spinner with the elapsed time in a terminal, elsewhere a line at once and then one every
 * half minute. The spinner disappears when `work` ends in any way.
 */
export async function withProgress<T>(
  { io, clock }: Context,
  { quiet }: Session,
  work: (onProgress: (progress: Shown) => void) => Promise<T>,
): Promise<T> {
  if (quiet) return work(() => {})
  const spinner = await io.spinner()
  let last: { readonly status: string; readonly at: number } | null = null
  const onProgress = ({ status, waitedMs, typicalMs }: Shown) => {
    const started = clock.now() - waitedMs
    const line = () => lineFor(status, clock.now() - started, typicalMs)
    if (spinner) {
      spinner.show(line)
      return
    }
    const repeated = last !== null && last.status === status && waitedMs >= last.at
    if (repeated && last !== null && waitedMs - last.at < LINE_EVERY_MS) return
    last = { status, at: waitedMs }
    io.err(line())
  }
  try {
    return await work(onProgress)
  } finally {
    spinner?.stop()
  }
}

/** Tells a terminal every status, and elsewhere, where each one is a line, only one now and then. */
export function nowAndThen({ io, clock }: Context, tell: (progress: Shown) => void): (status: string) => void {
  const started = clock.now()
  let last = started
  return (status) => {
    const now = clock.now()
    if (!io.stderr.isTTY && now - last < LINE_EVERY_MS) return
    last = now
    tell({ status, waitedMs: now - started, typicalMs: null })
  }
}

/** Shows in a terminal that something is being read, and for how long; elsewhere a read says nothing. */
export async function whileReading<T>(
  { io, clock }: Context,
  { quiet }: Pick<Session, 'quiet'>,
  what: string,
  work: () => Promise<T>,
): Promise<T> {
  const started = clock.now()
  const working = work()
  // It may fail while the spinner is being loaded.
  working.catch(() => {})
  const spinner = quiet ? null : await io.spinner()
  spinner?.show(() => lineFor(what, clock.now() - started, null))
  try {
    return await working
  } finally {
    spinner?.stop()
  }
}

/** Writes `CREATE_IN_PROGRESS, 30 s of typically 4 min`. */
function lineFor(status: string, elapsedMs: number, typicalMs: number | null): string {
  const elapsed = elapsedMs < 1000 ? null : duration(elapsedMs)
  if (typicalMs === null) return elapsed === null ? status : `${status}, ${elapsed}`
  const typical = `typically ${duration(typicalMs)}`
  return elapsed === null ? `${status}, ${typical} on AWS` : `${status}, ${elapsed} of ${typical}`
}
