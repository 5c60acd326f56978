import type { SeedIdentity } from '../iam/identity.js'
import type { Role } from '../iam/role.js'
import type { ClusterSize } from '../world/enums.js'
import type { Authorizer, CanarySettings, MethodSetting, RestApi, TokenIdentity } from '../world/model.js'

/** The APIs, identities and keys that a sandbox starts with. */
export interface Seed {
  /**
   * Access keys and their policies, for `iam: 'enforce'`. `test` may do everything and needs no entry. Where IAM is
   * not enforced their policies still decide who may invalidate cache entries.
   */
  readonly identities?: readonly SeedIdentity[]
  /** Roles and whom they trust. Any other role can be assumed too, unless IAM is enforced. */
  readonly roles?: readonly Role[]
  /** The values of `x-api-key` that methods with a required key accept; any value where left out or empty. */
  readonly apiKeys?: readonly SeedApiKey[]
  /** As soon as one of them names a region, every region is a world of its own. */
  readonly apis: readonly SeedApi[]
  /** Makes up metrics of so many days, 0 to 63, before the sandbox starts. */
  readonly history?: { readonly days: number }
}

export interface SeedApiKey {
  readonly name?: string
  readonly value: string
}

export interface SeedApi {
  /** Ten lower-case letters and digits; made up where left out. */
  readonly id?: string
  /** Twelve digits; the sandbox's account where left out. */
  readonly accountId?: string
  /** The sandbox's region where left out. */
  readonly region?: string
  readonly name: string
  readonly description?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly endpointType?: RestApi['endpointTypes'][number]
  readonly vpcEndpointIds?: readonly string[]
  readonly disableExecuteApiEndpoint?: boolean
  /** Such as `image/png`: functions answer with their bytes where the caller accepts one of these. */
  readonly binaryMediaTypes?: readonly string[]
  /** Bytes from which answers are compressed; none are where left out. */
  readonly minimumCompressionSize?: number
  readonly apiKeySource?: 'HEADER' | 'AUTHORIZER'
  /** By verb and resource path: `GET /pets/{id}`. */
  readonly methods: Readonly<Record<string, SeedMethod>>
  /** By name. All stages run one deployment of the methods. */
  readonly stages: Readonly<Record<string, SeedStage>>
}

export interface SeedMethod {
  readonly integration: SeedIntegration
  /** Optional parameters to declare: `querystring.type`, `header.X`. Path parameters are always declared. */
  readonly parameters?: readonly string[]
  /** Cache keys, spelled like parameters, or `integration.header.X`. A method parameter is declared with it. */
  readonly keys?: readonly string[]
  readonly authorization?: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS'
  readonly apiKeyRequired?: boolean
  /** Authorisation by a Lambda function or a user pool; methods that name the same one share it. */
  readonly authorizer?: SeedAuthorizer
  /** The resource's id where left out. */
  readonly cacheNamespace?: string
}

export interface SeedAuthorizer {
  readonly name: string
  readonly type: Authorizer['type']
  /** `method.request.header.Authorization`; a request authorizer may have several, with commas between. */
  readonly identitySource?: string
  /** Seconds; 300 where left out. */
  readonly authorizerResultTtlInSeconds?: number
  /** The identity of each token; where left out, any token is accepted and has none. */
  readonly tokens?: Readonly<Record<string, TokenIdentity>>
}

export type SeedIntegration = (
  | { readonly type: 'AWS_PROXY'; readonly handler: string }
  | { readonly type: 'HTTP' | 'HTTP_PROXY'; readonly uri: string; readonly httpMethod?: string }
  | {
      readonly type: 'MOCK'
      readonly status?: number
      readonly body?: string
      readonly headers?: Readonly<Record<string, string>>
    }
) & {
  /** `integration.request.header.X` to its source, such as `method.request.body`. */
  readonly requestParameters?: Readonly<Record<string, string>>
}

export interface SeedStage {
  /** A cache cluster that is AVAILABLE from the start. */
  readonly cluster?: ClusterSize
  /** The size that a removed cluster left behind. */
  readonly lingeringSize?: ClusterSize
  /** By `GET /pets`, or by the key as GetStage shows it (the stage's defaults are under star, slash, star). */
  readonly settings?: Readonly<Record<string, Partial<MethodSetting>>>
  readonly tags?: Readonly<Record<string, string>>
  readonly variables?: Readonly<Record<string, string>>
  readonly canary?: Partial<Omit<CanarySettings, 'deploymentId'>>
  /** For the history, by `GET /pets`: a method that is not named had no requests. Made up where left out. */
  readonly traffic?: Readonly<Record<string, SeedTraffic>>
}

/** The requests to a method before the sandbox starts. Its hits follow from these and its settings. */
export interface SeedTraffic {
  /** Requests at the busiest minute of a working day, at most 10,000. */
  readonly perMinute: number
  /** The number of different cache entries that they ask for; 50 where left out. */
  readonly entries?: number
  /** Median time of the backend in milliseconds; 120 where left out. */
  readonly backendMs?: number
  /** 0..1: the share of the requests to the backend that fail; 0.01 where left out. */
  readonly errorRate?: number
}
