import type { Clock } from '../../world/clock.js'

/** The work's result, or null after the time limit, when the work is told to stop. */
export async function withDeadline<T>(
  clock: Clock,
  limitMs: number,
  work: (signal: AbortSignal) => T | Promise<T>,
): Promise<T | null> {
  const late = new AbortController()
  const started = work(late.signal)
  if (!(started instanceof Promise)) return started

  const done = new AbortController()
  let expired = false
  const overdue = clock.sleep(limitMs, done.signal).then(() => {
    expired = true
    return null
  })
  try {
    return await Promise.race([clock.during?.(started) ?? started, overdue])
  } finally {
    done.abort()
    if (expired) late.abort()
  }
}
