import { provisioned } from '../../../gateway/stage.js'
import { CACHING_GUIDE, terraform } from '../../links.js'
import { type Rule, STAGE } from '../../rule.js'

export const noCache: Rule = {
  id: 'no-cache',
  severity: 'info',
  title: 'there is no cluster, and caching is off',
  isPlain: true,
  judge: ({ stage: { clusterStatus, clusterSize, settings } }) => {
    if (provisioned({ clusterStatus }) || Object.values(settings).some(({ caching }) => caching)) return []
    const cluster = clusterStatus === 'DELETE_IN_PROGRESS' ? 'the cluster is being removed' : 'there is no cluster'
    const message = `${cluster}, and caching is off: nothing is cached`
    return [{ ...STAGE, message, fix: { verb: 'enable', options: { size: clusterSize ?? '0.5' } } }]
  },
  page: {
    why: 'A stage caches once it has a cluster, which is billed by the hour, and settings that say what is cached. Most stages have neither, and nothing is wrong with that; it is said for whoever wonders why nothing is cached.',
    remedy: ({ step }) =>
      `Where the stage is meant to cache, the command provisions a cluster and switches caching of GETs on; it asks first where a method would serve wrong data:\n${step({ verb: 'enable' })}`,
    sources: [
      { says: 'a stage needs a cache cluster for responses to be cached', url: CACHING_GUIDE },
      { says: 'settings were applied, and nothing was cached', url: terraform(1550) },
    ],
  },
}
