import type { Step } from '../../base/spelling.js'
import { isDeclarable } from '../../gateway/key.js'
import { LARGEST_ENTRY_BYTES } from '../../gateway/limits.js'
import { IDENTITY } from '../../request/variants.js'
import type { Evidence, Known } from '../evidence.js'
import { isKeyed, weighVariants } from '../proofs/variants.js'
import type { VerifyReport } from '../report.js'
import type { Advice, VerifyRequest } from '../request.js'

type Judged = Pick<VerifyReport, 'verdict' | 'expected' | 'checks'>

/** For somebody who reads a failed report: a sentence, with a command where there is one. PURE. */
export function nextStep(
  { checks, verdict, expected }: Judged,
  { advice, layer }: Pick<VerifyRequest, 'advice' | 'layer'>,
  evidence: Evidence,
): string {
  const failed = (id: string) => checks.some((check) => check.id === id && check.outcome === 'fail')
  const shared = failed('vary') ? sharedDimension(evidence) : null
  if (failed('identity')) return separateCallers(evidence, advice)
  if (shared !== null) return separateValues(evidence, advice, shared)
  const { option } = advice.spelling
  if (verdict === 'inconclusive') {
    return `do what the reason names, or accept it with ${option('allowInconclusive')}`
  }
  if (failed('invalidation')) return otherwiseThanSet(advice)
  if (verdict === expected && ['flush', 'expiry', 'metrics'].some(failed)) {
    return "look for a cache behind or in front of the stage: it is not only the stage's own that answers"
  }
  if (verdict === 'cached' && expected === 'cached' && layer !== null) {
    return `show the layer with ${option('flush')} or ${option('metrics')}, or look for a cache behind or in front of the stage`
  }
  return verdict === 'cached' && expected === 'not-cached'
    ? unexpectedlyCached(evidence, advice)
    : unexpectedlyFresh(evidence, advice)
}

function sharedDimension(evidence: Evidence): string | null {
  const shared = weighVariants(evidence)?.shared ?? []
  return shared.find(({ dimension }) => dimension !== IDENTITY)?.dimension ?? null
}

function separateCallers({ known }: Evidence, { spelling, target, removal }: Advice): string {
  return known?.cached
    ? removing('turn caching off and remove the entry that others are given', removal, [
        spelling.step(caching(known, false, target)),
      ])
    : removing('remove the entry that others are given', removal)
}

function separateValues({ known }: Evidence, { spelling, target }: Advice, dimension: string): string {
  if (!known?.cached || isKeyed(dimension, known)) {
    return `add ${dimension} to the key of the cache that answers, behind or in front of the stage`
  }
  if (!isDeclarable(dimension.replace(/^\w+\./, ''))) {
    return `no cache key can have ${dimension}, whose name API Gateway refuses; turn caching off:\n${spelling.step(caching(known, false, target))}`
  }
  const words = [known.servedBy, known.path, dimension]
  return `add it to the cache key and deploy:\n${spelling.step({ verb: 'keys add', words, options: { deploy: true }, target })}`
}

/** What was seen counts, and settings that say otherwise are no advice. */
function otherwiseThanSet({ spelling, target }: Advice): string {
  const why =
    'Cache-Control: max-age=0 did not do what the settings say: look for a cache behind or in front of the stage that has rules of its own'
  return target === null
    ? why
    : `${why}, and at what is found here:\n${spelling.step({ verb: 'doctor', target })}`
}

function unexpectedlyCached({ known }: Evidence, { spelling, target, removal }: Advice): string {
  return known?.cached
    ? removing('turn caching off and remove the entry', removal, [
        spelling.step(caching(known, false, target)),
      ])
    : 'look for the cache that answers, behind or in front of the stage: its settings do not store this'
}

function unexpectedlyFresh({ known, probes }: Evidence, { spelling, target }: Advice): string {
  if (!known) {
    return `name the stage (${spelling.option('api')}, ${spelling.option('stage')}) to see what its settings say`
  }
  if (probes.some(({ bodyBytes }) => bodyBytes > LARGEST_ENTRY_BYTES)) {
    return `make the answer smaller: API Gateway stores at most ${LARGEST_ENTRY_BYTES.toLocaleString('en-US')} bytes`
  }
  if (known.signed && !known.cached) {
    return 'leave it uncached: its answers are for signed requests, and no cache key can tell those apart'
  }
  return known.cached
    ? `the settings say that it is cached: look for a key that differs with each request, and at what is found here:\n${spelling.step({ verb: 'doctor', target })}`
    : `turn caching on, and provision the cluster where there is none:\n${spelling.step(caching(known, true, target))}\n${spelling.step({ verb: 'enable', target })}`
}

/** Puts the words of a removal behind what is to be done, and its commands behind the others. */
function removing(what: string, removal: string, others: readonly string[] = []): string {
  const [words = '', ...commands] = removal.split('\n')
  const all = [...others, ...commands]
  return [`${what}${words && ` (${words})`}${all.length > 0 ? ':' : ''}`, ...all].join('\n')
}

function caching({ method, path, ttlSeconds }: Known, on: boolean, target: Advice['target']): Step {
  const options = { caching: on, ...(on && ttlSeconds === 0 ? { ttlSeconds: '300' } : {}) }
  return { verb: 'override', words: [method, path], options, target }
}
