import { stores } from '../../../gateway/settings.js'
import { provisioned } from '../../../gateway/stage.js'
import { CACHING_GUIDE, terraform } from '../../links.js'
import { type CheapRule, STAGE } from '../../rule.js'
import { defaults } from '../../steps.js'

export const cachingWithoutCluster: CheapRule = {
  id: 'caching-without-cluster',
  severity: 'info',
  title: 'caching is switched on, and there is no cluster',
  cheap: true,
  judge: ({ stage }) => {
    if (provisioned(stage) || !Object.values(stage.settings).some(stores)) return []
    const what = 'caching is switched on in the settings, but there is no cluster: nothing is cached'
    return [
      {
        ...STAGE,
        message: `${what} (harmless)`,
        warning: [
          `${what} (harmless); this ${stage.clusterSize === null ? 'provisions one' : 'brings it back'}`,
          { verb: 'enable' },
        ],
        fix: { verb: 'enable', options: { size: stage.clusterSize ?? '0.5' } },
      },
    ]
  },
  page: {
    why: 'Method settings that say "cached" do nothing while the stage has no cluster. That is common on test stages and costs nothing; where it is meant to cache, it does not.',
    remedy: ({ step }) =>
      `Provision the cluster, which is billed by the hour; or turn the settings off, those of the stage and those of overrides:\n${step({ verb: 'enable' })}\n${step(defaults({ caching: false }))}`,
    sources: [
      { says: 'a stage needs a cache cluster for responses to be cached', url: CACHING_GUIDE },
      { says: 'settings were applied, and nothing was cached', url: terraform(1550) },
    ],
  },
}
