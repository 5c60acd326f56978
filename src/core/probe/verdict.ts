import type { Verdict, VerifyReport } from '../model.js'
import { checksOf } from './checks.js'
import type { Evidence } from './evidence.js'
import type { Candidate } from './freshness.js'
import type { Observation } from './observation.js'
import { findPastCache } from './past-cache.js'
import { becauseCached, becauseInconclusive, becausePastCache, becauseRenewed } from './reason.js'
import { findRenewal } from './renewal.js'
import { contradicted, findReplay, identityOf } from './replay.js'
import { valueAt } from './series.js'
import { shown } from './text.js'

export type Judgement = Pick<
  VerifyReport,
  'verdict' | 'layer' | 'reason' | 'freshness' | 'probes' | 'latency' | 'checks'
>

/** Weighs the evidence. Whatever an uncached origin could have answered as well is never called `cached`. */
export function judge(evidence: Evidence): Judgement {
  const { verdict, reason, fresh, wholeBody } = weigh(evidence)
  const source = fresh?.source ?? null
  return {
    verdict,
    layer: verdict === 'cached' ? 'some-cache' : null,
    reason,
    freshness: fresh
      ? { source: fresh.source, kind: fresh.kind }
      : wholeBody
        ? { source: 'body', kind: 'body' }
        : null,
    probes: evidence.probes.map((probe) => reportOf(probe, source, evidence)),
    latency: latencyOf(evidence.probes),
    checks: checksOf(evidence, verdict),
  }
}

/** Answers that a verdict can rest on: neither errors nor given by another cache. */
export function usable(probes: readonly Observation[]): readonly Observation[] {
  return probes.filter((probe) => probe.status < 400 && probe.otherCache === null)
}

interface Weighed {
  readonly verdict: Verdict
  readonly reason: string
  readonly fresh: Candidate | null
  readonly wholeBody: boolean
}

function weigh(evidence: Evidence): Weighed {
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

  const replay = findReplay(probes, named)
  if (replay && !named && contradicted(replay.answers)) return inconclusive
  if (replay)
    return { verdict: 'cached', reason: becauseCached(replay, probes), fresh: replay.fresh, wholeBody: false }

  const renewal = findRenewal(probes, named)
  if (renewal) {
    const reason = becauseRenewed(renewal, probes)
    return { verdict: 'not-cached', reason, fresh: renewal.fresh, wholeBody: renewal.fresh === null }
  }
  const controls = evidence.controls.map(({ answer }) => answer)
  const past = findPastCache(probes, controls, named)
  if (!past) return inconclusive
  return {
    verdict: 'cached',
    reason: becausePastCache(past),
    fresh: past.fresh,
    wholeBody: past.fresh === null,
  }
}

function reportOf(
  probe: Observation,
  source: string | null,
  { probes, named }: Evidence,
): VerifyReport['probes'][number] {
  const value = source === null ? null : valueAt(probe, source)
  const [first] = usable(probes)
  const judged = first !== undefined && probe.status < 400 && probe.otherCache === null
  const identity = (other: Observation) =>
    `${identityOf(other, named)}\n${source ? valueAt(other, source) : ''}`
  return {
    at: new Date(probe.receivedAt).toISOString(),
    status: probe.status,
    latencyMs: probe.latencyMs,
    value: value === null ? null : shown(value),
    sameAsFirst: judged ? identity(probe) === identity(first) : null,
  }
}

function latencyOf(probes: readonly Observation[]): VerifyReport['latency'] {
  const [first = 0, ...repeats] = probes.map((probe) => probe.latencyMs)
  const sorted = repeats.sort((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? first
  const lower = sorted.length % 2 === 0 ? (sorted[middle - 1] ?? upper) : upper
  return { firstMs: first, repeatMedianMs: (lower + upper) / 2 }
}
