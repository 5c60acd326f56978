import { ApigwCacheError, rephrased } from '../base/errors.js'
import { sentBefore } from '../find/ledger.js'
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
  const verdictOn = (subject: Subject) => judgementOn(subject, proofs).verdict
  try {
    await takeAll({ ...doors, verdictOn }, subjects, proofs)
  } catch (cause) {
    throw doors.signal?.aborted
      ? await interrupted(doors, subjects, cause)
      : cause instanceof ApigwCacheError
        ? await afterFlush(doors, cause)
        : cause
  }
  const [only, ...others] = subjects
  const failure = others.length === 0 ? (only?.failure ?? null) : null
  return {
    reports: subjects.map((subject) => reportOf(subject, proofs)),
    failure: failure && (await afterFlush(doors, failure)),
  }
}

type Step = (subject: Subject) => Promise<void>

/** In the order of the list: what goes URL by URL together, up to what is done once for all of them. */
async function takeAll(doors: TakingDoors, subjects: readonly Subject[], proofs: readonly Proof[]): Promise<void> {
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

async function interrupted(
  { stage }: ProbingDoors,
  subjects: readonly Subject[],
  cause: unknown,
): Promise<ApigwCacheError> {
  const sent = subjects.reduce((total, { probing }) => total + probing.sent.length, 0)
  const url = subjects.find(({ probing }) => probing.sent.length > 0)?.request.url ?? subjects[0]?.request.url
  const done = `interrupted after ${sent} ${sent === 1 ? 'probe' : 'probes'} of ${url}`
  if (!stage?.hasFlushed()) {
    return new ApigwCacheError('interrupted', 'interrupted-probing', done, {
      cause,
      hint: 'nothing but their entries is left behind',
    })
  }
  const message = `${done}: a flush was sent, and ${await stateOf(stage)}`
  return new ApigwCacheError('interrupted', 'interrupted-flushing', message, {
    cause,
    data: { target: stage.target, sent: 'accepted' },
  })
}

/** A flush is not undone by what fails after it. */
async function afterFlush({ stage }: ProbingDoors, cause: ApigwCacheError): Promise<ApigwCacheError> {
  if (!stage?.hasFlushed() || sentBefore(cause) !== 'none') return cause
  const message = `${cause.message}; a flush was sent, and ${await stateOf(stage)}`
  return rephrased(cause, message, { data: { ...cause.data, sent: 'accepted' } })
}

function stateOf(stage: StageDoor): Promise<string> {
  return stage.lastLook().then(
    (status) => `the stage is ${status}`,
    () => 'the state of the stage could not be read any more',
  )
}
