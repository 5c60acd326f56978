import { span } from '../../../base/quantities.js'
import { priceText } from '../../../gateway/pricing.js'
import { PRICING } from '../../links.js'
import { type Rule, STAGE } from '../../rule.js'

export const idleCluster: Rule = {
  id: 'idle-cluster',
  severity: 'warning',
  title: 'the cluster is on, and nobody asks for anything',
  needs: 'traffic',
  judge: (seen) => {
    const { stage, traffic, target } = seen
    if (stage.clusterStatus !== 'AVAILABLE' || traffic.requests !== 0) return []
    const costs = priceText(seen.price, target.region)
    const price = costs === null ? 'is billed by the hour' : `costs ${costs}`
    const message = `no request came in the last ${span(traffic.windowMs)}, and the cluster ${price}`
    return [{ ...STAGE, message, fix: { verb: 'disable' } }]
  },
  page: {
    why: 'A cache cluster is billed by the hour, used or not, and is not part of the free tier. Forgotten test stages are paid for years.',
    remedy: ({ option, step }) =>
      `Remove the cluster: method settings stay as they are, so that the second command brings everything back. Look at a longer time first: ${option('sinceMs', '14d')}. A cluster that is younger than that time is found too, once CloudWatch has some minutes of its life. ${option('fix')} leaves it, as a quiet day is not the end:\n${step({ verb: 'disable' })}\n${step({ verb: 'enable' })}`,
    sources: [
      { says: 'caching is charged by the hour, by size', url: PRICING },
      {
        says: 'a tool turned its cache off by default to save money',
        url: 'https://github.com/clebert/aws-simple/pull/70',
      },
    ],
  },
}
