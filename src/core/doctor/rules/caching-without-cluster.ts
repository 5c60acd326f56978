import { stores } from '../../gateway/settings.js'
import { provisioned } from '../../gateway/stage.js'
import { tool } from '../command.js'
import { type Rule, STAGE } from '../rule.js'
import { CACHING_GUIDE, terraform } from '../sources.js'

export const cachingWithoutCluster: Rule = {
  id: 'caching-without-cluster',
  severity: 'info',
  title: 'caching is switched on, and there is no cluster',
  judge: (seen) => {
    const { stage } = seen
    if (provisioned(stage) || !Object.values(stage.settings).some(stores)) return []
    const message =
      'caching is switched on in the settings, but there is no cluster: nothing is cached (harmless)'
    return [{ ...STAGE, message, fix: tool(seen, 'enable', '--size', stage.clusterSize ?? '0.5') }]
  },
  page: {
    why: 'Method settings that say "cached" do nothing while the stage has no cluster. That is common on test stages and costs nothing; where it is meant to cache, it does not.',
    remedy:
      'Provision the cluster with apigw-cache enable, which is billed by the hour; or turn the settings off with apigw-cache defaults --cache off and the same for overrides.',
    sources: [
      { says: 'a stage needs a cache cluster for responses to be cached', url: CACHING_GUIDE },
      { says: 'settings were applied, and nothing was cached', url: terraform(1550) },
    ],
  },
}
