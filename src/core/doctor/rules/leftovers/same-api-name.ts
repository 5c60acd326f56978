import { METRICS_GUIDE } from '../../links.js'
import { type CheapRule, STAGE } from '../../rule.js'
import { renameApi } from '../../steps.js'

export const sameApiName: CheapRule = {
  id: 'same-api-name',
  severity: 'warning',
  title: 'another API has the same name',
  cheap: true,
  needs: 'namesakes',
  judge: ({ namesakes, target }) => {
    const others = namesakes ?? []
    if (others.length === 0) return []
    const { api } = target
    const which = others.length === 1 ? 'another API has' : `${others.length} other APIs have`
    const message = `CloudWatch counts by name, and ${which} the same one (${others.slice(0, 3).join(', ')}): hits and misses cannot be told`
    return [{ ...STAGE, message, fix: renameApi(target, `${api.name ?? 'api'}-${api.id}`) }]
  },
  page: {
    why: 'The metrics of REST APIs have the name of the API as their dimension and not its id. Two APIs of one name in a region are one series: hits, misses, alarms and dashboards mix them. Characters that are not ASCII do not count.',
    remedy:
      'Rename one of them; the new name starts a new series, and alarms and dashboards have to follow. Tell whoever deploys it, or the next deployment takes the name back.',
    sources: [
      { says: 'dimensions are ApiName, Stage, Method and Resource', url: METRICS_GUIDE },
      {
        says: 'the name is what the metrics have, the id what everything else has',
        url: 'https://github.com/prometheus-community/yet-another-cloudwatch-exporter/pull/172',
      },
    ],
  },
}
