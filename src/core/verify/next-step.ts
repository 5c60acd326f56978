import type { VerifyReport } from '../gateway/model.js'
import type { Evidence } from './evidence.js'
import { weighVariants } from './proofs/variants-weigh.js'
import type { VerifyRequest } from './request.js'

type Judged = Pick<VerifyReport, 'verdict' | 'expected' | 'checks'>

/** What somebody who reads a failed report does next: a sentence, with a command where there is one. PURE. */
export function nextStep(
  { checks, verdict, expected }: Judged,
  { advice, layer }: Pick<VerifyRequest, 'advice' | 'layer'>,
  evidence: Evidence,
): string {
  const failed = (id: string) => checks.some((check) => check.id === id && check.outcome === 'fail')
  const shared = failed('vary') ? sharedDimension(evidence) : null
  if (failed('identity')) return separateCallers(evidence, advice)
  if (shared !== null) return separateValues(evidence, advice, shared)
  if (verdict === 'inconclusive') return 'do what the reason names, or accept it with --allow-inconclusive'
  if (verdict === 'cached' && expected === 'cached' && layer !== null) {
    return 'show the layer with --flush or --metrics, or look for a cache behind or in front of the stage'
  }
  return verdict === 'cached' && expected === 'not-cached'
    ? unexpectedlyCached(evidence, advice)
    : unexpectedlyFresh(evidence, advice)
}

type Advice = VerifyRequest['advice']

function sharedDimension(evidence: Evidence): string | null {
  const shared = weighVariants(evidence)?.shared ?? []
  return shared.find(({ dimension }) => dimension !== 'identity')?.dimension ?? null
}

function separateCallers({ known }: Evidence, { flags, removal }: Advice): string {
  const remove = `remove the entry that others are given (${removal})`
  return known?.cached
    ? `${remove}, and turn caching off for it (apigw-cache override ${known.method} ${known.path} --cache off ${flags})`
    : remove
}

function separateValues({ known }: Evidence, { flags }: Advice, dimension: string): string {
  const keyed = known?.keys?.some((key) => key.toLowerCase() === dimension.toLowerCase())
  return known?.cached && !keyed
    ? `add it to the cache key and deploy: apigw-cache keys add ${known.method} ${known.path} ${dimension} --deploy ${flags}`
    : `add ${dimension} to the key of the cache that answers, behind or in front of the stage`
}

function unexpectedlyCached({ known }: Evidence, { flags, removal }: Advice): string {
  return known?.cached
    ? `turn caching off (apigw-cache override ${known.method} ${known.path} --cache off ${flags}) and remove the entry (${removal})`
    : 'look for the cache that answers, behind or in front of the stage: its settings do not store this'
}

const LARGEST_ENTRY_BYTES = 1_048_576

function unexpectedlyFresh({ known, probes }: Evidence, { flags }: Advice): string {
  if (!known) return 'name the stage (--api, --stage) to see what its settings say'
  if (probes.some(({ bodyBytes }) => bodyBytes > LARGEST_ENTRY_BYTES)) {
    return `make the answer smaller: API Gateway stores at most ${LARGEST_ENTRY_BYTES.toLocaleString('en-US')} bytes`
  }
  return known.cached
    ? `the settings say that it is cached: look for a key that differs with each request, and at apigw-cache doctor ${flags}`
    : `turn caching on: apigw-cache override ${known.method} ${known.path} --cache on ${flags}, and apigw-cache enable ${flags} where there is no cluster`
}
