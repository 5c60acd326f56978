import { badRequest } from '../http/errors.js'
import type { World } from '../world/world.js'
import type { Call, Reply } from './operation.js'
import { applyRules, fieldRules, filledOrNull, readPatch } from './patch.js'
import { present } from './view.js'

const ROLE = /^arn:[\w-]+:iam::\d{12}:role\/.+$/

export function getAccount({ settings }: World): Reply {
  return present({
    cloudwatchRoleArn: settings.cloudwatchRoleArn,
    throttleSettings: { burstLimit: 5000, rateLimit: 10_000 },
    features: ['UsagePlans'],
    apiKeyVersion: '4',
  })
}

/** Empty text takes the role away. */
export function updateAccount(world: World, call: Call): Reply {
  const draft = { ...world.settings }
  applyRules(readPatch(call.body), {
    ...fieldRules(draft, { cloudwatchRoleArn: (value) => roleOf(filledOrNull(value)) }),
    'remove /cloudwatchRoleArn': () => {
      draft.cloudwatchRoleArn = null
    },
  })
  Object.assign(world.settings, draft)
  return getAccount(world)
}

function roleOf(arn: string | null): string | null {
  if (arn !== null && !ROLE.test(arn)) throw badRequest('Invalid ARN specified in the request')
  return arn
}
