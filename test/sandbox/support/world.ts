import { createCounters } from '../../../src/sandbox/cloudwatch/counters.js'
import { newMonitoring } from '../../../src/sandbox/cloudwatch/monitoring.js'
import { PLAIN_METHOD } from '../../../src/sandbox/control/methods/plain.js'
import { Call } from '../../../src/sandbox/data/call.js'
import { type IamMode, identitiesOf, type SeedIdentity } from '../../../src/sandbox/iam/identity.js'
import { createLogs } from '../../../src/sandbox/logs/store.js'
import { newSettings } from '../../../src/sandbox/world/account-settings.js'
import type { AuthorizerHandler } from '../../../src/sandbox/world/authorizers/handler.js'
import { createAuthorizations } from '../../../src/sandbox/world/authorizers/results.js'
import type { Clock } from '../../../src/sandbox/world/clock.js'
import { type Cluster, NO_CLUSTER } from '../../../src/sandbox/world/cluster.js'
import type { Verb } from '../../../src/sandbox/world/enums.js'
import { type Faults, noFaults } from '../../../src/sandbox/world/faults.js'
import { DEFAULT_KNOBS, type Knobs } from '../../../src/sandbox/world/knobs.js'
import type { Handler } from '../../../src/sandbox/world/lambda.js'
import type {
  Authorizer,
  Integration,
  IntegrationResponse,
  Method,
  MethodSetting,
  Resource,
  RestApi,
  Snapshot,
  Stage,
} from '../../../src/sandbox/world/model.js'
import { seededRandom } from '../../../src/sandbox/world/random.js'
import { createUsage } from '../../../src/sandbox/world/usage.js'
import type { World } from '../../../src/sandbox/world/world.js'

export const API_ID = 'abcde12345'

export interface MethodSpec extends Partial<Omit<Method, 'integration' | 'httpMethod'>> {
  /** The function that an AWS_PROXY integration calls. */
  readonly handler?: string
  readonly integration?: Partial<Integration>
  readonly keys?: readonly string[]
}

/** By `GET /pets/{id}`. */
export type MethodSpecs = Readonly<Record<string, MethodSpec>>

export interface WorldOptions {
  readonly clock: Clock
  readonly knobs?: Partial<Knobs>
  readonly faults?: Partial<Faults>
  readonly handlers?: Readonly<Record<string, Handler>>
  readonly authorizers?: Readonly<Record<string, AuthorizerHandler>>
  readonly metricsDelayMs?: number
  readonly random?: () => number
  readonly iam?: IamMode
  readonly identities?: readonly SeedIdentity[]
  readonly apiKeys?: readonly string[]
  readonly accessLog?: (line: string) => void
  readonly onRefusedAnswer?: (line: string) => void
}

export function buildWorld(options: WorldOptions, apis: readonly RestApi[]): World {
  return {
    clock: options.clock,
    random: options.random ?? seededRandom(1),
    iam: options.iam ?? 'off',
    identities: identitiesOf(options.identities ?? [], '000000000000'),
    accountId: '000000000000',
    apiKeys: new Set(options.apiKeys ?? []),
    region: 'us-east-1',
    enabled: true,
    roles: new Map(),
    isTaken: () => false,
    settings: newSettings(),
    usage: createUsage(),
    knobs: { ...DEFAULT_KNOBS, ...options.knobs },
    clusterTimeMs: 4_000,
    flushTimeMs: 2_000,
    metricsDelayMs: options.metricsDelayMs ?? 0,
    faults: { ...noFaults(), ...options.faults },
    apis: new Map(apis.map((api) => [api.id, api])),
    handlers: new Map(Object.entries(options.handlers ?? {})),
    authorizers: new Map(Object.entries(options.authorizers ?? {})),
    authorizations: createAuthorizations(options.clock),
    counters: createCounters(),
    monitoring: newMonitoring(new Map()),
    logs: createLogs(options.clock),
    accessLog: options.accessLog ?? null,
    onRefusedAnswer: options.onRefusedAnswer ?? null,
  }
}

export function buildSetting(changes: Partial<MethodSetting> = {}): MethodSetting {
  return {
    metricsEnabled: false,
    dataTraceEnabled: false,
    throttlingBurstLimit: 5000,
    throttlingRateLimit: 10000,
    cachingEnabled: true,
    cacheTtlInSeconds: 300,
    cacheDataEncrypted: false,
    requireAuthorizationForCacheControl: true,
    unauthorizedCacheControlHeaderStrategy: 'SUCCEED_WITH_RESPONSE_HEADER',
    ...changes,
  }
}

export const AVAILABLE: Cluster = { ...NO_CLUSTER, enabled: true, size: '0.5', before: 'AVAILABLE' }

export function buildApi(methods: MethodSpecs, changes: Partial<RestApi> = {}): RestApi {
  const api: RestApi = {
    id: API_ID,
    name: 'pets',
    description: null,
    createdDate: 0,
    rootResourceId: 'res0',
    endpointTypes: ['REGIONAL'],
    vpcEndpointIds: [],
    disableExecuteApiEndpoint: false,
    ipAddressType: 'ipv4',
    securityPolicy: null,
    endpointAccessMode: null,
    apiKeySource: 'HEADER',
    version: null,
    policy: null,
    binaryMediaTypes: [],
    minimumCompressionSize: null,
    tags: {},
    models: new Map(),
    requestValidators: new Map(),
    gatewayResponses: new Map(),
    documentationParts: new Map(),
    documentationVersions: new Map(),
    resources: new Map(),
    authorizers: new Map(),
    deployments: new Map(),
    stages: new Map(),
    ...changes,
  }
  deploy(api, 'deploy1', methods)
  api.stages.set('prod', buildStage())
  return api
}

/** Adds a deployment of these methods; no stage runs it yet. */
export function deploy(api: RestApi, id: string, methods: MethodSpecs): void {
  api.deployments.set(id, { id, description: null, createdDate: 0, snapshot: buildSnapshot(methods) })
}

export function buildSnapshot(methods: MethodSpecs, authorizers: Snapshot['authorizers'] = new Map()): Snapshot {
  const resources = new Map<string, Resource>()
  for (const [name, spec] of Object.entries(methods)) {
    const [verb = '', path = ''] = name.split(' ')
    const id = `res${path}`
    const resource = resources.get(id) ?? { id, parentId: null, pathPart: null, path, methods: new Map() }
    resources.set(id, resource)
    const method = buildMethod(verb as Verb, id, spec)
    resource.methods.set(method.httpMethod, method)
  }
  return {
    resources,
    authorizers,
    gatewayResponses: new Map(),
    models: new Map(),
    requestValidators: new Map(),
    binaryMediaTypes: [],
    minimumCompressionSize: null,
    apiKeySource: 'HEADER',
    policy: null,
  }
}

function buildMethod(httpMethod: Verb, resourceId: string, spec: MethodSpec): Method {
  const { handler = 'counter', integration = {}, keys = [], ...rest } = spec
  return {
    httpMethod,
    authorizationType: 'NONE',
    authorizerId: null,
    apiKeyRequired: false,
    ...PLAIN_METHOD,
    requestParameters: {},
    responses: new Map(),
    integration: {
      type: 'AWS_PROXY',
      httpMethod: 'POST',
      uri: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:${handler}/invocations`,
      credentials: null,
      connectionType: null,
      connectionId: null,
      integrationTarget: null,
      contentHandling: null,
      tlsConfig: null,
      requestParameters: {},
      requestTemplates: {},
      passthroughBehavior: 'WHEN_NO_MATCH',
      responseTransferMode: 'BUFFERED',
      timeoutInMillis: 29_000,
      cacheNamespace: resourceId,
      cacheKeyParameters: [...keys],
      responses: new Map(),
      ...integration,
    },
    ...rest,
  }
}

export function buildAuthorizer(type: Authorizer['type'], identitySource: string | null): Authorizer {
  return {
    id: type,
    name: type,
    type,
    authType: null,
    providerARNs: [],
    authorizerUri: null,
    authorizerCredentials: null,
    identitySource,
    identityValidationExpression: null,
    authorizerResultTtlInSeconds: 300,
  }
}

export function buildResponse(changes: Partial<IntegrationResponse> = {}): IntegrationResponse {
  return {
    statusCode: '200',
    selectionPattern: null,
    contentHandling: null,
    responseParameters: {},
    responseTemplates: {},
    ...changes,
  }
}

/** Cluster on, and GET cached for 300 s. */
function buildStage(changes: Partial<Stage> = {}): Stage {
  return {
    stageName: 'prod',
    deploymentId: 'deploy1',
    description: null,
    clientCertificateId: null,
    documentationVersion: null,
    tracingEnabled: false,
    accessLogSettings: null,
    variables: {},
    canary: null,
    tags: {},
    createdDate: 0,
    lastUpdatedDate: 0,
    methodSettings: new Map([['*/*', buildSetting()]]),
    cluster: AVAILABLE,
    ...changes,
  }
}

/** A call past the matching, for what is compiled from an integration. */
export function buildCall(verb: string, rawQuery: string, integration: Partial<Integration>) {
  const [resource] = buildSnapshot({ 'ANY /pets': { integration } }).resources.values()
  const method = resource?.methods.get('ANY')
  if (!resource || !method?.integration) throw new Error('the builder makes the method')
  const request = { method: verb, rawQuery, headers: {}, rawHeaders: [], body: Buffer.alloc(0), sourceIp: '' }
  const served = { variables: {}, canary: null, deployment: { id: 'deploy1', snapshot: buildSnapshot({}) } }
  const context = {
    accountId: '',
    apiId: API_ID,
    stage: 'prod',
    requestId: '',
    extendedRequestId: '',
    requestTimeMs: 0,
    basePath: null,
    edge: false,
  }
  return {
    made: new Call(request, '/pets', resource, method, {}, served, context),
    integration: method.integration,
  }
}
