import { figure } from '../../base/quantities.js'
import type { Step } from '../../base/spelling.js'
import { CANARY_FIRST, deploying } from '../../gateway/canary.js'
import { hasKey, isDeclarable } from '../../gateway/key.js'
import { LARGEST_ENTRY_BYTES } from '../../gateway/limits.js'
import { IDENTITY } from '../../request/variants.js'
import type { Evidence, Known } from '../evidence.js'
import { weighVariants } from '../proofs/variants.js'
import type { VerifyReport } from '../report.js'
import type { Advice, VerifyRequest } from '../request.js'
import { remedyFor, settle, type Unsettled } from './remedy.js'
import { turningOn } from './turning-on.js'
import { doubtIn } from './verdict.js'

type Judged = Pick<VerifyReport, 'verdict' | 'expected' | 'checks'>

/** For somebody who reads a failed report: a sentence, with a command where there is one. PURE. */
export function nextStep(
  { checks, verdict, expected }: Judged,
  request: Unsettled['request'] & Pick<VerifyRequest, 'layer'>,
  evidence: Evidence,
): string {
  const { advice, layer } = request
  const unsettled = { request, evidence }
  const failed = (id: string) => checks.some((check) => check.id === id && check.outcome === 'fail')
  const shared = failed('vary') ? sharedDimension(evidence) : null
  if (failed('identity')) return separateCallers(evidence, advice)
  if (shared !== null) return separateValues(evidence, advice, shared)
  const doubt = verdict === 'inconclusive' ? doubtIn(evidence, advice.spelling) : null
  if (doubt) return remedyFor(unsettled, doubt)
  if (failed('invalidation')) return otherwiseThanSet(advice)
  if (verdict === expected && ['flush', 'expiry', 'metrics'].some(failed)) {
    return "look for a cache behind or in front of the stage: it is not only the stage's own that answers"
  }
  if (verdict === expected && (layer !== null || isOpen(checks))) {
    return settle(unsettled) ?? 'look for a cache behind or in front of the stage'
  }
  return verdict === 'cached' && expected === 'not-cached'
    ? unexpectedlyCached(evidence, advice)
    : unexpectedlyFresh(evidence, advice)
}

/** What was asked for, and showed nothing, although the verdict is clear. */
function isOpen(checks: Judged['checks']): boolean {
  return checks.some(({ id, outcome }) => outcome === 'unknown' && ['vary', 'identity', 'layer'].includes(id))
}

function sharedDimension(evidence: Evidence): string | null {
  const shared = weighVariants(evidence)?.shared ?? []
  return shared.find(({ dimension }) => dimension !== IDENTITY)?.dimension ?? null
}

function separateCallers({ known }: Evidence, { spelling, target, removal }: Advice): string {
  return known?.cached
    ? removing('turn caching off and remove the entry that others are given', removal, [
        spelling.step(cachingOff(known, target)),
      ])
    : removing('remove the entry that others are given', removal)
}

function separateValues({ known }: Evidence, { spelling, target }: Advice, dimension: string): string {
  if (!known?.cached || hasKey(known.keys, dimension)) {
    return `add ${dimension} to the key of the cache that answers, behind or in front of the stage`
  }
  if (!isDeclarable(dimension.replace(/^\w+\./, ''))) {
    return `no cache key can have ${dimension}, whose name API Gateway refuses; where it selects the answer, turn caching off:\n${spelling.step(cachingOff(known, target))}`
  }
  const words = [known.servedBy, known.path, dimension]
  const { hasCanary } = known
  const adding = spelling.step({ verb: 'keys add', words, options: deploying(hasCanary), target })
  if (hasKey(known.pendingKeys, dimension)) {
    const list = spelling.step({ verb: 'keys list', words: words.slice(0, 2), target })
    return hasCanary
      ? `deploy the API, which has it in the cache key (${CANARY_FIRST}); to look:\n${list}`
      : `deploy the API, which has it in the cache key:\n${adding}`
  }
  return `${condition(dimension)}add it to the cache key ${hasCanary ? `(${CANARY_FIRST})` : 'and deploy'}:\n${adding}`
}

/** Other paths are other things. Whether other values are is known to the backend, and not to the cache. */
function condition(dimension: string): string {
  if (dimension.startsWith('path.')) return ''
  return `nothing is wrong where the backend gives the same answer whatever ${dimension} is: compare what it answers past the cache (a test-invoke for each value), and only where that differs `
}

/** What was seen counts, and settings that say otherwise are no advice. */
function otherwiseThanSet({ spelling, target }: Advice): string {
  const why =
    'Cache-Control: max-age=0 did not do what the settings say: look for a cache behind or in front of the stage that has rules of its own'
  return target === null ? why : `${why}, and at what is found here:\n${spelling.step({ verb: 'doctor', target })}`
}

function unexpectedlyCached({ known }: Evidence, { spelling, target, removal }: Advice): string {
  return known?.cached
    ? removing('turn caching off and remove the entry', removal, [spelling.step(cachingOff(known, target))])
    : 'look for the cache that answers, behind or in front of the stage: its settings do not store this'
}

function unexpectedlyFresh({ known, probes }: Evidence, advice: Advice): string {
  const { spelling, target } = advice
  if (!known) {
    return `name the stage (${spelling.option('api')}, ${spelling.option('stage')}) to see what its settings say`
  }
  if (probes.some(({ bodyBytes }) => bodyBytes > LARGEST_ENTRY_BYTES)) {
    return `make the answer smaller: API Gateway stores at most ${figure(LARGEST_ENTRY_BYTES)} bytes`
  }
  if (known.signed && !known.cached) {
    return 'leave it uncached: its answers are for signed requests, and no cache key can tell those apart'
  }
  return known.uncached
    ? turningOn(known, known.uncached, advice)
    : `the settings say that it is cached: look for a key that differs with each request, and at what is found here:\n${spelling.step({ verb: 'doctor', target })}`
}

/** Puts the words of a removal behind what is to be done, and its commands behind the others. */
function removing(what: string, removal: string, others: readonly string[] = []): string {
  const [words = '', ...commands] = removal.split('\n')
  const all = [...others, ...commands]
  return [`${what}${words && ` (${words})`}${all.length > 0 ? ':' : ''}`, ...all].join('\n')
}

function cachingOff({ method, path }: Known, target: Advice['target']): Step {
  return { verb: 'override', words: [method, path], options: { caching: false }, target }
}
