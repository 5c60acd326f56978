import type { Observation } from '../../answer/observation.js'
import { DURING_FLUSH } from '../announced.js'
import type { StageControls, VerifyDeps } from '../request.js'
import { probeAgain, type Trial, unlessFailed } from '../subject.js'

/** The status may lag behind an accepted flush. */
const SHOWS_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 2000

/**
 * Flushes the stage's cache once for all URLs, and asks before, while and after it does so. An answer counts as
 * given during the flush only where the stage said so both before and after it.
 */
export async function takeFlush(deps: VerifyDeps, trials: readonly Trial[]): Promise<void> {
  const wanted = trials.filter(({ request, failure }) => request.flush && !failure)
  const { stage } = deps
  if (!stage || wanted.length === 0) return
  deps.onProgress?.({ kind: 'control', control: 'flush' })
  if (!(await stage.startFlush())) {
    for (const { skipped } of wanted) {
      skipped.push({ id: 'flush', outcome: 'skip', detail: 'the stage has no cache to flush' })
    }
    return
  }
  const seen = await flushShows(deps, stage)
  const during = new Map<Trial, Observation[]>(wanted.map((trial) => [trial, []]))
  for (const { probing } of wanted) probing.newPhase()
  for (let round = 0; seen && round < DURING_FLUSH; round++) {
    const answers = new Map<Trial, Observation>()
    for (const trial of wanted) {
      await unlessFailed(deps, trial, async () => void answers.set(trial, await trial.probing.ask()))
    }
    if ((await stage.status()) !== 'FLUSH_IN_PROGRESS') break
    for (const [trial, answer] of answers) during.get(trial)?.push(answer)
  }
  await stage.flushed(seen)
  for (const trial of wanted) {
    await unlessFailed(deps, trial, async () => {
      const before = trial.latest
      const after = await probeAgain(trial)
      trial.latest = after
      trial.controls.push({ kind: 'flush', before, during: during.get(trial) ?? [], after })
    })
  }
}

async function flushShows({ clock, signal }: VerifyDeps, stage: StageControls): Promise<boolean> {
  const until = clock.now() + SHOWS_WITHIN_MS
  while ((await stage.status()) !== 'FLUSH_IN_PROGRESS') {
    if (clock.now() >= until) return false
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
  return true
}
