import type { Candidate } from '../answer/freshness.js'
import { shown } from '../answer/shown.js'
import { valueAt } from '../evidence/series.js'
import type { Proofs } from './proofs/proofs.js'
import { becauseCached, nameOf, overTime } from './reason.js'

interface Proven {
  readonly reason: string
  readonly fresh: Candidate | null
  readonly wholeBody: boolean
}

/** Why it is cached where the probes alone do not tell; null where no control shows it. */
export function becauseProven(proofs: Proofs, layer: 'stage' | 'some-cache'): Proven | null {
  const reasons = becauseOfLayer(proofs)
  const { flush, invalidation, expiry, variants, metrics } = proofs
  if (flush?.says === 'stage') {
    const { fresh, phases } = flush
    const stayed = `${fresh ? nameOf(fresh) : 'the body'} stayed the same over ${overTime(phases.before)}`
    return { reason: [stayed, ...reasons].join('; '), fresh, wholeBody: fresh === null }
  }
  const stored = [invalidation, expiry].find(
    (proof) => proof && (proof.says === 'some-cache' || proof.says === 'stage'),
  )
  if (stored) {
    const sentence = stored === expiry ? becauseOfExpiry(proofs) : becauseOfInvalidation(proofs)
    const others = layer === 'stage' ? reasons.filter((one) => one !== sentence) : reasons
    return {
      reason: [sentence, ...others].filter((one) => one !== null).join('; '),
      fresh: stored.replay?.fresh ?? null,
      wholeBody: !stored.replay,
    }
  }
  if (variants?.older) {
    const { label, answers, fresh } = variants.older
    const what = fresh ? `${nameOf(fresh)} stayed ${shown(fresh.value)}` : 'the body stayed the same'
    const fresher = `${what} over ${overTime(answers)}; a fresh answer for ${label} had another`
    return { reason: [fresher, ...reasons].join('; '), fresh, wholeBody: false }
  }
  return metrics?.says === 'cached' ? { reason: metrics.detail, fresh: null, wholeBody: false } : null
}

/** What the controls add about the layer, a clause each. */
export function becauseOfLayer({ flush, invalidation, metrics }: Proofs): readonly string[] {
  const clauses: string[] = []
  if (flush?.says === 'stage') clauses.push(becauseFlushed(flush))
  if (flush?.says === 'other-layer') {
    clauses.push("a flush of the stage did not change it: another cache than the stage's has it as well")
  }
  if (invalidation?.says === 'stage') {
    clauses.push('each allowed Cache-Control: max-age=0 replaced it, and nothing else did')
  }
  if (metrics?.says === 'cached') clauses.push(metrics.detail)
  if (metrics?.says === 'not-cached') {
    clauses.push(`another cache than the stage's answers: ${metrics.detail}`)
  }
  return clauses
}

function becauseFlushed({
  fresh,
  phases: { during, after },
}: Extract<NonNullable<Proofs['flush']>, { says: 'stage' }>): string {
  const last = after.at(-1)
  const value = fresh && last ? ` ${shown(valueAt(last, fresh.source) ?? '')}` : ' another one'
  const what = fresh ? nameOf(fresh) : 'the body'
  return `${what} was a new one in each of ${overTime(during)} while the stage flushed, and stayed${value} after it`
}

function becauseOfInvalidation({ invalidation }: Proofs): string | null {
  if (!invalidation) return null
  const how = invalidation.signed === 'replaced' ? 'signed ' : ''
  return `${how}requests with Cache-Control: max-age=0 were answered anew, and later plain ones had that answer`
}

function becauseOfExpiry({ expiry }: Proofs): string | null {
  if (!expiry?.replay) return null
  return `the value changed once the TTL was over, and ${becauseCached(expiry.replay, expiry.replay.answers)}`
}
