import type { SeedIdentity } from './iam/identity.js'
import type { Authorizer, CanarySettings, ClusterSize, MethodSetting, RestApi } from './model.js'

/** What a sandbox starts with. */
export interface Seed {
  /** Access keys and their policies, for `iam: 'enforce'`. `test` may do everything and needs no entry. */
  readonly identities?: readonly SeedIdentity[]
  readonly apis: readonly SeedApi[]
}

export interface SeedApi {
  /** Ten lower-case letters and digits; made up where left out. */
  readonly id?: string
  readonly name: string
  readonly description?: string
  readonly tags?: Readonly<Record<string, string>>
  readonly endpointType?: RestApi['endpointTypes'][number]
  readonly vpcEndpointIds?: readonly string[]
  readonly disableExecuteApiEndpoint?: boolean
  /** By verb and resource path: `GET /pets/{id}`. */
  readonly methods: Readonly<Record<string, SeedMethod>>
  /** By name. All stages run one deployment of the methods. */
  readonly stages: Readonly<Record<string, SeedStage>>
}

export interface SeedMethod {
  readonly integration: SeedIntegration
  /** Declared, optional parameters: `querystring.type`, `header.X`. Those in the path declare themselves. */
  readonly parameters?: readonly string[]
  /** Cache keys, spelled like parameters, or `integration.header.X`. A method parameter is declared with it. */
  readonly keys?: readonly string[]
  readonly authorization?: 'NONE' | 'AWS_IAM' | 'CUSTOM' | 'COGNITO_USER_POOLS'
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
}
