import * as z from 'zod/mini'
import { LATEST_MS } from '../world/clock.js'
import { DOCUMENTED } from '../world/documentation.js'
import { AUTHORIZER_TYPES, ENDPOINT_TYPES } from '../world/enums.js'
import { GATEWAY_RESPONSE_TYPES } from '../world/gateway-response.js'
import type { RestApi } from '../world/model.js'
import { ACCOUNT } from './account.js'
import { MONITORING } from './monitoring.js'
import { mapOf, STRINGS, TEXT } from './parts.js'
import { RESOURCES } from './resources.js'
import { STAGES } from './stages.js'

const AUTHORIZERS = mapOf(
  z.string(),
  z.strictObject({
    id: z.string(),
    name: z.string(),
    type: z.enum(AUTHORIZER_TYPES),
    authType: TEXT,
    providerARNs: z.array(z.string()),
    authorizerUri: TEXT,
    authorizerCredentials: TEXT,
    identitySource: TEXT,
    identityValidationExpression: TEXT,
    authorizerResultTtlInSeconds: z.nullable(z.number()),
    tokens: z.exactOptional(
      z.record(
        z.string(),
        z.strictObject({
          principalId: z.string(),
          context: z.exactOptional(z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))),
          deny: z.exactOptional(z.boolean()),
          usageIdentifierKey: z.exactOptional(z.string()),
        }),
      ),
    ),
  }),
)

const GATEWAY_RESPONSES = mapOf(
  z.enum(GATEWAY_RESPONSE_TYPES),
  z.strictObject({ statusCode: TEXT, responseParameters: STRINGS, responseTemplates: STRINGS }),
)

const PARTS = mapOf(
  z.string(),
  z.strictObject({
    id: z.string(),
    location: z.strictObject({
      type: z.enum(DOCUMENTED),
      path: z.exactOptional(z.string()),
      method: z.exactOptional(z.string()),
      statusCode: z.exactOptional(z.string()),
      name: z.exactOptional(z.string()),
    }),
    properties: z.string(),
  }),
)

const VERSIONS = mapOf(z.string(), z.strictObject({ version: z.string(), description: TEXT, createdDate: z.number() }))

const MODELS = mapOf(
  z.string(),
  z.strictObject({
    id: z.string(),
    name: z.string(),
    description: TEXT,
    contentType: z.string(),
    schema: z.string(),
  }),
)

const VALIDATORS = mapOf(
  z.string(),
  z.strictObject({
    id: z.string(),
    name: TEXT,
    validateRequestBody: z.boolean(),
    validateRequestParameters: z.boolean(),
  }),
)

/** What an API has as it stands and in each deployment; older files lack some of it. */
const FROZEN = {
  resources: RESOURCES,
  authorizers: AUTHORIZERS,
  gatewayResponses: z._default(GATEWAY_RESPONSES, new Map()),
  models: z._default(MODELS, new Map()),
  requestValidators: z._default(VALIDATORS, new Map()),
  binaryMediaTypes: z._default(z.array(z.string()), []),
  minimumCompressionSize: z._default(z.nullable(z.number()), null),
  apiKeySource: z._default(z.string(), 'HEADER'),
  policy: z._default(TEXT, null),
}

const DEPLOYMENTS = mapOf(
  z.string(),
  z.strictObject({
    id: z.string(),
    description: TEXT,
    createdDate: z.number(),
    snapshot: z.strictObject(FROZEN),
  }),
)

const API: z.ZodMiniType<RestApi> = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: TEXT,
  createdDate: z.number(),
  rootResourceId: z.string(),
  endpointTypes: z.array(z.enum(ENDPOINT_TYPES)),
  vpcEndpointIds: z.array(z.string()),
  disableExecuteApiEndpoint: z.boolean(),
  ipAddressType: z._default(z.string(), 'ipv4'),
  ...FROZEN,
  securityPolicy: z._default(TEXT, null),
  endpointAccessMode: z._default(TEXT, null),
  version: z._default(TEXT, null),
  documentationParts: z._default(PARTS, new Map()),
  documentationVersions: z._default(VERSIONS, new Map()),
  tags: STRINGS,
  deployments: DEPLOYMENTS,
  stages: STAGES,
})

const WORLD = z.strictObject({
  accountId: z.string(),
  region: z.string(),
  ...ACCOUNT,
  // Older files have none.
  monitoring: z.exactOptional(MONITORING),
  apis: z.array(API),
})

/** A later one would leave the clock where no service can tell the time. */
const MOMENT = z.number().check(z.lte(LATEST_MS))

/** Of the time when there was one world. */
const FIRST = z.strictObject({ version: z.literal(1), savedAt: MOMENT, apis: z.array(API) })

/** A file of another version is refused. */
export const STATE = z.discriminatedUnion('version', [
  z.strictObject({
    version: z.literal(2),
    savedAt: MOMENT,
    regional: z.boolean(),
    worlds: z.array(WORLD),
  }),
  FIRST,
])
