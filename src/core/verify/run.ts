import { ApigwCacheError, rephrased } from '../base/errors.js'
import { sentBefore } from '../change/ending.js'
import type { ProbingDoors, StageDoor } from './doors.js'
import { costOf } from './proofs/cost.js'
import { PROOFS } from './proofs/list.js'
import { isAsked, type Proof, type TakingDoors } from './proofs/proof.js'
import type { VerifyReport } from './report.js'
import { judgementOn, reportOf } from './reporting.js'
import type { VerifyRequest } from './request.js'
import { startProbing } from './send.js'
import { probeInTurn, type Subject, subjectOf, unlessFailed } from './subject.js'

export interface Verified {
  readonly reports: readonly VerifyReport[]
  /** Kept the only URL from being judged. */
  readonly failure: ApigwCacheError | null
}

/**
 * Probes URLs and judges whether a cache answers them. Of several, one that cannot be reached is inconclusive.
 * Throws `interrupted` on abort.
 *
 * One after the other, because probes of one would disturb those of another on the same entry; what empties
 * the cache or takes minutes is done once for all of them.
 */
export async function probeAll(
  doors: ProbingDoors,
  requests: readonly VerifyRequest[],
  proofs: readonly Proof[] = PROOFS,
): Promise<Verified> {
  const costs = requests.map((request) => costOf(request, proofs))
  doors.onProgress?.({
    kind: 'announce',
    requests: costs.reduce((sum, one) => sum + one.requests, 0),
    testInvokes: costs.reduce((sum, one) => sum + one.testInvokes, 0),
  })
  const subjects = requests.map((request, index) =>
    subjectOf(request, startProbing(doors, request, costs[index]?.requests ?? 0)),
  )
  const flush = { running: false }
  const verdictOn = (subject: Subject) => judgementOn(subject, proofs).verdict
  try {
    await takeAll({ ...watching(doors, flush), verdictOn }, subjects, proofs)
  } catch (cause) {
    const flushing = flush.running || sentBefore(cause) !== 'none'
    throw doors.signal?.aborted
      ? await interrupted(doors, subjects, flushing, cause)
      : flush.running
        ? await unseenFlush(doors, cause)
        : cause
  }
  const [only, ...others] = subjects
  return {
    reports: subjects.map((subject) => reportOf(subject, proofs)),
    failure: others.length === 0 ? (only?.failure ?? null) : null,
  }
}

type Step = (subject: Subject) => Promise<void>

/** In the order of the list: what goes URL by URL together, up to what is done once for all of them. */
async function takeAll(
  doors: TakingDoors,
  subjects: readonly Subject[],
  proofs: readonly Proof[],
): Promise<void> {
  const askedOf = (proof: Proof) => subjects.filter(({ request }) => isAsked(proof, request.asked))
  for (const proof of proofs) {
    if ('once' in proof.take && askedOf(proof).length > 0) await proof.take.before?.(doors)
  }
  let steps: Step[] = [probeInTurn]
  const go = async () => {
    for (const subject of subjects) {
      await unlessFailed(doors, subject, async () => {
        for (const step of steps) await step(subject)
      })
    }
    steps = []
  }
  for (const proof of proofs) {
    const { id, take } = proof
    if ('each' in take) {
      steps.push(async (subject) => {
        const taken = isAsked(proof, subject.request.asked) ? await take.each(doors, subject) : null
        if (taken !== null) subject.taken.set(id, taken)
      })
    } else if ('once' in take) {
      await go()
      const wanted = askedOf(proof).filter(({ failure }) => !failure)
      if (wanted.length === 0) continue
      for (const [subject, taken] of await take.once(doors, wanted)) subject.taken.set(id, taken)
    }
  }
  await go()
}

/** Remembers whether a flush is under way, for whoever is interrupted meanwhile. */
function watching(doors: ProbingDoors, flush: { running: boolean }): ProbingDoors {
  const { stage } = doors
  if (!stage) return doors
  return {
    ...doors,
    stage: {
      ...stage,
      startFlush: async () => {
        flush.running = await stage.startFlush()
        return flush.running
      },
      flushed: async (seen) => {
        await stage.flushed(seen)
        flush.running = false
      },
    },
  }
}

async function interrupted(
  { stage }: ProbingDoors,
  subjects: readonly Subject[],
  flushing: boolean,
  cause: unknown,
): Promise<ApigwCacheError> {
  const sent = subjects.reduce((total, { probing }) => total + probing.sent.length, 0)
  const url = subjects.find(({ probing }) => probing.sent.length > 0)?.request.url ?? subjects[0]?.request.url
  const done = `interrupted after ${sent} ${sent === 1 ? 'probe' : 'probes'} of ${url}`
  if (!flushing || !stage) {
    return new ApigwCacheError('interrupted', 'interrupted-probing', done, {
      cause,
      hint: 'nothing but their entries is left behind',
    })
  }
  const message = `${done}: a flush was sent, and ${await stateOf(stage)}`
  return new ApigwCacheError('interrupted', 'interrupted-flushing', message, {
    cause,
    data: { target: stage.target },
  })
}

async function unseenFlush({ stage }: ProbingDoors, cause: unknown): Promise<unknown> {
  if (!(cause instanceof ApigwCacheError) || !stage) return cause
  const message = `${cause.message}; a flush was sent, and ${await stateOf(stage)}`
  return rephrased(cause, message, { data: { ...cause.data, sent: 'accepted' } })
}

function stateOf(stage: StageDoor): Promise<string> {
  return stage.lastLook().then(
    (status) => `the stage is ${status}`,
    () => 'the state of the stage could not be read any more',
  )
}
