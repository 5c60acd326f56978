import type { Candidate } from '../../answer/freshness.js'
import type { Observation } from '../../answer/observation.js'
import { shownSource } from '../../answer/shown.js'
import { findInterruption, type Phases } from '../../evidence/interruption.js'
import { findReplay, identityOf } from '../../evidence/replay.js'
import { usable, valueAt } from '../../evidence/series.js'
import { shownValue } from '../../request/shown-value.js'
import type { StageDoor } from '../doors.js'
import type { Evidence } from '../evidence.js'
import { overTime } from '../judging/phrases.js'
import { probeAgain, type Subject, unlessFailed } from '../subject.js'
import { type Finding, type Proof, type TakingDoors, times } from './proof.js'

export interface FlushOptions {
  /** Flushes the stage's cache, which loses every entry and takes minutes on AWS, to see the answers change. */
  readonly flush?: boolean | undefined
}

export type FlushSays =
  | { readonly says: 'stage'; readonly fresh: Candidate | null; readonly phases: Phases }
  /** An answer that was proven to be stored before is there after it as well. */
  | { readonly says: 'other-layer' }
  | { readonly says: 'unknown'; readonly why: 'too-few' | 'too-few-around' | 'unchanged' | 'unclear' }

/** Answers to be had while a stage flushes: as many as are needed for a judgement, and a few more. */
const MOST_DURING = 5

export const flush: Proof<'flush', FlushOptions, Phases, FlushSays> = {
  id: 'flush',
  checkId: 'flush',
  input: { kind: 'switch', name: 'flush', summary: 'flush the stage, and see the answers change; asks' },
  tellsLayer: true,
  flushes: true,
  sends: (_, { samples }) => ['flush', ...times(MOST_DURING + samples, 'plain')],
  requires: () => ['stage'],
  take: { once: takeFlush },
  weigh: weighFlush,
  check(weighed, { during, after }) {
    const answers = `${during.length} ${during.length === 1 ? 'answer' : 'answers'} while it ran, ${after.length} after it`
    if (weighed.says === 'stage') {
      return [{ outcome: 'pass', detail: `the flush replaced the stored answer (${answers})` }]
    }
    if (weighed.says === 'other-layer') {
      const detail = `the flush did not change the stored answer: the stage is not the only cache (${answers})`
      return [{ outcome: 'fail', detail }]
    }
    return [{ outcome: 'unknown', detail: `${WHY[weighed.why]} (${answers})` }]
  },
  because: findingOf,
  rows: ({ during, after }) => [
    ...during.map((answer) => ({ group: DURING, label: DURING, answer })),
    ...after.map((answer) => ({ group: AFTER, label: AFTER, answer })),
  ],
}

const DURING = 'during the flush'
const AFTER = 'after the flush'

const WHY = {
  'too-few': 'it ended before enough answers came in',
  'too-few-around': 'the answers before and after it were too few to show that they were stored',
  unchanged: 'the answers were the same before, during and after it',
  unclear: 'the answers changed in another way than by the flush alone',
}

function findingOf(weighed: FlushSays): Finding | null {
  if (weighed.says === 'unknown') return null
  if (weighed.says === 'other-layer') {
    const clause = "a flush of the stage did not change it: another cache than the stage's has it as well"
    return { layer: 'another', clause, verdict: null }
  }
  const { fresh, phases } = weighed
  const { before, during, after } = phases
  const last = after.at(-1)
  const value = fresh && last ? ` ${shownValue(fresh, valueAt(last, fresh.source) ?? '')}` : ' another one'
  const what = fresh ? shownSource(fresh) : 'the body'
  const reason = `${what} stayed the same over ${overTime(before)}`
  return {
    layer: 'stage',
    clause: `${what} was a new one in each of ${overTime(during)} while the stage flushed, and stayed${value} after it`,
    verdict: { verdict: 'cached', by: 'replaced', reason, fresh, wholeBody: fresh === null },
  }
}

/** The status may lag behind an accepted flush. */
const SHOWS_WITHIN_MS = 30_000
const LOOK_EVERY_MS = 2000

/**
 * Flushes the stage's cache and asks before, while and after it does so. An answer counts as given during the
 * flush only where the stage said so both before and after it.
 */
async function takeFlush(doors: TakingDoors, subjects: readonly Subject[]): Promise<ReadonlyMap<Subject, Phases>> {
  const taken = new Map<Subject, Phases>()
  const { stage } = doors
  if (!stage) return taken
  const doing = 'flushing the stage, and probing while it does so'
  doors.onProgress?.({ kind: 'proof', proof: flush.id, doing })
  if (!(await stage.startFlush())) {
    for (const { skipped } of subjects) {
      skipped.push({ id: flush.checkId, outcome: 'skip', detail: 'the stage has no cache to flush' })
    }
    return taken
  }
  const seen = await flushShows(doors, stage)
  const during = seen ? await probeDuring(doors, stage, subjects) : null
  await stage.flushed(seen)
  for (const subject of subjects) {
    await unlessFailed(doors, subject, async () => {
      const before = subject.latest
      const after = await probeAgain(subject)
      subject.latest = after
      taken.set(subject, { before, during: during?.get(subject) ?? [], after })
    })
  }
  return taken
}

async function flushShows({ clock, signal }: TakingDoors, stage: StageDoor): Promise<boolean> {
  const until = clock.now() + SHOWS_WITHIN_MS
  while ((await stage.status()) !== 'FLUSH_IN_PROGRESS') {
    if (clock.now() >= until) return false
    await clock.sleep(LOOK_EVERY_MS, signal)
  }
  return true
}

async function probeDuring(
  doors: TakingDoors,
  stage: StageDoor,
  subjects: readonly Subject[],
): Promise<ReadonlyMap<Subject, readonly Observation[]>> {
  const during = new Map<Subject, readonly Observation[]>()
  for (const { probing } of subjects) probing.newPhase()
  for (let round = 0; round < MOST_DURING; round++) {
    const answers = new Map<Subject, Observation>()
    for (const subject of subjects) {
      await unlessFailed(doors, subject, async () => void answers.set(subject, await subject.probing.ask()))
    }
    if ((await stage.status()) !== 'FLUSH_IN_PROGRESS') break
    for (const [subject, answer] of answers) during.set(subject, [...(during.get(subject) ?? []), answer])
  }
  return during
}

const MIN_DURING = 3
/** With fewer, only times that were each answer's own can tell. */
const MIN_AROUND = 4

/**
 * While the stage flushes, its backend answers: with its own cache's entry, with slow data, or anew. Only the
 * last, between stored answers before and after, shows that it was the stage that stored them.
 */
function weighFlush(taken: Phases, { named }: Pick<Evidence, 'named'>): FlushSays {
  const phases = { before: usable(taken.before), during: usable(taken.during), after: usable(taken.after) }
  const { before, during, after } = phases
  if (during.length < MIN_DURING || before.length < 2 || after.length < 2) {
    return { says: 'unknown', why: 'too-few' }
  }
  const found = findInterruption(phases, named)
  if (found) return { says: 'stage', fresh: found.fresh, phases }
  const replay = findReplay(before, named)
  const kept = after.some((one) => replay && identityOf(one, named) === identityOf(replay.answers[0] ?? one, named))
  if (replay && kept) return { says: 'other-layer' }
  const all = new Set([...before, ...during, ...after].map((probe) => identityOf(probe, named)))
  if (all.size === 1) return { says: 'unknown', why: 'unchanged' }
  if (during.length < MOST_DURING) return { says: 'unknown', why: 'too-few' }
  const few = Math.min(before.length, after.length) < MIN_AROUND
  return { says: 'unknown', why: few ? 'too-few-around' : 'unclear' }
}
