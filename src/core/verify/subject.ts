import type { Observation } from '../answer/observation.js'
import { ApigwCacheError } from '../base/errors.js'
import type { ProbingDoors } from './doors.js'
import type { Evidence, OtherAnswers } from './evidence.js'
import type { Check } from './report.js'
import type { VerifyRequest } from './request.js'
import type { Probing } from './send.js'

/** One URL under test, with what has been found out so far. */
export interface Subject {
  readonly request: VerifyRequest
  readonly probing: Probing
  /** Answers to the request itself, before anything disturbed the cache. */
  readonly probes: Observation[]
  readonly others: OtherAnswers[]
  /** By the ids of the proofs. */
  readonly taken: Map<string, unknown>
  /** Of proofs that could not be taken. */
  readonly skipped: Check[]
  /** Answers to the request itself since the cache was disturbed last. */
  latest: readonly Observation[]
  /** Ended it before its time: a connection that broke, an answer that never came. */
  failure: ApigwCacheError | null
}

export function subjectOf(request: VerifyRequest, probing: Probing): Subject {
  const probes: Observation[] = []
  return {
    ...{ request, probing, probes, others: [], taken: new Map(), skipped: [] },
    latest: probes,
    failure: null,
  }
}

export function evidenceOf({ request, probes, others, taken }: Subject): Evidence {
  const { timestamp: named, expected, known, variants, direct } = request
  const [main] = variants
  const apiKey = main.headers.some(([name]) => name.toLowerCase() === 'x-api-key')
  return {
    ...{ probes, others, taken, named, expected, known, direct },
    main: variants.length > 1 ? main : null,
    sent: { signed: request.sign, apiKey },
  }
}

/** A failure of one URL ends that one, and leaves the verdicts on the others alone. */
export async function unlessFailed(
  { signal }: Pick<ProbingDoors, 'signal'>,
  subject: Subject,
  work: () => Promise<void>,
): Promise<void> {
  if (subject.failure) return
  try {
    await work()
  } catch (error) {
    if (signal?.aborted || !(error instanceof ApigwCacheError) || error.kind !== 'failure') throw error
    subject.failure = error
  }
}

/** So late a fresh answer has another time, also by a clock of coarser steps or one that is behind by a second. */
const TICKS_BETWEEN_VALUES = 4

/** Asks for each variant in turn, again and again, so that each is asked for after the others were. */
export async function probeInTurn({ request, probing, probes, others }: Subject): Promise<void> {
  const [main, ...varied] = request.variants
  const series = varied.map((variant) => ({ variant, answers: [] as Observation[] }))
  probing.newPhase()
  for (let round = 0; round < request.samples; round++) {
    probes.push(await probing.ask({ variant: main }))
    const ticks = round === 0 ? TICKS_BETWEEN_VALUES : 1
    for (const { variant, answers } of series) answers.push(await probing.ask({ variant, ticks }))
  }
  others.push(...series.map(({ variant: { label, values }, answers }) => ({ variant: { label, values }, answers })))
}

/** A new phase of plain requests, as many as there are samples. */
export async function probeAgain({ request, probing }: Subject): Promise<readonly Observation[]> {
  probing.newPhase()
  const answers: Observation[] = []
  while (answers.length < request.samples) answers.push(await probing.ask())
  return answers
}
