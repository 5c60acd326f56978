import type { VerifyDeps } from '../request.js'
import { sleepLong } from '../sleep.js'
import { probeAgain, type Trial, unlessFailed } from '../subject.js'

/** Entries live in whole seconds, and clocks differ a little. */
const MARGIN_MS = 2000

/** Waits until whatever the last answers came from is over, once for all URLs, and asks again. */
export async function takeExpiry(deps: VerifyDeps, trials: readonly Trial[]): Promise<void> {
  const wanted = trials.flatMap((trial) => {
    const { expiry, known } = trial.request
    return expiry && known && !trial.failure ? [{ trial, ttlSeconds: known.ttlSeconds }] : []
  })
  const longestMs = Math.max(0, ...wanted.map(({ ttlSeconds }) => ttlSeconds * 1000))
  if (wanted.length === 0) return
  await sleepLong(deps, 'ttl', longestMs + MARGIN_MS)
  for (const { trial, ttlSeconds } of wanted) {
    await unlessFailed(deps, trial, async () => {
      const before = trial.latest
      const after = await probeAgain(trial)
      trial.latest = after
      trial.controls.push({ kind: 'expiry', ttlSeconds, before, after })
    })
  }
}
