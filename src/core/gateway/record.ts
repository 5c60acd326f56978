import type { ClusterStatus, MethodSettings } from './model.js'

/** Where a stage is: what every control-plane call needs. */
export interface StageRef {
  readonly apiId: string
  readonly stage: string
}

export interface ApiRecord {
  readonly id: string
  readonly name: string | null
  readonly tags: Readonly<Record<string, string>>
  readonly endpointTypes: readonly string[]
  readonly vpcEndpointIds: readonly string[]
  readonly defaultEndpointDisabled: boolean
}

/** One entry of `methodSettings`: what this tool sets, and what it must keep. */
export interface SettingRecord extends MethodSettings {
  readonly metrics: boolean
  /** Null where nobody has set one. */
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
  /** What the stage claims. During a removal AWS may still say true: `clusterStatus` is the truth. */
  readonly clusterEnabled: boolean
  readonly clusterStatus: ClusterStatus
  /** Lingers after a disable. */
  readonly clusterSize: string | null
  /** By key as AWS spells it. */
  readonly settings: Readonly<Record<string, SettingRecord>>
  readonly canary: { readonly percent: number; readonly usesStageCache: boolean } | null
  readonly tags: Readonly<Record<string, string>>
  /** Epoch milliseconds; null where it is not told. */
  readonly createdAt: number | null
  /** The last change of settings, cluster or deployment, likewise. */
  readonly updatedAt: number | null
}

/** A resource method as the API stands now, deployed or not. */
export interface MethodRecord {
  readonly resourceId: string
  readonly path: string
  readonly method: string
  /** As AWS spells them: `method.request.path.id`. */
  readonly cacheKeyParameters: readonly string[]
  /** Declared request parameters, spelled likewise, and whether each is required. */
  readonly parameters: Readonly<Record<string, boolean>>
  /** NONE, AWS_IAM, CUSTOM, COGNITO_USER_POOLS. */
  readonly authorizationType: string
  /** Null unless the type is CUSTOM or COGNITO_USER_POOLS. */
  readonly authorizerId: string | null
  readonly apiKeyRequired: boolean
  /** Response parameters by status code. */
  readonly responses: Readonly<Record<string, readonly string[]>>
  /** Null where the method has none yet. */
  readonly integration: IntegrationRecord | null
}

export interface AuthorizerRecord {
  readonly id: string
  readonly name: string
  /** As AWS spells it, with commas between several; empty where it reads none. */
  readonly identitySource: string
}

/** Where a method is: what every call about one needs. */
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
  /** The resource's id unless somebody set another; null where it is not told. */
  readonly cacheNamespace: string | null
  /** By selection pattern; `default` is the one without. */
  readonly responses: Readonly<Record<string, IntegrationResponseRecord>>
}

export interface IntegrationResponseRecord {
  readonly status: string
  readonly parameters: Readonly<Record<string, string>>
  readonly templates: Readonly<Record<string, string>>
}
