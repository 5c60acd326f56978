import { type ErrorCode, parseDocument } from 'yaml'
import * as z from 'zod/mini'
import { checkJson } from '../http/json.js'
import { CONNECTION_TYPES, CONTENT_HANDLINGS } from '../world/enums.js'
import type { Account } from '../world/lambda.js'
import { CLOUDFORMATION_TAGS } from './cloudformation-tags.js'
import { dereferenced } from './dereference.js'
import { withTexts } from './template-text.js'
import { withVariables } from './variables.js'

const CONTENT_HANDLING = z.enum(CONTENT_HANDLINGS)
/** What is no text in them is left out with a warning. */
const MAPPED = z.record(z.string(), z.unknown())
const STATUS = z.union([z.string(), z.number()])

const OPENAPI_3 = z.string().check(z.startsWith('3.'))
const SWAGGER_2 = z.union([z.literal('2.0'), z.literal(2)])
const TYPES = ['aws', 'aws_proxy', 'http', 'http_proxy', 'mock']

const INTEGRATION = z.looseObject({
  type: z.string().check(
    z.refine((type) => TYPES.includes(type.toLowerCase()), {
      error: ({ input }) => `is ${shown(input)}, which is not one of ${TYPES.join(', ')}`,
    }),
  ),
  httpMethod: z.optional(z.string()),
  uri: z.optional(z.string()),
  credentials: z.optional(z.string()),
  connectionType: z.optional(z.enum(CONNECTION_TYPES)),
  connectionId: z.optional(z.string()),
  integrationTarget: z.optional(z.string()),
  contentHandling: z.optional(CONTENT_HANDLING),
  tlsConfig: z.optional(z.looseObject({ insecureSkipVerification: z.optional(z.boolean()) })),
  requestParameters: z.optional(MAPPED),
  requestTemplates: z.optional(MAPPED),
  passthroughBehavior: z.optional(z.string()),
  responseTransferMode: z.optional(z.enum(['BUFFERED', 'STREAM'])),
  timeoutInMillis: z.optional(z.number()),
  cacheNamespace: z.optional(z.string()),
  cacheKeyParameters: z.optional(z.array(z.string())),
  responses: z.optional(
    z.record(
      z.string(),
      z.looseObject({
        statusCode: STATUS,
        contentHandling: z.optional(CONTENT_HANDLING),
        responseParameters: z.optional(MAPPED),
        responseTemplates: z.optional(MAPPED),
      }),
    ),
  ),
})

export const INTEGRATION_FIELDS: readonly string[] = Object.keys(INTEGRATION.def.shape)

const SECURITY = z.array(z.record(z.string(), z.unknown()))

const OPERATION = z.looseObject({
  operationId: z.optional(z.string()),
  parameters: z.optional(z.array(z.unknown())),
  responses: z.optional(z.record(z.string(), z.unknown())),
  consumes: z.optional(z.array(z.string())),
  produces: z.optional(z.array(z.string())),
  security: z.optional(SECURITY),
  'x-amazon-apigateway-auth': z.optional(z.looseObject({ type: z.string() })),
  'x-amazon-apigateway-integration': z.optional(INTEGRATION),
})

const SCHEME = z.looseObject({
  type: z.string(),
  name: z.optional(z.string()),
  in: z.optional(z.string()),
  'x-amazon-apigateway-authtype': z.optional(z.string()),
  'x-amazon-apigateway-authorizer': z.optional(
    z.looseObject({
      type: z.string().check(z.regex(/^(?:token|request|cognito_user_pools)$/i, 'not an authorizer type')),
      authorizerUri: z.optional(z.string()),
      authorizerCredentials: z.optional(z.string()),
      identitySource: z.optional(z.string()),
      identityValidationExpression: z.optional(z.string()),
      authorizerResultTtlInSeconds: z.optional(z.number()),
      providerARNs: z.optional(z.array(z.string())),
    }),
  ),
})

const PATH_ITEM = z.looseObject({
  parameters: z.optional(z.array(z.unknown())),
  get: z.optional(OPERATION),
  put: z.optional(OPERATION),
  post: z.optional(OPERATION),
  delete: z.optional(OPERATION),
  patch: z.optional(OPERATION),
  options: z.optional(OPERATION),
  head: z.optional(OPERATION),
  'x-amazon-apigateway-any-method': z.optional(OPERATION),
})

export const PATH_ITEM_FIELDS: readonly string[] = Object.keys(PATH_ITEM.def.shape)

const DOCUMENT = z
  .looseObject({
    openapi: z.optional(OPENAPI_3),
    swagger: z.optional(SWAGGER_2),
    info: z.looseObject({
      title: z.optional(z.string().check(z.minLength(1))),
      description: z.optional(z.string()),
      version: z.optional(z.union([z.string(), z.number()])),
    }),
    // Nothing depends on them but the base path, and many templates have a mapping here.
    servers: z.catch(z.optional(z.array(z.looseObject({ url: z.optional(z.string()) }))), undefined),
    host: z.optional(z.string()),
    consumes: z.optional(z.array(z.string())),
    produces: z.optional(z.array(z.string())),
    security: z.optional(SECURITY),
    components: z.optional(z.looseObject({ securitySchemes: z.optional(z.record(z.string(), SCHEME)) })),
    securityDefinitions: z.optional(z.record(z.string(), SCHEME)),
    // OpenAPI 3.1 may have none.
    paths: z._default(z.record(z.string(), PATH_ITEM), {}),
  })
  .check(
    z.refine(({ openapi, swagger }) => (openapi === undefined) !== (swagger === undefined), {
      error: 'expected openapi: 3.x or swagger: "2.0"',
    }),
  )

export type OpenApiDocument = z.infer<typeof DOCUMENT>
export type OpenApiOperation = z.infer<typeof OPERATION>
export type OpenApiIntegration = z.infer<typeof INTEGRATION>
export type OpenApiPathItem = z.infer<typeof PATH_ITEM>
export type OpenApiScheme = z.infer<typeof SCHEME>

/**
 * Reads OpenAPI 3 or Swagger 2 in JSON or YAML, with its references followed and the variables of API Gateway filled in.
 * Throws an Error that says where it is wrong and why.
 */
export function parseOpenApi(text: string, account: Account): OpenApiDocument {
  return checked(dereferenced(parseText(text)), account)
}

/** The same of a file that a deployment has not yet filled in: CloudFormation's functions are read as texts. */
export function parseUndeployed(text: string, account: Account): OpenApiDocument {
  return checked(withTexts(dereferenced(parseText(text))), account)
}

/** An integration is not in the form that it has to be in. */
export class Malformed extends Error {
  constructor(
    readonly path: string,
    message: string,
  ) {
    super(message)
  }
}

const IN_INTEGRATION = /^paths\.(.*?)\.[\w-]+\.x-amazon-apigateway-integration\b/

function checked(document: unknown, account: Account): OpenApiDocument {
  const { value, problem } = checkJson(DOCUMENT, withVariables(document, account), 'document')
  if (problem === null) return value
  const message = VERSIONED.safeParse(document).success ? problem : `not an OpenAPI document: ${problem}`
  const [, path] = IN_INTEGRATION.exec(problem) ?? []
  throw path === undefined ? new Error(message) : new Malformed(path, message)
}

/** What says that it is one, whatever is wrong in it. */
const VERSIONED = z.union([z.looseObject({ openapi: OPENAPI_3 }), z.looseObject({ swagger: SWAGGER_2 })])

/** Cut where it is long. */
function shown(value: unknown): string {
  const text = String(value)
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text)
}

/** The text is neither JSON nor YAML. The message says where. */
export class Unreadable extends Error {}

/** JSON or YAML, whatever it describes. */
export function parseText(text: string): unknown {
  const { yaml, mistake, reason } = read(text)
  if (mistake) throw new Unreadable(`not JSON or YAML (${mistake})${reason}`)
  try {
    return yaml.toJS()
  } catch (cause) {
    throw new Unreadable('not JSON or YAML: its aliases and merges cannot be followed', { cause })
  }
}

/** Where a text that is no JSON has its first mistake; null where it is YAML, of which JSON is a part. */
export function mistakeIn(text: string): string | null {
  return read(text).mistake
}

/** In our words: the library's speak of its insides. */
const REASONS: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'a tab stands where spaces have to',
  BAD_INDENT: 'it is indented too little, or a bracket is not closed',
  DUPLICATE_KEY: 'a name is there twice',
  MISSING_CHAR: 'a quote, a bracket or a colon is missing',
  MULTILINE_IMPLICIT_KEY: 'a name goes over several lines, or a colon is missing',
  BAD_ALIAS: 'an alias names nothing',
}

function read(text: string) {
  const yaml = parseDocument(text, { merge: true, customTags: [...CLOUDFORMATION_TAGS] })
  const [error] = yaml.errors
  const [start] = error?.linePos ?? []
  const mistake = error ? `line ${start?.line ?? 1}, column ${start?.col ?? 1}` : null
  const known = error ? REASONS[error.code] : undefined
  const reason = known === undefined ? '' : `: ${known}`
  return { yaml, mistake, reason }
}
