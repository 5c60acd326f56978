import { isDenied } from '../../base/denied.js'
import { ApigwCacheError } from '../../base/errors.js'
import type { Counted, CountedMethod, StageControls, VerifyDeps } from '../request.js'
import { sleepLong } from '../sleep.js'
import type { Trial } from '../subject.js'
import { minutesOf } from './minutes.js'

const MINUTE_MS = 60_000
const LOOK_SOON_MS = 30_000
const LOOK_LATER_MS = 60_000
/** What is older than this is complete. */
const SETTLED_AFTER_MS = 5 * MINUTE_MS
/** Into the next minute on either clock. */
const EARLY_MS = 3000

/** Waits for the next minute: what somebody asked before the run is then counted in another one. */
export async function alignToMinute(deps: VerifyDeps, trials: readonly Trial[]): Promise<void> {
  if (!trials.some(({ request }) => request.metrics)) return
  const into = deps.clock.now() % MINUTE_MS
  if (into >= EARLY_MS && into < 2 * EARLY_MS) return
  await sleepLong(deps, 'minute', (MINUTE_MS + EARLY_MS - into) % MINUTE_MS)
}

/** Waits for CloudWatch and compares. Every request of the run was counted, also those of other URLs. */
export async function takeMetrics(deps: VerifyDeps, trials: readonly Trial[]): Promise<void> {
  const { stage } = deps
  const wanted = trials.filter(({ request, failure }) => request.metrics && !failure)
  if (!stage || wanted.length === 0) return
  const hidden = await readCounts(deps, stage, wanted)
  if (hidden === null) return
  for (const { skipped } of wanted) skipped.push({ id: 'metrics', outcome: 'unknown', detail: hidden })
}

/** Why there are no counts that tell anything; null where there are. */
async function readCounts(
  deps: VerifyDeps,
  stage: StageControls,
  wanted: readonly Trial[],
): Promise<string | null> {
  const hidden = await stage.hiddenBy()
  if (hidden !== null) return hidden
  const groups = groupsOf(wanted)
  try {
    await untilCounted(deps, stage, groups, lastAnsweredAt(wanted))
    return null
  } catch (error) {
    // The other evidence is worth its while without the counts.
    if (!isDenied(error) || !(error instanceof ApigwCacheError)) throw error
    return error.message
  }
}

async function untilCounted(
  { clock, signal, onProgress }: VerifyDeps,
  stage: StageControls,
  groups: readonly Group[],
  answeredAt: number,
): Promise<void> {
  const settledAt = answeredAt + MINUTE_MS + SETTLED_AFTER_MS
  const started = clock.now()
  let last: string | null = null
  for (let looks = 1; ; looks++) {
    const counts = await Promise.all(groups.map((group) => stage.counted(group.minutes, group.counted)))
    const now = clock.now()
    const settled = now >= settledAt
    const seen = JSON.stringify(counts)
    // As many requests of others may be counted before ours are: what stays, late enough, is believed.
    const steady = seen === last && now - answeredAt >= stage.lateMs
    if (settled || (steady && groups.every((group, index) => isFinal(group, counts[index])))) {
      for (const [index, group] of groups.entries()) note(group, counts[index], settled)
      return
    }
    last = seen
    onProgress?.({ kind: 'waiting', for: 'metrics', waitedMs: now - started, totalMs: settledAt - started })
    await clock.sleep(looks < 3 ? LOOK_SOON_MS : LOOK_LATER_MS, signal)
  }
}

interface Group {
  readonly counted: CountedMethod | null
  readonly trials: readonly Trial[]
  readonly minutes: readonly number[]
  readonly sent: number
}

/** Trials that are counted together: those of one method, or all where the stage counts no methods. */
function groupsOf(trials: readonly Trial[]): readonly Group[] {
  const alone = trials.every(({ request }) => request.countedAs !== null)
  const groups = new Map<string, Trial[]>()
  for (const trial of trials) {
    const { method = '', path = '' } = (alone ? trial.request.countedAs : null) ?? {}
    groups.set(`${method} ${path}`, [...(groups.get(`${method} ${path}`) ?? []), trial])
  }
  return [...groups.values()].map((members) => {
    const sent = members.flatMap(({ probing }) => probing.sent)
    return {
      counted: alone ? (members[0]?.request.countedAs ?? null) : null,
      trials: members,
      minutes: minutesOf(sent),
      sent: sent.length,
    }
  })
}

function lastAnsweredAt(trials: readonly Trial[]): number {
  return Math.max(...trials.flatMap(({ probing }) => probing.sent.map(({ receivedAt }) => receivedAt)))
}

function isFinal({ sent }: Group, counted: Counted | undefined): boolean {
  if (!counted) return false
  const { requests, hits, misses } = counted
  return requests > sent || (requests === sent && hits + misses === sent)
}

function note({ trials, sent }: Group, counted: Counted | undefined, settled: boolean): void {
  if (!counted) return
  for (const { controls, probing } of trials) {
    controls.push({ kind: 'metrics', sent, own: probing.sent.length, ...counted, settled })
  }
}
