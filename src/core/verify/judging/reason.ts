import { withoutEdgeValues } from '../../answer/edge-values.js'
import type { Candidate } from '../../answer/freshness.js'
import type { NamedFreshness } from '../../answer/named.js'
import type { Observation } from '../../answer/observation.js'
import { shown, shownSource } from '../../answer/shown.js'
import type { Spelling } from '../../base/spelling.js'
import type { PastCache } from '../../evidence/bypass.js'
import type { Renewal } from '../../evidence/renewal.js'
import { contradiction, identityOf, repeats } from '../../evidence/replay.js'
import { valueAt } from '../../evidence/series.js'
import { LARGEST_ENTRY_BYTES } from '../../gateway/limits.js'
import type { Evidence } from '../evidence.js'
import { invokedIn } from '../proofs/test-invoke.js'
import { overTime } from './phrases.js'

const MIN_WITHIN_TTL = 2

export function becausePastCache({ fresh, answers, pastValue }: PastCache): string {
  if (!fresh)
    return `the body stayed the same over ${overTime(answers)}; each test-invoke past the cache had another`
  const stayed = `${shownSource(fresh)} stayed ${shown(fresh.value)} over ${overTime(answers)}`
  return `${stayed}; a test-invoke past the cache had ${shown(pastValue ?? '')}`
}

export function becauseRenewed({ fresh, distinct }: Renewal, probes: readonly Observation[]): string {
  const what = fresh ? shownSource(fresh) : 'the body'
  const values = fresh
    ? [probes[0], probes.at(-1)].map((probe) => shown(probe ? (valueAt(probe, fresh.source) ?? '') : ''))
    : []
  const range = fresh ? ` (${values.join(' … ')})` : ''
  return distinct === probes.length
    ? `${what} was another one in each of ${overTime(probes)}${range}${tooLarge(probes)}`
    : `${what} had ${distinct} values in ${overTime(probes)}${range} and moved on whenever its clock had ticked`
}

/** Something in front may add to a stored answer, as a backend may keep the data of fresh ones. */
export function becauseKept(kept: Candidate, probes: readonly Observation[], { option }: Spelling): string {
  return `${shownSource(kept)} stayed ${shown(kept.value)} while the body was new each time (${overTime(probes)}); name the one that counts with ${option('timestamp')}`
}

/** An entry that is over before it is asked for again looks like none: null where that is no explanation. */
export function becauseTooSeldom(
  { known }: Evidence,
  probes: readonly Observation[],
  { option }: Spelling,
): string | null {
  if (!known?.cached) return null
  const within = probes.filter((probe, index) => {
    const earlier = probes[index - 1]
    return earlier !== undefined && probe.receivedAt - earlier.sentAt < known.ttlSeconds * 1000
  })
  if (within.length >= MIN_WITHIN_TTL) return null
  return `${overTime(probes)} differed, but the TTL of ${known.ttlSeconds} s was over before the next one was asked for; ask more often (${option('intervalMs')})`
}

/** Says why nothing can be said, and what would change that. */
export function becauseInconclusive(
  evidence: Evidence,
  probes: readonly Observation[],
  spelling: Spelling,
): string {
  const { option } = spelling
  const { named } = evidence
  if (probes.length === 0) return becauseNoneUsable(evidence.probes, spelling)
  if (probes.length === 1)
    return `only one answer of ${evidence.probes.length} could be judged; ask for more ${option('samples')}`
  const found = probes.filter((probe) => !named || valueAt(probe, named.source) !== null)
  if (named && found.length < probes.length) {
    return `${shown(named.source)} was found in ${found.length} of ${probes.length} answers; check ${option('timestamp')}`
  }
  const [largest] = repeats(probes, named)
  if (!largest && !named && new Set(probes.map(({ body }) => withoutEdgeValues(body))).size === 1) {
    return `${overTime(probes)} differed only in what something in front may add to a stored one (a nonce, the id of a request); ${settledBy(evidence, spelling)}`
  }
  if (!largest)
    return `${overTime(probes)} differed, which one renewal explains as well; ask for more ${option('samples')}`
  const header = named ? null : contradiction(largest)
  if (header) {
    return `the body stayed the same over ${overTime(largest)} while header ${shownSource(header)} was new each time; name the one that counts with ${option('timestamp')}`
  }
  const misnamed = named ? becauseMisnamed(named, largest, probes, option) : null
  if (misnamed) return misnamed
  if (largest.length < probes.length) {
    return `only some of ${overTime(probes)} were equal, as slow data or several instances explain as well; ${settledBy(evidence, spelling)}`
  }
  return `${overTime(probes)} were identical, ${becauseOfTestInvoke(evidence, largest, spelling)}`
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

function becauseOfTestInvoke(
  evidence: Evidence,
  [answer]: readonly Observation[],
  spelling: Spelling,
): string {
  const [past] = invokedIn(evidence)
  const { named } = evidence
  if (!past || !answer)
    return `but nothing shows that a fresh one would differ; ${settledBy(evidence, spelling)}`
  const settled = `a timestamp in the response or ${spelling.option('metrics')} would settle it`
  if (past.status !== answer.status) {
    return `but a test-invoke answered ${past.status} and so shows nothing; ${settled}`
  }
  return identityOf(past, named) === identityOf(answer, named)
    ? `but so was a fresh one from a test-invoke past the cache; ${settled}`
    : `and a test-invoke differed only as undeployed changes or another instance would; ${settled}`
}

/** More is possible with a stage than with any other server. */
function settledBy({ known }: Evidence, { option }: Spelling): string {
  const named = `(${option('timestamp')})`
  const means = known
    ? `${named}, ${option('vary')}, ${option('flush')}, ${option('metrics')} or ${option('control', 'test-invoke')}`
    : `${named} or ${option('vary')}`
  return `a timestamp in the response ${means} would settle it`
}

function becauseNoneUsable(probes: readonly Observation[], spelling: Spelling): string {
  const cache = probes.find((probe) => probe.otherCache)?.otherCache
  if (cache)
    return `every answer came through a cache in front of the stage or of what answers (${shown(cache)}), and so says nothing of what is behind it; ask the stage at its own address: a path, with ${spelling.option('api')} and ${spelling.option('stage')}, and without ${spelling.option('url')}`
  const [first] = probes
  if (!first) return 'nothing was answered'
  const statuses = [...new Set(probes.map((probe) => probe.status))].join(', ')
  return `every answer was an error (${statuses}), which proves nothing; ${adviceFor(first, spelling)}`
}

function adviceFor({ status, body }: Observation, { option }: Spelling): string {
  if (status === 403 && /Missing Authentication Token/i.test(body)) {
    return `Missing Authentication Token means that the stage has no such path or method, or that the method takes only signed requests (${option('sign')})`
  }
  if (status === 401 || status === 403) {
    return `send what the method asks for (${option('headers')}, ${option('headers', 'x-api-key')}, ${option('sign')})`
  }
  if (status === 429) return `the stage throttles; ask with a longer ${option('intervalMs')}`
  return status >= 500 ? 'let the backend answer first' : 'check the path and the parameters'
}

/** The commonest reason why a method with caching on is not cached, and the least visible one. */
function tooLarge(probes: readonly Observation[]): string {
  const bytes = Math.max(...probes.map((probe) => probe.bodyBytes))
  return bytes > LARGEST_ENTRY_BYTES
    ? `; the body has ${bytes.toLocaleString('en-US')} bytes, and API Gateway stores at most ${LARGEST_ENTRY_BYTES.toLocaleString('en-US')}`
    : ''
}
