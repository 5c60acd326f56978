import * as z from 'zod/mini'
import { INTEGRATION_TYPES, TRANSFER_MODES, VERBS } from '../world/enums.js'
import { BOOLEANS, mapOf, STRINGS, TEXT } from './parts.js'

// Older files have no fields with a default.
const SHOWN_EMPTY = { shownEmpty: z.exactOptional(z.array(z.string())) }
const VERB = z.enum(VERBS)

const INTEGRATION = z.strictObject({
  ...SHOWN_EMPTY,
  type: z.enum(INTEGRATION_TYPES),
  httpMethod: TEXT,
  uri: TEXT,
  credentials: TEXT,
  requestParameters: STRINGS,
  requestTemplates: STRINGS,
  passthroughBehavior: z.string(),
  responseTransferMode: z.enum(TRANSFER_MODES),
  timeoutInMillis: z.number(),
  connectionType: z._default(TEXT, null),
  connectionId: z._default(TEXT, null),
  integrationTarget: z._default(TEXT, null),
  contentHandling: z._default(TEXT, null),
  tlsConfig: z._default(z.nullable(z.strictObject({ insecureSkipVerification: z.boolean() })), null),
  cacheNamespace: z.string(),
  cacheKeyParameters: z.array(z.string()),
  responses: mapOf(
    z.string(),
    z.strictObject({
      ...SHOWN_EMPTY,
      statusCode: z.string(),
      selectionPattern: TEXT,
      contentHandling: z._default(TEXT, null),
      responseParameters: STRINGS,
      responseTemplates: STRINGS,
    }),
  ),
})

const METHOD = z.strictObject({
  ...SHOWN_EMPTY,
  httpMethod: VERB,
  authorizationType: z.string(),
  authorizerId: TEXT,
  apiKeyRequired: z.boolean(),
  operationName: TEXT,
  authorizationScopes: z._default(z.array(z.string()), []),
  requestValidatorId: z._default(TEXT, null),
  requestModels: z._default(STRINGS, {}),
  requestParameters: BOOLEANS,
  responses: mapOf(
    z.string(),
    z.strictObject({
      ...SHOWN_EMPTY,
      statusCode: z.string(),
      responseParameters: BOOLEANS,
      responseModels: STRINGS,
    }),
  ),
  integration: z.nullable(INTEGRATION),
})

export const RESOURCES = mapOf(
  z.string(),
  z.strictObject({
    id: z.string(),
    parentId: TEXT,
    pathPart: TEXT,
    path: z.string(),
    methods: mapOf(VERB, METHOD),
  }),
)
