import { priceOf, usd, whosePrice } from '../src/core/gateway/pricing.js'
import { LANES } from './observations/list.js'
import { TAG } from './world/cleanup.js'

/**
 * What a whole run takes against the sandbox, by AWS's quotas and with the times that its clusters and metrics take: a
 * test rehearses it and holds these.
 */
export const REHEARSED = { minutes: 9, apis: 3, calls: 1_300, requests: 400 }

/** They are deleted, or left to their end, while they are made: see L14 and L15. */
const BRIEF_CLUSTERS = 2
/** USD for one, in us-east-1; elsewhere it is about the same. */
const REQUEST_USD = 3.5 / 1_000_000
/** Seven metrics of one method for an hour, and the calls that read them. */
const METRICS_USD = 0.004

/** What a run in an account creates and costs, said before anything is sent. */
export function announcement(region: string): string {
  const price = (size: string) => priceOf({ status: 'AVAILABLE', size }, region)
  const [small, larger] = [price('0.5'), price('1.6')]
  const clusters = clusterCount()
  const hour = clusters * (small.hourlyUsd ?? 0) + (larger.hourlyUsd ?? 0)
  const { minutes, apis, calls, requests } = REHEARSED
  const traffic = requests * REQUEST_USD + METRICS_USD
  return `In ${region} this creates, with the tag ${TAG}, and removes again:
  ${apis} REST APIs named apigw-cache-fieldtest-…, with stages that anybody on the internet can call while they are there
  ${clusters} caches of 0.5 GB, of which one becomes 1.6 GB: at most ${usd(hour)} for the hour that AWS bills at least${whosePrice(small.of, region)}, as of ${small.asOf}
  some usage plans and API keys, which cost nothing
  detailed metrics of one method and about ${requests} requests: about ${usd(Math.ceil(traffic * 100) / 100)}
It needs leave for apigateway:*, execute-api:Invoke, cloudwatch:ListMetrics, cloudwatch:Get* and cloudwatch:PutMetricData.
All in all at most ${usd(hour + Math.ceil(traffic * 100) / 100)}. It changes nothing else in the account. It takes about ${minutes} minutes by AWS's quotas and
the times that caches and metrics take, or longer where AWS does, and keeps its ${calls.toLocaleString('en')} calls below the quotas, which everybody
in the account shares. Ctrl-C ends it and removes what it has made. What an earlier run has left is removed first; do
not run two at a time.
`
}

function clusterCount(): number {
  const stages = LANES.flatMap(({ observations }) => observations.flatMap(({ needs }) => needs?.stages ?? []))
  return new Set(stages.filter((stage) => stage !== 'bare')).size + BRIEF_CLUSTERS
}
