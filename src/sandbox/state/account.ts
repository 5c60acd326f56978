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
    quota: z.nullable(z.strictObject({ limit: z.number(), offset: z.number(), period: z.enum(QUOTA_PERIODS) })),
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

const DOMAINS = mapOf(
  z.string(),
  z.strictObject({
    domainName: z.string(),
    endpointType: z.enum(['EDGE', 'REGIONAL']),
    ipAddressType: z.string(),
    certificateName: TEXT,
    certificateArn: TEXT,
    regionalCertificateName: TEXT,
    regionalCertificateArn: TEXT,
    ownershipVerificationCertificateArn: TEXT,
    securityPolicy: z.string(),
    endpointAccessMode: TEXT,
    mutualTls: z.nullable(z.strictObject({ truststoreUri: z.string(), truststoreVersion: TEXT })),
    createdDate: z.number(),
    tags: STRINGS,
    mappings: mapOf(z.string(), z.strictObject({ basePath: z.string(), restApiId: z.string(), stage: TEXT })),
  }),
)

const CERTIFICATES = mapOf(
  z.string(),
  z.strictObject({
    clientCertificateId: z.string(),
    description: TEXT,
    createdDate: z.number(),
    tags: STRINGS,
  }),
)

export const ACCOUNT = {
  cloudwatchRoleArn: z._default(TEXT, null),
  apiKeys: z._default(KEYS, new Map()),
  usagePlans: z._default(PLANS, new Map()),
  vpcLinks: z._default(LINKS, new Map()),
  domainNames: z._default(DOMAINS, new Map()),
  clientCertificates: z._default(CERTIFICATES, new Map()),
}
