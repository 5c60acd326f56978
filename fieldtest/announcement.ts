import { priceOf, usd, whosePrice } from '../src/core/gateway/pricing.js'
import { TAG } from './world/cleanup.js'

/** Those of the stages, and two that are deleted while they are made. */
const SMALL_CLUSTERS = 7

/** What a run in an account creates and costs, said before anything is sent. */
export function announcement(region: string): string {
  const price = (size: string) => priceOf({ status: 'AVAILABLE', size }, region)
  const [small, larger] = [price('0.5'), price('1.6')]
  const atMost = SMALL_CLUSTERS * (small.hourlyUsd ?? 0) + (larger.hourlyUsd ?? 0)
  return `In ${region} this creates, with the tag ${TAG}, and removes again:
  3 REST APIs named apigw-cache-fieldtest-…, with stages that anybody on the internet can call while they are there
  ${SMALL_CLUSTERS} caches of 0.5 GB, of which one becomes 1.6 GB: at most ${usd(atMost)} for the hour that AWS bills at least${whosePrice(small.of, region)}, as of ${small.asOf}
  some usage plans and API keys, which cost nothing
  detailed metrics of one method and some thousand requests: about ${usd(0.02)}
It changes nothing else in the account, takes about twenty minutes, and keeps below AWS's quotas, which everybody in
the account shares. What an earlier run has left is removed first; do not run two at a time.
`
}
