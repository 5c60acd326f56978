import type { Candidate } from '../answer/freshness.js'
import type { Observation } from '../answer/observation.js'
import { shown } from '../answer/shown.js'
import { findPastCache } from '../evidence/bypass.js'
import { findRenewal } from '../evidence/renewal.js'
import { findReplay, identityOf, isDisputed } from '../evidence/replay.js'
import { usable, valueAt } from '../evidence/series.js'
import { checksOf } from './checks.js'
import type { Evidence } from './evidence.js'
import { type Proofs, weighProofs } from './proofs/proofs.js'
import {
  becauseCached,
  becauseInconclusive,
  becausePastCache,
  becauseRenewed,
  becauseTooSeldom,
} from './reason.js'
import { becauseOfLayer, becauseProven } from './reason-proofs.js'
import type { Verdict, VerifyReport } from './report.js'

export type Judgement = Pick<
  VerifyReport,
  'verdict' | 'layer' | 'reason' | 'freshness' | 'probes' | 'latency' | 'checks'
>

/** Weighs the evidence. Whatever an uncached origin could have answered as well is never called `cached`. */
export function judge(evidence: Evidence): Judgement {
  const proofs = weighProofs(evidence)
  const { verdict, reason, fresh, wholeBody } = weigh(evidence, proofs)
  const source = fresh?.source ?? null
  return {
    verdict,
    layer: verdict === 'cached' ? layerOf(proofs) : null,
    reason,
    freshness: fresh
      ? { source: fresh.source, kind: fresh.kind }
      : wholeBody
        ? { source: 'body', kind: 'body' }
        : null,
    probes: answersOf(evidence).map((one) => rowOf(one, source, evidence)),
    latency: latencyOf(evidence.probes),
    checks: checksOf(evidence, verdict, proofs),
  }
}

/** `stage` only where something explains the answers that only the stage's cache does, and nothing contradicts. */
function layerOf({ flush, invalidation, metrics }: Proofs): 'stage' | 'some-cache' {
  if (metrics?.says === 'not-cached' || flush?.says === 'other-layer') return 'some-cache'
  const shown = [flush, invalidation].some((proof) => proof?.says === 'stage') || metrics?.says === 'cached'
  return shown ? 'stage' : 'some-cache'
}

interface Weighed {
  readonly verdict: Verdict
  readonly reason: string
  readonly fresh: Candidate | null
  readonly wholeBody: boolean
}

function weigh(evidence: Evidence, proofs: Proofs): Weighed {
  const byProbes = weighProbes(evidence)
  const proven = becauseProven(proofs, layerOf(proofs))
  if (byProbes.verdict === 'cached') {
    return { ...byProbes, reason: [byProbes.reason, ...becauseOfLayer(proofs)].join('; ') }
  }
  if (proven) return { verdict: 'cached', ...proven }
  if (byProbes.verdict === 'inconclusive' && proofs.metrics?.says === 'not-cached') {
    return { ...byProbes, verdict: 'not-cached', reason: proofs.metrics.detail }
  }
  return byProbes
}

/** What the probes themselves say, and answers past the cache. */
function weighProbes(evidence: Evidence): Weighed {
  const { named } = evidence
  const probes = usable(evidence.probes)
  const inconclusive: Weighed = {
    verdict: 'inconclusive',
    reason: becauseInconclusive(evidence, probes),
    fresh: null,
    wholeBody: false,
  }
  if (probes.length < 2) return inconclusive
  if (named && probes.some((probe) => valueAt(probe, named.source) === null)) return inconclusive

  if (isDisputed(probes, named)) return inconclusive
  const replay = findReplay(probes, named)
  if (replay)
    return { verdict: 'cached', reason: becauseCached(replay, probes), fresh: replay.fresh, wholeBody: false }

  const renewal = findRenewal(probes, named)
  if (renewal) {
    const seldom = becauseTooSeldom(evidence, probes)
    if (seldom) return { ...inconclusive, reason: seldom }
    const reason = becauseRenewed(renewal, probes)
    return { verdict: 'not-cached', reason, fresh: renewal.fresh, wholeBody: renewal.fresh === null }
  }
  const controls = evidence.controls.flatMap((one) => (one.kind === 'test-invoke' ? [one.answer] : []))
  const past = findPastCache(probes, controls, named)
  if (!past) return inconclusive
  return {
    verdict: 'cached',
    reason: becausePastCache(past),
    fresh: past.fresh,
    wholeBody: past.fresh === null,
  }
}

interface Labelled {
  readonly label: string | null
  readonly answer: Observation
}

/** Every answer through the stage, in the order in which they came. */
function answersOf({ probes, controls, main }: Evidence): readonly Labelled[] {
  const all = [
    ...probes.map((answer) => ({ label: main?.label ?? null, answer })),
    ...controls.flatMap((control): readonly Labelled[] => {
      const labelled = (label: string) => (answer: Observation) => ({ label, answer })
      switch (control.kind) {
        case 'variant':
          return control.answers.map(labelled(control.variant.label))
        case 'flush':
          return [
            ...control.during.map(labelled('during the flush')),
            ...control.after.map(labelled('after the flush')),
          ]
        case 'invalidation':
          return control.steps.map(({ sent, answer }) => ({
            label: sent === 'plain' ? null : `max-age=0, ${sent}`,
            answer,
          }))
        case 'expiry':
          return control.after.map(labelled('after the TTL'))
        default:
          return []
      }
    }),
  ]
  return all.sort((a, b) => a.answer.sentAt - b.answer.sentAt)
}

function rowOf(
  { label, answer }: Labelled,
  source: string | null,
  evidence: Evidence,
): VerifyReport['probes'][number] {
  const { named } = evidence
  const value = source === null ? null : valueAt(answer, source)
  const first = firstOf(label, evidence)
  const judged = first !== undefined && usable([answer]).length > 0
  const identity = (other: Observation) =>
    `${identityOf(other, named)}\n${source ? valueAt(other, source) : ''}`
  return {
    at: new Date(answer.receivedAt).toISOString(),
    status: answer.status,
    latencyMs: answer.latencyMs,
    value: value === null ? null : shown(value),
    sameAsFirst: judged ? identity(answer) === identity(first) : null,
    ...(label === null ? {} : { label }),
  }
}

/** What an answer is compared with: of a variant its own first one, for other values have other answers. */
function firstOf(label: string | null, { probes, controls }: Evidence): Observation | undefined {
  const variant = controls.find((one) => one.kind === 'variant' && one.variant.label === label)
  return usable(variant?.kind === 'variant' ? variant.answers : probes)[0]
}

function latencyOf(probes: readonly Observation[]): VerifyReport['latency'] {
  const [first = 0, ...repeats] = probes.map((probe) => probe.latencyMs)
  const sorted = repeats.sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? first
  const lower = sorted.length % 2 === 0 ? (sorted[middle - 1] ?? upper) : upper
  return { firstMs: first, repeatMedianMs: (lower + upper) / 2 }
}
