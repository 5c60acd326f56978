import type { Candidate } from '../answer/freshness.js'
import type { NamedFreshness } from '../answer/named.js'
import type { Observation } from '../answer/observation.js'
import { shown } from '../answer/shown.js'
import type { PastCache } from '../evidence/bypass.js'
import type { Renewal } from '../evidence/renewal.js'
import { contradiction, identityOf, type Replay, repeats } from '../evidence/replay.js'
import { groupsBy, valueAt } from '../evidence/series.js'
import { controlsOf, type Evidence } from './evidence.js'

const MIN_WITHIN_TTL = 2
const LARGEST_ENTRY_BYTES = 1_048_576

export function becauseCached({ fresh, answers, why }: Replay, probes: readonly Observation[]): string {
  const stayed = `${nameOf(fresh)} stayed ${shown(fresh.value)} over ${overTime(answers)}`
  const kinds = groupsBy(probes, (probe) => valueAt(probe, fresh.source) ?? '').length
  const renewed = kinds > 1 ? `, of ${probes.length} with ${kinds} values in all` : ''
  return `${stayed}${renewed}${WHY[why]}`
}

const WHY: Record<Replay['why'], string> = {
  named: '',
  'own-time': ', and lay within 2 s of the Date of the answer that had it first',
  'steady-offset': ', and moved on with the clock at every renewal',
  'request-id': ', and each request has its own',
}

export function becausePastCache({ fresh, answers, controlValue }: PastCache): string {
  if (!fresh)
    return `the body stayed the same over ${overTime(answers)}; each test-invoke past the cache had another`
  const stayed = `${nameOf(fresh)} stayed ${shown(fresh.value)} over ${overTime(answers)}`
  return `${stayed}; a test-invoke past the cache had ${shown(controlValue ?? '')}`
}

export function becauseRenewed({ fresh, distinct }: Renewal, probes: readonly Observation[]): string {
  const what = fresh ? nameOf(fresh) : 'the body'
  const values = fresh
    ? [probes[0], probes.at(-1)].map((probe) => shown(probe ? (valueAt(probe, fresh.source) ?? '') : ''))
    : []
  const range = fresh ? ` (${values.join(' … ')})` : ''
  return distinct === probes.length
    ? `${what} was another one in each of ${overTime(probes)}${range}${tooLarge(probes)}`
    : `${what} had ${distinct} values in ${overTime(probes)}${range} and moved on whenever its clock had ticked`
}

/** An entry that is over before it is asked for again looks like none: null where that is no explanation. */
export function becauseTooSeldom({ known }: Evidence, probes: readonly Observation[]): string | null {
  if (!known?.cached) return null
  const within = probes.filter((probe, index) => {
    const earlier = probes[index - 1]
    return earlier !== undefined && probe.receivedAt - earlier.sentAt < known.ttlSeconds * 1000
  })
  if (within.length >= MIN_WITHIN_TTL) return null
  return `${overTime(probes)} differed, but the TTL of ${known.ttlSeconds} s was over before the next one was asked for; ask more often (--interval)`
}

/** Says why nothing can be said, and what would change that. */
export function becauseInconclusive(evidence: Evidence, probes: readonly Observation[]): string {
  const { named } = evidence
  if (probes.length === 0) return becauseNoneUsable(evidence.probes)
  if (probes.length === 1)
    return `only one answer of ${evidence.probes.length} could be judged; ask for more --samples`
  const found = probes.filter((probe) => !named || valueAt(probe, named.source) !== null)
  if (named && found.length < probes.length) {
    return `${shown(named.source)} was found in ${found.length} of ${probes.length} answers; check --timestamp`
  }
  const [largest] = repeats(probes, named)
  if (!largest)
    return `${overTime(probes)} differed, which one renewal explains as well; ask for more --samples`
  const header = named ? null : contradiction(largest)
  if (header) {
    return `the body stayed the same over ${overTime(largest)} while header ${nameOf(header)} was new each time; name the one that counts with --timestamp`
  }
  const misnamed = named ? becauseMisnamed(named, largest, probes) : null
  if (misnamed) return misnamed
  if (largest.length < probes.length) {
    return `only some of ${overTime(probes)} were equal, as slow data or several instances explain as well; ${settledBy(evidence)}`
  }
  return `${overTime(probes)} were identical, ${becauseOfControl(evidence, largest, controlsOf(evidence, 'test-invoke')[0]?.answer)}`
}

/** What is no time has to be seen to move, or else anything that is always the same could be named. */
function becauseMisnamed(
  { source }: NamedFreshness,
  answers: readonly Observation[],
  probes: readonly Observation[],
): string | null {
  if (probes.some((probe) => probe.candidates.get(source)?.time)) return null
  const name = shown(source)
  if (new Set(answers.map(({ body }) => body)).size > 1) {
    return `${name} stayed while the bodies differed, and is no time; check --timestamp`
  }
  return answers.length === probes.length ? `${name} is no time and never differed; check --timestamp` : null
}

function becauseOfControl(
  evidence: Evidence,
  answers: readonly Observation[],
  control: Observation | undefined,
) {
  const [answer] = answers
  const { named } = evidence
  if (!control || !answer) return `but nothing shows that a fresh one would differ; ${settledBy(evidence)}`
  const settled = 'a timestamp in the response or --metrics would settle it'
  if (control.status !== answer.status) {
    return `but a test-invoke answered ${control.status} and so shows nothing; ${settled}`
  }
  return identityOf(control, named) === identityOf(answer, named)
    ? `but so was a fresh one from a test-invoke past the cache; ${settled}`
    : `and a test-invoke differed only as undeployed changes or another instance would; ${settled}`
}

/** What is possible with a stage, and what with any server. */
function settledBy({ known }: Evidence): string {
  const means = known
    ? '(--timestamp), --vary, --flush, --metrics or --control test-invoke'
    : '(--timestamp) or --vary'
  return `a timestamp in the response ${means} would settle it`
}

function becauseNoneUsable(probes: readonly Observation[]): string {
  const cache = probes.find((probe) => probe.otherCache)?.otherCache
  if (cache)
    return `every answer came through another cache (${shown(cache)}); probe the stage itself with --url`
  const [first] = probes
  if (!first) return 'nothing was answered'
  const statuses = [...new Set(probes.map((probe) => probe.status))].join(', ')
  return `every answer was an error (${statuses}), which proves nothing; ${adviceFor(first)}`
}

function adviceFor({ status, body }: Observation): string {
  if (status === 403 && /Missing Authentication Token/i.test(body)) {
    return 'Missing Authentication Token means that the stage has no such path or method, or that the method takes only signed requests (--sign)'
  }
  if (status === 401 || status === 403) return 'send what the method asks for (--header, --api-key, --sign)'
  if (status === 429) return 'the stage throttles; ask with a longer --interval'
  return status >= 500 ? 'let the backend answer first' : 'check the path and the parameters'
}

/** The commonest reason why a method with caching on is not cached, and the least visible one. */
function tooLarge(probes: readonly Observation[]): string {
  const bytes = Math.max(...probes.map((probe) => probe.bodyBytes))
  return bytes > LARGEST_ENTRY_BYTES
    ? `; the body has ${bytes.toLocaleString('en-US')} bytes, and API Gateway stores at most ${LARGEST_ENTRY_BYTES.toLocaleString('en-US')}`
    : ''
}

/** `body:data.generatedAt` is `data.generatedAt` in a sentence. */
export const nameOf = ({ source }: Candidate): string => shown(source.slice(source.indexOf(':') + 1))

export function overTime(answers: readonly Observation[]): string {
  const first = answers[0]?.receivedAt ?? 0
  const last = answers.at(-1)?.receivedAt ?? 0
  return `${answers.length} answers in ${((last - first) / 1000).toFixed(1)} s`
}
