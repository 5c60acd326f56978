import type { ClusterStatus, MethodSettings } from './model.js'

/** Identifies a stage in every control-plane call. */
export interface StageRef {
  readonly apiId: string
  readonly stage: string
}

export interface DeploymentRecord {
  readonly description: string | null
  /** Epoch milliseconds. */
  readonly createdAt: number | null
}

export interface ApiRecord {
  readonly id: string
  readonly name: string | null
  readonly tags: Readonly<Record<string, string>>
  readonly endpointTypes: readonly string[]
  readonly vpcEndpointIds: readonly string[]
  readonly defaultEndpointDisabled: boolean
}

/** One entry of `methodSettings`, with the fields that this tool only preserves. */
export interface SettingRecord extends MethodSettings {
  readonly metrics: boolean
  /** Null if never set. */
  readonly loggingLevel: string | null
  readonly dataTrace: boolean
  /** Requests; -1 for none of its own. */
  readonly burstLimit: number
  /** Requests a second; -1 for none of its own. */
  readonly rateLimit: number
}

export interface StageRecord {
  readonly name: string
  readonly deploymentId: string | null
  /** May stay true while AWS removes the cluster: `clusterStatus` is the truth. */
  readonly clusterEnabled: boolean
  readonly clusterStatus: ClusterStatus
  /** Kept by AWS after a disable. */
  readonly clusterSize: string | null
  /** By key in AWS's spelling. */
  readonly settings: Readonly<Record<string, SettingRecord>>
  readonly canary: { readonly percent: number; readonly usesStageCache: boolean } | null
  readonly tags: Readonly<Record<string, string>>
  /** Epoch milliseconds; null if AWS leaves it out. */
  readonly createdAt: number | null
  /** Last change of settings, cluster or deployment: epoch milliseconds or null. */
  readonly updatedAt: number | null
}

/** A method of the current API, deployed or not. */
export interface MethodRecord {
  readonly resourceId: string
  readonly path: string
  readonly method: string
  /** In AWS's spelling: `method.request.path.id`. */
  readonly cacheKeyParameters: readonly string[]
  /** Declared request parameters in AWS's spelling; true if required. */
  readonly parameters: Readonly<Record<string, boolean>>
  /** NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS. */
  readonly authorizationType: string
  /** Null unless the type is CUSTOM or COGNITO_USER_POOLS. */
  readonly authorizerId: string | null
  readonly apiKeyRequired: boolean
  /** Response parameters by status code. */
  readonly responses: Readonly<Record<string, readonly string[]>>
  /** Null before one is set. */
  readonly integration: IntegrationRecord | null
}

export interface AuthorizerRecord {
  readonly id: string
  readonly name: string
  /** In AWS's spelling, comma-separated; empty if it reads none. */
  readonly identitySource: string
}

/** Identifies a method in every control-plane call. */
export type MethodPlace = Pick<MethodRecord, 'resourceId' | 'path' | 'method'>

export interface IntegrationRecord {
  /** HTTP, HTTP_PROXY, AWS, AWS_PROXY, MOCK. */
  readonly type: string
  readonly httpMethod: string | null
  readonly uri: string | null
  readonly credentials: string | null
  /** `integration.request.header.X` to its source, such as `method.request.body`. */
  readonly requestParameters: Readonly<Record<string, string>>
  readonly requestTemplates: Readonly<Record<string, string>>
  readonly passthroughBehavior: string
  readonly contentHandling: string | null
  readonly timeoutMs: number
  readonly transferMode: string
  /** The resource's id unless somebody set another; null if AWS leaves it out. */
  readonly cacheNamespace: string | null
  /** By selection pattern; `default` has none. */
  readonly responses: Readonly<Record<string, IntegrationResponseRecord>>
}

export interface IntegrationResponseRecord {
  readonly status: string
  readonly parameters: Readonly<Record<string, string>>
  readonly templates: Readonly<Record<string, string>>
}
