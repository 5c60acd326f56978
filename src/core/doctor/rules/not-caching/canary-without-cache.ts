import { provisioned } from '../../../gateway/stage.js'
import { CANARY_GUIDE } from '../../links.js'
import { type CheapRule, STAGE } from '../../rule.js'
import { updateStage } from '../../steps.js'

export const canaryWithoutCache: CheapRule = {
  id: 'canary-without-cache',
  severity: 'warning',
  title: 'the canary does not use the cache',
  cheap: true,
  judge: ({ stage, target }) => {
    const { canary } = stage
    if (canary === null || canary.usesStageCache || !provisioned(stage)) return []
    const message = `${canary.percent} % of the requests go to the canary, which does not use the cache`
    const path = '/canarySettings/useStageCache'
    return [{ ...STAGE, message, fix: updateStage(target, { op: 'replace', path, value: 'true' }) }]
  },
  page: {
    why: 'A canary goes past the cache unless useStageCache is set, which it is not by default. Its share of the requests reaches the backend, and the canary looks slower than what it is compared with.',
    remedy: 'Let the canary use the cache; answers of different deployments are kept apart. Or end the canary release.',
    sources: [{ says: 'the canary has a switch for the stage cache', url: CANARY_GUIDE }],
  },
}
