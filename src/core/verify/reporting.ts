import type { ApigwCacheError } from '../base/errors.js'
import { nextStep } from './judging/next-step.js'
import { again } from './judging/remedy.js'
import { type Judgement, judge } from './judging/verdict.js'
import { isAskedFor, type Proof } from './proofs/proof.js'
import type { Check, VerifyReport } from './report.js'
import type { VerifyRequest } from './request.js'
import { evidenceOf, type Subject } from './subject.js'

/** The verdict on what has been taken so far. */
export function judgementOn(subject: Subject, proofs: readonly Proof[]): Judgement {
  return judge(evidenceOf(subject), subject.request.advice.spelling, proofs)
}

export function reportOf(subject: Subject, proofs: readonly Proof[]): VerifyReport {
  const { request, probing, skipped } = subject
  const { target, method, url, expected, expectedBy, allowInconclusive, layer } = request
  const judgement = judgementOn(subject, proofs)
  if (subject.failure) return unjudged(request, judgement, subject.failure)
  const checks = [...judgement.checks, ...skipped, ...layerCheck(request, judgement), ...probing.checks()]
  const asExpected = judgement.verdict === expected
  const asked = proofs.filter((proof) => isAskedFor(proof, request.asked))
  const isNo = ({ id, outcome }: Check) =>
    asked.some(
      ({ checkId, decisive }) =>
        checkId === id && (outcome === 'fail' || (decisive && outcome === 'unknown' && !allowInconclusive)),
    )
  const passed =
    (asExpected || (judgement.verdict === 'inconclusive' && allowInconclusive)) &&
    !checks.some(isNo) &&
    (layer === null || judgement.layer === layer)
  const report = { target, method, url, ...judgement, expected, expectedBy, passed, checks }
  return { ...report, next: passed ? null : nextStep(report, request, evidenceOf(subject)) }
}

/** The answers until then are shown, but nothing is made of them. */
function unjudged(
  request: VerifyRequest,
  { probes, latency }: Pick<VerifyReport, 'probes' | 'latency'>,
  { message, hint }: ApigwCacheError,
): VerifyReport {
  const { target, method, url, expected, expectedBy } = request
  return {
    ...{ target, method, url, expected, expectedBy, probes, latency },
    ...{ verdict: 'inconclusive', layer: null, passed: false, reason: message, freshness: null },
    checks: [{ id: 'connection', outcome: 'fail', detail: `there was no answer to probe ${probes.length + 1}` }],
    next: again({ request }, hint ?? 'try again'),
  }
}

function layerCheck({ layer }: VerifyRequest, judgement: Pick<VerifyReport, 'layer' | 'verdict'>): readonly Check[] {
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
