import type { VerifyDeps, VerifyProgress } from './request.js'

type Waiting = Extract<VerifyProgress, { kind: 'waiting' }>['for']

const TOLD_EVERY_MS = 30_000

/** A wait that is long enough to be told of, again and again. */
export async function sleepLong(
  { clock, signal, onProgress }: VerifyDeps,
  what: Waiting,
  totalMs: number,
): Promise<void> {
  const started = clock.now()
  for (;;) {
    const waitedMs = clock.now() - started
    if (waitedMs >= totalMs) return
    onProgress?.({ kind: 'waiting', for: what, waitedMs, totalMs })
    await clock.sleep(Math.min(TOLD_EVERY_MS, totalMs - waitedMs), signal)
  }
}
