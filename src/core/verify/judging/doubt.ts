import { withoutEdgeValues } from '../../answer/edge-values.js'
import type { Candidate } from '../../answer/freshness.js'
import type { NamedFreshness } from '../../answer/named.js'
import type { Observation } from '../../answer/observation.js'
import { shown, shownSource } from '../../answer/shown.js'
import type { Spelling } from '../../base/spelling.js'
import { contradiction, identityOf, repeats } from '../../evidence/replay.js'
import { valueAt } from '../../evidence/series.js'
import { shownValue } from '../../request/shown-value.js'
import type { Evidence } from '../evidence.js'
import { invokedIn } from '../proofs/test-invoke.js'
import type { Doubt } from './doubts.js'
import { overTime } from './phrases.js'
import { doubtOfErrors } from './refused.js'

const MIN_WITHIN_TTL = 2

/** Something in front may add to a stored answer, as a backend may keep the data of fresh ones. */
export function doubtOfKept(kept: Candidate, probes: readonly Observation[], { option }: Spelling): Doubt {
  return {
    kind: 'value-stays',
    source: kept.source,
    reason: `${shownSource(kept)} stayed ${shownValue(kept, kept.value)} while the body was new each time (${overTime(probes)}); name the one that counts with ${option('timestamp')}`,
  }
}

/** An entry that is over before it is asked for again looks like none: null where that is no explanation. */
export function doubtOfSeldom({ known }: Evidence, probes: readonly Observation[], { option }: Spelling): Doubt | null {
  if (!known?.cached) return null
  const within = probes.filter((probe, index) => {
    const earlier = probes[index - 1]
    return earlier !== undefined && probe.receivedAt - earlier.sentAt < known.ttlSeconds * 1000
  })
  if (within.length >= MIN_WITHIN_TTL) return null
  return {
    kind: 'asked-too-seldom',
    reason: `${overTime(probes)} differed, but the TTL of ${known.ttlSeconds} s was over before the next one was asked for; ask more often (${option('intervalMs')})`,
  }
}

/** Says why nothing can be said, and what would change that. */
export function doubtOf(evidence: Evidence, probes: readonly Observation[], spelling: Spelling): Doubt {
  const { option } = spelling
  const { named } = evidence
  if (probes.length === 0) return doubtOfErrors(evidence, spelling)
  if (probes.length === 1) {
    const reason = `only one answer of ${evidence.probes.length} could be judged; ask for more ${option('samples')}`
    return { kind: 'too-few', reason }
  }
  const found = probes.filter((probe) => !named || valueAt(probe, named.source) !== null)
  if (named && found.length < probes.length) {
    const reason = `${shown(named.source)} was found in ${found.length} of ${probes.length} answers; check ${option('timestamp')}`
    return { kind: 'named-not-found', reason }
  }
  const [largest] = repeats(probes, named)
  return largest ? doubtOfEqual(largest, evidence, probes, spelling) : doubtOfNew(evidence, probes, spelling)
}

function doubtOfNew(evidence: Evidence, probes: readonly Observation[], spelling: Spelling): Doubt {
  const alike = new Set(probes.map(({ body }) => withoutEdgeValues(body))).size === 1
  if (!evidence.named && alike) {
    const reason = `${overTime(probes)} differed only in what something in front may add to a stored one (a nonce, the id of a request); ${settledBy(evidence, spelling)}`
    return { kind: 'edge-values-differ', reason }
  }
  const reason = `${overTime(probes)} differed, which one renewal explains as well; ask for more ${spelling.option('samples')}`
  return { kind: 'all-differ', reason }
}

function doubtOfEqual(
  largest: readonly Observation[],
  evidence: Evidence,
  probes: readonly Observation[],
  spelling: Spelling,
): Doubt {
  const { option } = spelling
  const { named } = evidence
  const header = named ? null : contradiction(largest)
  if (header) {
    const reason = `the body stayed the same over ${overTime(largest)} while header ${shownSource(header)} was new each time; name the one that counts with ${option('timestamp')}`
    return { kind: 'header-moves', reason, source: header.source }
  }
  const misnamed = named ? becauseMisnamed(named, largest, probes, option) : null
  if (misnamed) return { kind: 'misnamed', reason: misnamed }
  if (largest.length < probes.length) {
    const reason = `only some of ${overTime(probes)} were equal, as slow data or several instances explain as well; ${settledBy(evidence, spelling)}`
    return { kind: 'only-some-equal', reason }
  }
  const { kind, says } = ofTestInvoke(evidence, largest, spelling)
  return { kind, reason: `${overTime(probes)} were identical, ${says}` }
}

/** A value that is no time is taken at the user's word, but not against the bodies. */
function becauseMisnamed(
  { source }: NamedFreshness,
  answers: readonly Observation[],
  probes: readonly Observation[],
  option: Spelling['option'],
): string | null {
  if (probes.some((probe) => probe.candidates.get(source)?.time)) return null
  const name = shown(source)
  return new Set(answers.map(({ body }) => withoutEdgeValues(body))).size > 1
    ? `${name} stayed while the bodies differed, and is no time; check ${option('timestamp')}`
    : null
}

function ofTestInvoke(
  evidence: Evidence,
  [answer]: readonly Observation[],
  spelling: Spelling,
): { readonly kind: Doubt['kind']; readonly says: string } {
  const [past] = invokedIn(evidence)
  const { named } = evidence
  if (!past || !answer) {
    const says = `but nothing shows that a fresh one would differ; ${settledBy(evidence, spelling)}`
    return { kind: 'no-sign', says }
  }
  const settled = `a timestamp in the response or ${spelling.option('metrics')} would settle it`
  if (past.status !== answer.status) {
    const says = `but a test-invoke answered ${past.status} and so shows nothing; ${settled}`
    return { kind: 'test-invoke-failed', says }
  }
  return identityOf(past, named) === identityOf(answer, named)
    ? {
        kind: 'test-invoke-same',
        says: `but so was a fresh one from a test-invoke past the cache; ${settled}`,
      }
    : {
        kind: 'test-invoke-unclear',
        says: `and a test-invoke differed only as undeployed changes or another instance would; ${settled}`,
      }
}

/** More is possible with a stage than with any other server. */
function settledBy({ known }: Evidence, { option }: Spelling): string {
  const named = `(${option('timestamp')})`
  const means = known
    ? `${named}, ${option('vary')}, ${option('flush')}, ${option('metrics')} or ${option('control', 'test-invoke')}`
    : `${named} or ${option('vary')}`
  return `a timestamp in the response ${means} would settle it`
}
