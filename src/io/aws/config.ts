import { ApigwCacheError } from '../../core/base/errors.js'
import { withoutUserInfo } from '../../core/base/http.js'
import { isRegion, meantRegion } from '../../core/fleet/regions.js'

/** Variables of the environment; never `process.env` itself. */
export type Env = Readonly<Record<string, string | undefined>>

export interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
  readonly expiration?: Date
}

export type CredentialsProvider = () => Promise<Credentials>

/** As given on the command line. */
export interface Location {
  readonly region?: string | undefined
  readonly profile?: string | undefined
  readonly endpointUrl?: string | undefined
  /** Where neither a flag nor the environment nor a file names a region. */
  readonly fallbackRegion?: string | undefined
}

/** One profile of the shared files, settings and credentials merged, and the `services` section that it names. */
export interface SharedProfile {
  readonly values: Readonly<Record<string, string | undefined>>
  /** By service and key: `services['api_gateway.endpoint_url']`. */
  readonly services: Readonly<Record<string, string | undefined>>
}

export interface Endpoints {
  readonly apiGateway: string | null
  readonly cloudWatch: string | null
  readonly sts: string | null
  readonly account: string | null
}

export interface AwsConfig {
  readonly region: string
  readonly endpoints: Endpoints
}

const SERVICES = {
  apiGateway: { variable: 'AWS_ENDPOINT_URL_API_GATEWAY', section: 'api_gateway' },
  cloudWatch: { variable: 'AWS_ENDPOINT_URL_CLOUDWATCH', section: 'cloudwatch' },
  sts: { variable: 'AWS_ENDPOINT_URL_STS', section: 'sts' },
  account: { variable: 'AWS_ENDPOINT_URL_ACCOUNT', section: 'account' },
} as const

/** `--profile` > `AWS_PROFILE`; null if neither is set, which means "default" for everything but credentials. */
export function profileName({ profile }: Location, env: Env): string | null {
  return profile ?? (env.AWS_PROFILE || env.AWS_DEFAULT_PROFILE || null)
}

/** Region and endpoints, with the precedence of the AWS CLI. PURE. Errors: `usage`. */
export function awsConfig(location: Location, env: Env, shared: SharedProfile): AwsConfig {
  // As in the AWS CLI, an empty variable counts as unset. An empty flag must not fall back to another region.
  const configured = env.AWS_REGION || env.AWS_DEFAULT_REGION || shared.values.region
  const region = location.region ?? (configured || location.fallbackRegion)
  if (!region) {
    throw new ApigwCacheError('usage', 'no-region', 'no AWS region is set')
  }
  if (!isRegion(region)) {
    const meant = meantRegion(region)
    throw new ApigwCacheError('usage', 'region', `"${region}" is not an AWS region`, {
      hint: meant === null ? 'like us-east-1' : `did you mean ${meant}?`,
    })
  }
  const endpoint = (service: keyof typeof SERVICES) => endpointOf(service, location, env, shared)
  return {
    region,
    endpoints: {
      apiGateway: endpoint('apiGateway'),
      cloudWatch: endpoint('cloudWatch'),
      sts: endpoint('sts'),
      account: endpoint('account'),
    },
  }
}

function endpointOf(
  service: keyof typeof SERVICES,
  { endpointUrl }: Location,
  env: Env,
  shared: SharedProfile,
): string | null {
  const { variable, section } = SERVICES[service]
  const ignored = env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS?.toLowerCase() === 'true'
  const configured = ignored
    ? undefined
    : env[variable] || env.AWS_ENDPOINT_URL || shared.services[`${section}.endpoint_url`] || shared.values.endpoint_url
  const url = endpointUrl ?? configured
  if (!url) return null
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new ApigwCacheError('usage', 'endpoint-url', `"${withoutUserInfo(url)}" is not an endpoint URL`, {
      hint: 'like http://127.0.0.1:4780',
    })
  }
  return withoutUserInfo(url).replace(/\/+$/, '')
}
