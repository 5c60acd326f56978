import * as z from 'zod/mini'
import { CACHE_CONTROL_STRATEGIES, CLUSTER_STATUSES } from '../world/enums.js'
import { mapOf, STRINGS, TEXT } from './parts.js'

const CLUSTER = z.strictObject({
  enabled: z.boolean(),
  size: TEXT,
  acceptedAt: z.number(),
  phases: z.array(
    z.strictObject({
      status: z.enum(CLUSTER_STATUSES),
      // A deletion that is stuck has no end, for which JSON has no number.
      until: z.pipe(
        z.nullable(z.number()),
        z.transform((until) => until ?? Number.POSITIVE_INFINITY),
      ),
    }),
  ),
  before: z.enum(['AVAILABLE', 'NOT_AVAILABLE']),
  generation: z.number(),
})

const SETTING = z.strictObject({
  metricsEnabled: z.boolean(),
  loggingLevel: z.exactOptional(z.string()),
  dataTraceEnabled: z.boolean(),
  throttlingBurstLimit: z.number(),
  throttlingRateLimit: z.number(),
  cachingEnabled: z.boolean(),
  cacheTtlInSeconds: z.number(),
  cacheDataEncrypted: z.boolean(),
  requireAuthorizationForCacheControl: z.boolean(),
  unauthorizedCacheControlHeaderStrategy: z.enum(CACHE_CONTROL_STRATEGIES),
})

export const STAGES = mapOf(
  z.string(),
  z.strictObject({
    stageName: z.string(),
    deploymentId: z.string(),
    description: TEXT,
    clientCertificateId: TEXT,
    documentationVersion: TEXT,
    tracingEnabled: z.boolean(),
    accessLogSettings: z.nullable(
      z.strictObject({
        destinationArn: z.exactOptional(z.string()),
        format: z.exactOptional(z.string()),
      }),
    ),
    variables: STRINGS,
    canary: z.nullable(
      z.strictObject({
        percentTraffic: z.number(),
        deploymentId: z.string(),
        stageVariableOverrides: STRINGS,
        useStageCache: z.boolean(),
      }),
    ),
    tags: STRINGS,
    createdDate: z.number(),
    lastUpdatedDate: z.number(),
    methodSettings: mapOf(z.string(), SETTING),
    cluster: CLUSTER,
  }),
)
