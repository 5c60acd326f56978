import type { Observation } from '../../answer/observation.js'
import { CALLS } from '../../base/calls.js'
import type { Spelling } from '../../base/spelling.js'
import { findPastCache } from '../../evidence/bypass.js'
import { findKept, findRenewal } from '../../evidence/renewal.js'
import { findReplay, identityOf, isDisputed } from '../../evidence/replay.js'
import { usable, valueAt } from '../../evidence/series.js'
import { shownValue } from '../../request/shown-value.js'
import type { Evidence } from '../evidence.js'
import { PROOFS } from '../proofs/list.js'
import type { Finding, Proof, Proven } from '../proofs/proof.js'
import { invokedIn } from '../proofs/test-invoke.js'
import { type Weighed, weighAll } from '../proofs/weighed.js'
import type { Verdict, VerifyReport } from '../report.js'
import { checksOf } from './checks.js'
import { doubtOf, doubtOfKept, doubtOfSeldom } from './doubt.js'
import type { Doubt } from './doubts.js'
import { becauseCached } from './phrases.js'
import { becausePastCache, becauseRenewed } from './reason.js'

export type Judgement = Pick<
  VerifyReport,
  'verdict' | 'layer' | 'reason' | 'freshness' | 'probes' | 'latency' | 'checks'
>

/** Weighs the evidence. Whatever an uncached origin could have answered as well is never called `cached`. */
export function judge(evidence: Evidence, spelling: Spelling = CALLS, proofs: readonly Proof[] = PROOFS): Judgement {
  const weighed = weighAll(evidence, proofs)
  const findings = weighed.flatMap(({ proof, says }) => proof.because(says) ?? [])
  const { verdict, reason, fresh, wholeBody } = conclude(weighProbes(evidence, spelling), findings)
  const source = fresh?.source ?? null
  const rows = rowsOf(evidence, weighed)
  return {
    verdict,
    layer: verdict === 'cached' ? layerOf(findings) : null,
    reason,
    freshness: fresh ? { source: fresh.source, kind: fresh.kind } : wholeBody ? { source: 'body', kind: 'body' } : null,
    probes: rows.map((one) => probeOf(one, rows, source, evidence.named)),
    latency: latencyOf(evidence.probes),
    checks: checksOf(evidence, verdict, weighed),
  }
}

/** `stage` only where something explains the answers that only the stage's cache does, and nothing contradicts. */
function layerOf(findings: readonly Finding[]): 'stage' | 'some-cache' {
  const layers = findings.map(({ layer }) => layer)
  return layers.includes('stage') && !layers.includes('another') ? 'stage' : 'some-cache'
}

type Concluded = Pick<Proven, 'reason' | 'fresh' | 'wholeBody'> & {
  readonly verdict: Verdict
  readonly doubt?: Doubt
}

/** Why the probes show nothing; null where they do. PURE. */
export function doubtIn(evidence: Evidence, spelling: Spelling = CALLS): Doubt | null {
  return weighProbes(evidence, spelling).doubt ?? null
}

function doubtful(doubt: Doubt): Concluded {
  return { verdict: 'inconclusive', reason: doubt.reason, fresh: null, wholeBody: false, doubt }
}

const STRONGEST_FIRST: readonly Proven['by'][] = ['replaced', 'older', 'counted']

/** The probes go first, then whatever shows a cache, and a count of no hits last. */
function conclude(byProbes: Concluded, findings: readonly Finding[]): Concluded {
  const clauses = findings.flatMap(({ clause }) => clause ?? [])
  if (byProbes.verdict === 'cached') return withClauses(byProbes, clauses)
  const strongest = STRONGEST_FIRST.flatMap((by) =>
    findings.flatMap(({ verdict }) => (verdict?.by === by ? verdict : [])),
  )
  const cached = strongest.find(({ verdict }) => verdict === 'cached')
  if (cached) return withClauses(cached, clauses)
  return byProbes.verdict === 'inconclusive' ? (strongest[0] ?? byProbes) : byProbes
}

/** The sentence that gave the verdict may also be a clause: it is said once. */
function withClauses(concluded: Concluded, clauses: readonly string[]): Concluded {
  return { ...concluded, reason: [...new Set([concluded.reason, ...clauses])].join('; ') }
}

/** By the probes themselves, and answers past the cache. */
function weighProbes(evidence: Evidence, spelling: Spelling): Concluded {
  const { named, direct } = evidence
  const probes = usable(evidence.probes)
  const inconclusive = doubtful(doubtOf(evidence, probes, spelling))
  if (probes.length < 2) return inconclusive
  if (named && probes.some((probe) => valueAt(probe, named.source) === null)) return inconclusive

  if (isDisputed(probes, named)) return inconclusive
  const replay = findReplay(probes, named)
  if (replay)
    return {
      verdict: 'cached',
      reason: becauseCached(replay, probes, spelling),
      fresh: replay.fresh,
      wholeBody: false,
    }

  const renewal = findRenewal(probes, named, direct)
  if (renewal) {
    const kept = named || direct ? null : findKept(probes)
    if (kept) return doubtful(doubtOfKept(kept, probes, spelling))
    const seldom = doubtOfSeldom(evidence, probes, spelling)
    if (seldom) return doubtful(seldom)
    const reason = becauseRenewed(renewal, probes)
    return { verdict: 'not-cached', reason, fresh: renewal.fresh, wholeBody: renewal.fresh === null }
  }
  const past = findPastCache(probes, invokedIn(evidence), named)
  if (!past) return inconclusive
  const { fresh } = past
  return { verdict: 'cached', reason: becausePastCache(past), fresh, wholeBody: fresh === null }
}

interface Listed {
  readonly group: string | null
  readonly label: string | null
  readonly answer: Observation
}

/** Every answer through the stage, in the order in which they came. */
function rowsOf({ probes, others, main }: Evidence, weighed: readonly Weighed[]): readonly Listed[] {
  const of = (label: string | null) => (answer: Observation) => ({ group: label, label, answer })
  const all: readonly Listed[] = [
    ...probes.map(of(main?.label ?? null)),
    ...others.flatMap(({ variant: { label }, answers }) => answers.map(of(label))),
    ...weighed.flatMap(({ proof, taken }) => proof.rows(taken)),
  ]
  return [...all].sort((a, b) => a.answer.sentAt - b.answer.sentAt)
}

function probeOf(
  { group, label, answer }: Listed,
  rows: readonly Listed[],
  source: string | null,
  named: Evidence['named'],
): VerifyReport['probes'][number] {
  const value = source === null ? null : valueAt(answer, source)
  const [first] = usable(rows.filter((one) => one.group === group).map((one) => one.answer))
  const judged = first !== undefined && usable([answer]).length > 0
  const identity = (other: Observation) => `${identityOf(other, named)}\n${source ? valueAt(other, source) : ''}`
  return {
    at: new Date(answer.receivedAt).toISOString(),
    status: answer.status,
    latencyMs: answer.latencyMs,
    value: source === null || value === null ? null : shownValue({ source }, value),
    group,
    sameAsFirst: judged ? identity(answer) === identity(first) : null,
    ...(label === null ? {} : { label }),
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
