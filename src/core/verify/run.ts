import { ApigwCacheError } from '../base/errors.js'
import { mostRequests, mostTestInvokes } from './announced.js'
import { nextStep } from './next-step.js'
import { takeExpiry } from './proofs/expiry-take.js'
import { takeFlush } from './proofs/flush-take.js'
import { takeInvalidation } from './proofs/invalidation-take.js'
import { alignToMinute, takeMetrics } from './proofs/metrics-take.js'
import { takeTestInvokes } from './proofs/test-invoke-take.js'
import { probeVariants } from './proofs/variants-take.js'
import type { VerifyReport } from './report.js'
import type { VerifyDeps, VerifyRequest } from './request.js'
import { evidenceOf, startTrial, type Trial, unlessFailed } from './subject.js'
import { judge } from './verdict.js'

export interface Verified {
  readonly reports: readonly VerifyReport[]
  /** What kept the only URL from being judged. */
  readonly failure: ApigwCacheError | null
}

/**
 * Probes URLs and judges whether a cache answers them. Of several, one that cannot be reached is inconclusive.
 * Throws `interrupted` on abort.
 *
 * One after the other, because probes of one would disturb those of another on the same entry; what empties
 * the cache or takes minutes is done once for all of them.
 */
export async function verify(deps: VerifyDeps, requests: readonly VerifyRequest[]): Promise<Verified> {
  const sum = (most: (request: VerifyRequest) => number) =>
    requests.reduce((total, request) => total + most(request), 0)
  deps.onProgress?.({
    kind: 'announce',
    requests: sum(mostRequests),
    testInvokes: sum(mostTestInvokes),
  })
  const trials = requests.map((request) => startTrial(deps, request))
  const flush = { running: false }
  try {
    await takeAll(watching(deps, flush), trials)
  } catch (cause) {
    if (!deps.signal?.aborted) throw cause
    throw await interrupted(deps, trials, flush.running, cause)
  }
  const [only, ...others] = trials
  return { reports: trials.map(reportOf), failure: others.length === 0 ? (only?.failure ?? null) : null }
}

async function takeAll(deps: VerifyDeps, trials: readonly Trial[]): Promise<void> {
  await alignToMinute(deps, trials)
  for (const trial of trials) {
    await unlessFailed(deps, trial, async () => {
      await probeVariants(trial)
      await takeTestInvokes(deps, trial)
    })
  }
  await takeFlush(deps, trials)
  for (const trial of trials) await unlessFailed(deps, trial, () => takeInvalidation(trial))
  await takeExpiry(deps, trials)
  await takeMetrics(deps, trials)
}

function reportOf(trial: Trial): VerifyReport {
  const { request, probing, skipped } = trial
  const { target, method, url, expected, allowInconclusive, layer } = request
  const evidence = evidenceOf(trial)
  const judgement = judge(evidence)
  if (trial.failure) return unjudged(request, judgement, trial.failure)
  const checks = [...judgement.checks, ...skipped, ...layerCheck(request, judgement), ...probing.checks()]
  const asExpected = judgement.verdict === expected
  const passed =
    (asExpected || (judgement.verdict === 'inconclusive' && allowInconclusive)) &&
    !checks.some(({ id, outcome }) => DECISIVE.has(id) && isNo(outcome, allowInconclusive)) &&
    (layer === null || judgement.layer === layer)
  const report = { target, method, url, ...judgement, expected, passed, checks }
  return { ...report, next: passed ? null : nextStep(report, request, evidence) }
}

/** What was answered until then is shown, but nothing is made of it. */
function unjudged(
  { target, method, url, expected }: VerifyRequest,
  { probes, latency }: Pick<VerifyReport, 'probes' | 'latency'>,
  { message, hint }: ApigwCacheError,
): VerifyReport {
  return {
    ...{ target, method, url, expected, probes, latency },
    ...{ verdict: 'inconclusive', layer: null, passed: false, reason: message, freshness: null },
    checks: [
      { id: 'connection', outcome: 'fail', detail: `there was no answer to probe ${probes.length + 1}` },
    ],
    next: hint ?? 'try again',
  }
}

/** One of these that failed, or that shows nothing although it was asked for, is a no, whatever the verdict. */
const DECISIVE: ReadonlySet<string> = new Set(['vary', 'identity'])

function isNo(outcome: VerifyReport['checks'][number]['outcome'], allowInconclusive: boolean): boolean {
  return outcome === 'fail' || (outcome === 'unknown' && !allowInconclusive)
}

function layerCheck(
  { layer }: VerifyRequest,
  judgement: Pick<VerifyReport, 'layer' | 'verdict'>,
): VerifyReport['checks'] {
  if (layer === null) return []
  if (judgement.layer === layer) {
    return [{ id: 'layer', outcome: 'pass', detail: "the stage's cache gave the answers" }]
  }
  const cached = judgement.verdict === 'cached'
  const detail = cached
    ? "some cache gave the answers, but nothing shows that it was the stage's"
    : "nothing shows that the stage's cache gave the answers"
  return [{ id: 'layer', outcome: cached ? 'unknown' : 'fail', detail }]
}

/** Remembers whether a flush is under way, for whoever is interrupted meanwhile. */
function watching(deps: VerifyDeps, flush: { running: boolean }): VerifyDeps {
  const { stage } = deps
  if (!stage) return deps
  return {
    ...deps,
    stage: {
      ...stage,
      startFlush: async () => {
        flush.running = true
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
  { stage }: VerifyDeps,
  trials: readonly Trial[],
  flushing: boolean,
  cause: unknown,
): Promise<ApigwCacheError> {
  const sent = trials.reduce((total, { probing }) => total + probing.sent.length, 0)
  const url = trials.find(({ probing }) => probing.sent.length > 0)?.request.url ?? trials[0]?.request.url
  const done = `interrupted after ${sent} probes of ${url}`
  if (!flushing || !stage) {
    return new ApigwCacheError('interrupted', 'interrupted-probing', done, {
      cause,
      hint: 'nothing but their entries is left behind',
    })
  }
  const state = await stage.lastLook().then(
    (status) => `the stage is ${status}`,
    () => 'the state of the stage could not be read any more',
  )
  return new ApigwCacheError(
    'interrupted',
    'interrupted-flushing',
    `${done}: a flush was sent, and ${state}`,
    {
      cause,
      data: { target: stage.target },
    },
  )
}
