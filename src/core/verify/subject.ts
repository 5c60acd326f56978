import type { Observation } from '../answer/observation.js'
import { ApigwCacheError } from '../base/errors.js'
import type { Control, Evidence } from './evidence.js'
import type { VerifyReport } from './report.js'
import type { VerifyDeps, VerifyRequest } from './request.js'
import { type Probing, startProbing } from './send.js'

/** One URL under test, with what has been found out so far. */
export interface Trial {
  readonly request: VerifyRequest
  readonly probing: Probing
  /** Answers to the request itself, before anything disturbed the cache. */
  readonly probes: Observation[]
  readonly controls: Control[]
  /** Controls that could not be taken. */
  readonly skipped: VerifyReport['checks'][number][]
  /** Answers to the request itself since the cache was disturbed last. */
  latest: readonly Observation[]
  /** What ended it before its time: a connection that broke, an answer that never came. */
  failure: ApigwCacheError | null
}

export function startTrial(deps: VerifyDeps, request: VerifyRequest): Trial {
  const probes: Observation[] = []
  return {
    request,
    probing: startProbing(deps, request),
    probes,
    controls: [],
    skipped: [],
    latest: probes,
    failure: null,
  }
}

export function evidenceOf({ request, probes, controls }: Trial): Evidence {
  const { timestamp = null, expected, known, variants } = request
  const [main] = variants
  return { probes, controls, main: variants.length > 1 ? main : null, named: timestamp, expected, known }
}

/** What fails for one URL ends that one, and leaves the verdicts on the others alone. */
export async function unlessFailed(
  { signal }: Pick<VerifyDeps, 'signal'>,
  trial: Trial,
  work: () => Promise<void>,
): Promise<void> {
  if (trial.failure) return
  try {
    await work()
  } catch (error) {
    if (signal?.aborted || !(error instanceof ApigwCacheError) || error.kind !== 'failure') throw error
    trial.failure = error
  }
}

/** A new phase of plain requests, as many as there are samples. */
export async function probeAgain({ request, probing }: Trial): Promise<readonly Observation[]> {
  probing.newPhase()
  const answers: Observation[] = []
  while (answers.length < request.samples) answers.push(await probing.ask())
  return answers
}
