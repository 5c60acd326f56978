import { badRequest } from '../../http/errors.js'
import { own, put } from '../../http/own.js'
import {
  type PlanStage,
  QUOTA_PERIODS,
  type Throttle,
  type UsagePlan,
  type UsageQuota,
} from '../../world/usage-plan.js'
import type { World } from '../../world/world.js'
import { fieldRules, numberOf, type PatchRules, textOf, textOrNull } from '../patch.js'
import { checkStage, unknownStage } from './stages.js'

/** Of UpdateUsagePlan. */
export function planRules(world: World, draft: UsagePlan): PatchRules {
  const quota = (value: string | undefined, field: string) => {
    draft.quota = patchedQuota(draft.quota ?? { limit: 0, offset: 0, period: 'DAY' }, field, value)
  }
  const throttle = (value: string | undefined, field: string) => {
    draft.throttle = patchedThrottle(draft.throttle, field, value)
  }
  return {
    ...fieldRules(draft, { name: textOf, description: textOrNull, productCode: textOrNull }),
    'add /productCode': (value) => {
      draft.productCode = textOrNull(value)
    },
    'remove /description': () => {
      draft.description = null
    },
    'remove /productCode': () => {
      draft.productCode = null
    },
    'add /quota/*': quota,
    'replace /quota/*': quota,
    'remove /quota': () => {
      draft.quota = null
    },
    'add /throttle/*': throttle,
    'replace /throttle/*': throttle,
    'remove /throttle': () => {
      draft.throttle = null
    },
    ...stageRules(world, draft),
  }
}

/** A quota that is none is refused. */
export function checkQuota(quota: UsageQuota): UsageQuota {
  const whole = Number.isInteger(quota.limit) && Number.isInteger(quota.offset)
  if (!whole || quota.limit < 1 || quota.offset < 0) throw badRequest('Invalid usage plan quota specified')
  return quota
}

/** `/apiStages` has `{api}:{stage}` as its value, and `/apiStages/{api}:{stage}/throttle/{method}/…` settings. */
function stageRules(world: World, draft: UsagePlan): PatchRules {
  const set = (value: string | undefined, path: string) => {
    const [, name = '', method = '', field = ''] = /^([^/]+)\/throttle\/(.+)\/([^/]+)$/.exec(path) ?? []
    const { throttle } = existing(draft, name)
    put(throttle, method, patchedThrottle(own(throttle, method), field, value))
  }
  return {
    'add /apiStages': (value) => {
      const stage = named(value)
      checkStage(world, draft.id, stage)
      if (!found(draft, stage)) draft.apiStages.push({ ...stage, throttle: {} })
    },
    'remove /apiStages': (value) => {
      const gone = existing(draft, textOf(value))
      draft.apiStages = draft.apiStages.filter((stage) => stage !== gone)
    },
    'add /apiStages/**': set,
    'replace /apiStages/**': set,
    'remove /apiStages/**': (_, path) => {
      const [, name = '', method] = /^([^/]+)\/throttle(?:\/(.+))?$/.exec(path) ?? []
      const stage = existing(draft, name)
      if (method === undefined) stage.throttle = {}
      else delete stage.throttle[method]
    },
  }
}

function patchedQuota(quota: UsageQuota, field: string, value: string | undefined): UsageQuota {
  if (field === 'limit' || field === 'offset') return { ...quota, [field]: numberOf(value) }
  const period = QUOTA_PERIODS.find((known) => known === value)
  if (field !== 'period' || !period) throw badRequest(`Invalid patch path /quota/${field}`)
  return { ...quota, period }
}

function patchedThrottle(throttle: Throttle | null | undefined, field: string, value: string | undefined): Throttle {
  const number = numberOf(value)
  const known = field === 'burstLimit' || field === 'rateLimit'
  if (!known || !(number >= 0)) throw badRequest('Invalid usage plan throttle specified')
  return { burstLimit: 0, rateLimit: 0, ...throttle, [field]: number }
}

function existing(draft: UsagePlan, name: string): PlanStage {
  const stage = found(draft, named(name))
  if (!stage) throw unknownStage(draft.id, named(name))
  return stage
}

function found({ apiStages }: UsagePlan, { apiId, stage }: ReturnType<typeof named>): PlanStage | undefined {
  return apiStages.find((one) => one.apiId === apiId && one.stage === stage)
}

function named(text: string | undefined): { readonly apiId: string; readonly stage: string } {
  const [apiId, ...rest] = textOf(text).split(':')
  if (!apiId || rest.length === 0) throw badRequest('Invalid API Stage specified')
  return { apiId, stage: rest.join(':') }
}
