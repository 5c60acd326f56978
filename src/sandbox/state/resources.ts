import * as z from 'zod/mini'
import { INTEGRATION_TYPES, TRANSFER_MODES, VERBS } from '../world/enums.js'
import { BOOLEANS, mapOf, STRINGS, TEXT } from './parts.js'

const VERB = z.enum(VERBS)

const INTEGRATION = z.strictObject({
  type: z.enum(INTEGRATION_TYPES),
  httpMethod: TEXT,
  uri: TEXT,
  credentials: TEXT,
  requestParameters: STRINGS,
  requestTemplates: STRINGS,
  passthroughBehavior: z.string(),
  responseTransferMode: z.enum(TRANSFER_MODES),
  timeoutInMillis: z.number(),
  cacheNamespace: z.string(),
  cacheKeyParameters: z.array(z.string()),
  responses: mapOf(
    z.string(),
    z.strictObject({
      statusCode: z.string(),
      selectionPattern: TEXT,
      responseParameters: STRINGS,
      responseTemplates: STRINGS,
    }),
  ),
})

const METHOD = z.strictObject({
  httpMethod: VERB,
  authorizationType: z.string(),
  authorizerId: TEXT,
  apiKeyRequired: z.boolean(),
  operationName: TEXT,
  requestParameters: BOOLEANS,
  responses: mapOf(
    z.string(),
    z.strictObject({ statusCode: z.string(), responseParameters: BOOLEANS, responseModels: STRINGS }),
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
