import * as z from 'zod/mini'
import { checkJson } from '../http/json.js'
import {
  AUTHORIZATION_TYPES,
  AUTHORIZER_TYPES,
  CACHE_CONTROL_STRATEGIES,
  CLUSTER_SIZES,
  ENDPOINT_TYPES,
  LOG_LEVELS,
} from '../world/enums.js'
import { ACCOUNT, IDENTITY, ROLE } from './identity-schema.js'
import type { Seed } from './seed.js'

const STRINGS = z.record(z.string(), z.string())
const NAMES = z.array(z.string())
const MAPPED = { requestParameters: z.exactOptional(STRINGS) }

const INTEGRATION = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('AWS_PROXY'), handler: z.string(), ...MAPPED }),
  z.strictObject({
    type: z.enum(['HTTP', 'HTTP_PROXY']),
    uri: z.string(),
    httpMethod: z.exactOptional(z.string()),
    ...MAPPED,
  }),
  z.strictObject({
    type: z.literal('MOCK'),
    status: z.exactOptional(z.int()),
    body: z.exactOptional(z.string()),
    headers: z.exactOptional(STRINGS),
    ...MAPPED,
  }),
])

const TOKEN_IDENTITY = z.strictObject({
  principalId: z.string().check(z.minLength(1)),
  context: z.exactOptional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
  deny: z.exactOptional(z.boolean()),
  usageIdentifierKey: z.exactOptional(z.string()),
})

const METHOD = z.strictObject({
  integration: INTEGRATION,
  parameters: z.exactOptional(NAMES),
  keys: z.exactOptional(NAMES),
  apiKeyRequired: z.exactOptional(z.boolean()),
  authorization: z.exactOptional(z.enum(AUTHORIZATION_TYPES)),
  authorizer: z.exactOptional(
    z.strictObject({
      name: z.string().check(z.minLength(1)),
      type: z.enum(AUTHORIZER_TYPES),
      identitySource: z.exactOptional(z.string()),
      authorizerResultTtlInSeconds: z.exactOptional(z.int().check(z.nonnegative(), z.maximum(3600))),
      tokens: z.exactOptional(z.record(z.string().check(z.minLength(1)), TOKEN_IDENTITY)),
    }),
  ),
  cacheNamespace: z.exactOptional(z.string()),
})

const SETTING = z.strictObject({
  metricsEnabled: z.exactOptional(z.boolean()),
  loggingLevel: z.exactOptional(z.enum(LOG_LEVELS)),
  dataTraceEnabled: z.exactOptional(z.boolean()),
  throttlingBurstLimit: z.exactOptional(z.int()),
  throttlingRateLimit: z.exactOptional(z.number()),
  cachingEnabled: z.exactOptional(z.boolean()),
  cacheTtlInSeconds: z.exactOptional(z.int().check(z.nonnegative(), z.maximum(3600))),
  cacheDataEncrypted: z.exactOptional(z.boolean()),
  requireAuthorizationForCacheControl: z.exactOptional(z.boolean()),
  unauthorizedCacheControlHeaderStrategy: z.exactOptional(z.enum(CACHE_CONTROL_STRATEGIES)),
})

const TRAFFIC = z.strictObject({
  perMinute: z.number().check(z.nonnegative(), z.maximum(10_000)),
  entries: z.exactOptional(z.int().check(z.positive())),
  backendMs: z.exactOptional(z.number().check(z.positive())),
  errorRate: z.exactOptional(z.number().check(z.nonnegative(), z.maximum(1))),
})

const STAGE = z.strictObject({
  traffic: z.exactOptional(z.record(z.string(), TRAFFIC)),
  cluster: z.exactOptional(z.enum(CLUSTER_SIZES)),
  lingeringSize: z.exactOptional(z.enum(CLUSTER_SIZES)),
  settings: z.exactOptional(z.record(z.string(), SETTING)),
  tags: z.exactOptional(STRINGS),
  variables: z.exactOptional(STRINGS),
  canary: z.exactOptional(
    z.strictObject({
      percentTraffic: z.exactOptional(z.number().check(z.nonnegative(), z.maximum(100))),
      stageVariableOverrides: z.exactOptional(STRINGS),
      useStageCache: z.exactOptional(z.boolean()),
    }),
  ),
})

const SEED = z.strictObject({
  history: z.exactOptional(z.strictObject({ days: z.number().check(z.nonnegative(), z.maximum(63)) })),
  identities: z.exactOptional(z.array(IDENTITY)),
  roles: z.exactOptional(z.array(ROLE)),
  apiKeys: z.exactOptional(
    z.array(
      z.strictObject({
        name: z.exactOptional(z.string()),
        value: z.string().check(z.minLength(1)),
      }),
    ),
  ),
  apis: z.array(
    z.strictObject({
      id: z.exactOptional(z.string().check(z.regex(/^[a-z0-9]{10}$/, 'expected ten lower-case letters and digits'))),
      accountId: z.exactOptional(ACCOUNT),
      region: z.exactOptional(
        z.string().check(z.regex(/^[a-z]+(?:-[a-z]+)+-\d+$/, 'expected a region, such as eu-west-1')),
      ),
      name: z.string().check(z.minLength(1)),
      description: z.exactOptional(z.string()),
      tags: z.exactOptional(STRINGS),
      endpointType: z.exactOptional(z.enum(ENDPOINT_TYPES)),
      vpcEndpointIds: z.exactOptional(NAMES),
      disableExecuteApiEndpoint: z.exactOptional(z.boolean()),
      binaryMediaTypes: z.exactOptional(NAMES),
      minimumCompressionSize: z.exactOptional(z.int().check(z.nonnegative(), z.maximum(10_485_760))),
      apiKeySource: z.exactOptional(z.enum(['HEADER', 'AUTHORIZER'])),
      methods: z.record(z.string(), METHOD),
      stages: z.record(z.string(), STAGE),
    }),
  ),
})

/** Checks a seed from a file. Throws an Error that says where it is wrong and why. */
export function parseSeed(json: unknown): Seed {
  const { value, problem } = checkJson(SEED, json, 'seed')
  if (problem !== null) throw new Error(`not a seed: ${problem}`)
  return value
}
