import * as z from 'zod/mini'
import { QUOTA_PERIODS } from '../world/usage-plan.js'
import { mapOf, STRINGS, TEXT } from './parts.js'

// Older files have none of these.
const KEYS = mapOf(
  z.string(),
  z.strictObject({
    id: z.string(),
    value: z.string(),
    name: TEXT,
    description: TEXT,
    customerId: TEXT,
    enabled: z.boolean(),
    stageKeys: z.array(z.string()),
    createdDate: z.number(),
    lastUpdatedDate: z.number(),
    tags: STRINGS,
  }),
)

const THROTTLE = z.strictObject({ burstLimit: z.number(), rateLimit: z.number() })

const PLANS = mapOf(
  z.string(),
  z.strictObject({
    id: z.string(),
    name: z.string(),
    description: TEXT,
    productCode: TEXT,
    apiStages: z.array(
      z.strictObject({ apiId: z.string(), stage: z.string(), throttle: z.record(z.string(), THROTTLE) }),
    ),
    throttle: z.nullable(THROTTLE),
    quota: z.nullable(
      z.strictObject({ limit: z.number(), offset: z.number(), period: z.enum(QUOTA_PERIODS) }),
    ),
    keyIds: z.array(z.string()),
    tags: STRINGS,
  }),
)

const LINKS = mapOf(
  z.string(),
  z.strictObject({
    id: z.string(),
    name: z.string(),
    description: TEXT,
    targetArns: z.array(z.string()),
    tags: STRINGS,
  }),
)

export const ACCOUNT = {
  cloudwatchRoleArn: z._default(TEXT, null),
  apiKeys: z._default(KEYS, new Map()),
  usagePlans: z._default(PLANS, new Map()),
  vpcLinks: z._default(LINKS, new Map()),
}
