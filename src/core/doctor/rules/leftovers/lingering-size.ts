import { terraform } from '../../links.js'
import { type Rule, STAGE } from '../../rule.js'

export const lingeringSize: Rule = {
  id: 'lingering-size',
  severity: 'info',
  title: 'the stage still names the size of a cluster that is gone',
  judge: (seen) => {
    const { clusterStatus, clusterSize } = seen.stage
    if (clusterStatus !== 'NOT_AVAILABLE' || clusterSize === null) return []
    const message = `there is no cluster, and the stage still names a size of ${clusterSize} GB: nothing is billed for it`
    return [{ ...STAGE, message, fix: { verb: 'status' } }]
  },
  page: {
    why: 'API Gateway keeps the size of a cluster that was removed. Other tools take it for a cluster, or for drift that they cannot mend.',
    remedy: 'Nothing has to be done, and nothing can be: the command shows that nothing is billed.',
    sources: [
      { says: 'the size stays after a disable', url: terraform(17661) },
      { says: 'a size without a cluster was waited for until the time was up', url: terraform(22866) },
    ],
  },
}
