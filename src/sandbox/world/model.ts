import type { Cluster } from './cluster.js'
import type { DocumentationPart, DocumentationVersion } from './documentation.js'
import type {
  AuthorizerType,
  CacheControlStrategy,
  EndpointType,
  IntegrationType,
  TransferMode,
  Verb,
} from './enums.js'
import type { GatewayResponse, GatewayResponses, GatewayResponseType } from './gateway-response.js'

export interface RestApi {
  readonly id: string
  name: string
  description: string | null
  readonly createdDate: number
  readonly rootResourceId: string
  endpointTypes: EndpointType[]
  vpcEndpointIds: string[]
  disableExecuteApiEndpoint: boolean
  ipAddressType: string
  securityPolicy: string | null
  endpointAccessMode: string | null
  apiKeySource: string
  version: string | null
  /** JSON. */
  policy: string | null
  binaryMediaTypes: string[]
  /** Bytes; null where nothing is compressed. */
  minimumCompressionSize: number | null
  tags: Record<string, string>
  /** By name. */
  readonly models: Map<string, Model>
  readonly requestValidators: Map<string, RequestValidator>
  /** Those that were set. */
  readonly gatewayResponses: Map<GatewayResponseType, GatewayResponse>
  readonly documentationParts: Map<string, DocumentationPart>
  readonly documentationVersions: Map<string, DocumentationVersion>
  /** The API as it stands now. Stages run the frozen copy in their deployment. */
  readonly resources: Map<string, Resource>
  readonly authorizers: Map<string, Authorizer>
  readonly deployments: Map<string, Deployment>
  readonly stages: Map<string, Stage>
}

export interface Model {
  readonly id: string
  readonly name: string
  description: string | null
  readonly contentType: string
  /** JSON schema. */
  schema: string
}

export interface RequestValidator {
  readonly id: string
  name: string | null
  validateRequestBody: boolean
  validateRequestParameters: boolean
}

export interface Authorizer {
  readonly id: string
  name: string
  readonly type: AuthorizerType
  authType: string | null
  providerARNs: string[]
  authorizerUri: string | null
  authorizerCredentials: string | null
  /** `method.request.header.Authorization`; of a request authorizer a list with commas. */
  identitySource: string | null
  identityValidationExpression: string | null
  /** Null where nothing was said: 300 seconds. */
  authorizerResultTtlInSeconds: number | null
  /** The identity of each token; without it any token is accepted. Only the sandbox has this. */
  readonly tokens?: Readonly<Record<string, TokenIdentity>>
}

/** An authorizer's answer for one token. */
export interface TokenIdentity {
  readonly principalId: string
  /** `$context.authorizer` and Lambda functions get this beside the principal, as text. */
  readonly context?: Readonly<Record<string, string | number | boolean>>
  /** The token is known, and its policy denies. */
  readonly deny?: boolean
  /** The API key of the caller, where the API takes it from the authorizer. */
  readonly usageIdentifierKey?: string
}

export interface Resource {
  readonly id: string
  readonly parentId: string | null
  readonly pathPart: string | null
  readonly path: string
  readonly methods: Map<Verb, Method>
}

/** Maps without entries are left out of answers, but for those that were put so: they are shown as `{}`. */
export interface ShownEmpty {
  readonly shownEmpty?: readonly string[]
}

export interface Method extends ShownEmpty {
  readonly httpMethod: Verb
  authorizationType: string
  authorizerId: string | null
  apiKeyRequired: boolean
  operationName: string | null
  authorizationScopes: string[]
  requestValidatorId: string | null
  /** Names of models, by content type. */
  requestModels: Record<string, string>
  /** By `method.request.querystring.type`; true where it is required. */
  requestParameters: Record<string, boolean>
  readonly responses: Map<string, MethodResponse>
  integration: Integration | null
}

export interface MethodResponse extends ShownEmpty {
  readonly statusCode: string
  responseParameters: Record<string, boolean>
  responseModels: Record<string, string>
}

export interface Integration extends ShownEmpty {
  type: IntegrationType
  httpMethod: string | null
  uri: string | null
  credentials: string | null
  /** `INTERNET` or `VPC_LINK`, of HTTP integrations. */
  connectionType: string | null
  connectionId: string | null
  /** The load balancer behind a VPC link. */
  integrationTarget: string | null
  contentHandling: string | null
  tlsConfig: { insecureSkipVerification: boolean } | null
  /** `integration.request.header.X` → `method.request.querystring.q`, `'literal'`, `method.request.body` … */
  requestParameters: Record<string, string>
  requestTemplates: Record<string, string>
  passthroughBehavior: string
  responseTransferMode: TransferMode
  timeoutInMillis: number
  cacheNamespace: string
  cacheKeyParameters: string[]
  readonly responses: Map<string, IntegrationResponse>
}

export interface IntegrationResponse extends ShownEmpty {
  readonly statusCode: string
  selectionPattern: string | null
  contentHandling: string | null
  responseParameters: Record<string, string>
  responseTemplates: Record<string, string>
}

/** What of an API stages serve: the frozen copy in a deployment. */
export interface Snapshot {
  readonly resources: ReadonlyMap<string, Resource>
  readonly authorizers: ReadonlyMap<string, Authorizer>
  readonly gatewayResponses: GatewayResponses
  readonly models: ReadonlyMap<string, Model>
  readonly requestValidators: ReadonlyMap<string, RequestValidator>
  readonly binaryMediaTypes: readonly string[]
  readonly minimumCompressionSize: number | null
  readonly apiKeySource: string
  readonly policy: string | null
}

export interface Deployment {
  readonly id: string
  description: string | null
  readonly createdDate: number
  readonly snapshot: Snapshot
}

export interface MethodSetting {
  metricsEnabled: boolean
  /** Left out of answers until it is set. */
  loggingLevel?: string
  dataTraceEnabled: boolean
  throttlingBurstLimit: number
  throttlingRateLimit: number
  cachingEnabled: boolean
  cacheTtlInSeconds: number
  cacheDataEncrypted: boolean
  requireAuthorizationForCacheControl: boolean
  unauthorizedCacheControlHeaderStrategy: CacheControlStrategy
}

export interface CanarySettings {
  percentTraffic: number
  deploymentId: string
  stageVariableOverrides: Record<string, string>
  useStageCache: boolean
}

export interface Stage {
  readonly stageName: string
  deploymentId: string
  description: string | null
  clientCertificateId: string | null
  documentationVersion: string | null
  tracingEnabled: boolean
  accessLogSettings: { destinationArn?: string; format?: string } | null
  variables: Record<string, string>
  canary: CanarySettings | null
  tags: Record<string, string>
  readonly createdDate: number
  lastUpdatedDate: number
  // By the key as GetStage shows it: `*/*`, `~1pets~1{id}/GET`, or a stray spelling that was accepted.
  readonly methodSettings: Map<string, MethodSetting>
  cluster: Cluster
}

export function methodsOf(resources: Snapshot['resources']): Method[] {
  return [...resources.values()].flatMap(({ methods }) => [...methods.values()])
}

/** `/pets/{id}/{proxy+}` → `id`, `proxy`. */
export function pathVariables(path: string): string[] {
  return [...path.matchAll(/\{([^}]+?)\+?\}/g)].map(([, name = '']) => name)
}

/** The expressions of an identity source: a request authorizer may have several, with commas between. */
export function identityExpressions({ identitySource }: Pick<Authorizer, 'identitySource'>): string[] {
  return (identitySource ?? '')
    .split(',')
    .map((expression) => expression.trim())
    .filter((expression) => expression !== '')
}
