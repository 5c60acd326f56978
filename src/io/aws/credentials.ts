import { explainProvider, noCredentials, saysNothing } from '../../core/aws/explain-credentials.js'
import { sdkHandler } from '../../core/aws/sdk-http.js'
import type { Clock } from '../../core/base/clock.js'
import type { Http } from '../../core/base/http.js'
import { type CredentialsProvider, type Env, type Location, profileName } from './config.js'
import { remembered } from './credentials-cache.js'
import { sharedFiles } from './shared-files.js'

interface ClientConfig {
  readonly region: string
  readonly requestHandler: ReturnType<typeof sdkHandler>
}

interface Link {
  readonly provide: CredentialsProvider
  /** The environment or a file asks for it, so its failure is worth reporting. */
  readonly configured: boolean
}

/**
 * `--profile` > keys in the environment > `AWS_PROFILE` > the default chain, as in the AWS CLI. The SDK would
 * prefer `AWS_PROFILE` to keys.
 */
export function credentialsFor(
  location: Location,
  env: Env,
  region: string,
  { clock, http }: { readonly clock: Pick<Clock, 'now'>; readonly http: Http },
): CredentialsProvider {
  // Requests for roles and single sign-on use the same proxy and certificates as all others.
  const clientConfig = { region, requestHandler: sdkHandler({ http, service: 'AWS' }) }
  return remembered(providerFor(location, env, clientConfig), clock)
}

function providerFor(location: Location, env: Env, client: ClientConfig): CredentialsProvider {
  if (location.profile !== undefined) return fromProfile(location.profile, env, client)
  const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = env
  if (AWS_ACCESS_KEY_ID && AWS_SECRET_ACCESS_KEY) {
    const keys = { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY }
    return () => Promise.resolve(AWS_SESSION_TOKEN ? { ...keys, sessionToken: AWS_SESSION_TOKEN } : keys)
  }
  const named = profileName(location, env)
  return named === null ? fromChain(env, client) : fromProfile(named, env, client)
}

function fromProfile(profile: string, env: Env, clientConfig: ClientConfig): CredentialsProvider {
  return lazily(async () => {
    const { fromIni } = await import('@aws-sdk/credential-providers')
    const provide = fromIni({ profile, ...sharedFiles(env), clientConfig })
    return async () => {
      try {
        return await provide()
      } catch (error) {
        throw explainProvider(error, profile)
      }
    }
  })
}

/** Shared files, web identity, container, instance: the last three only if the environment allows them. */
function fromChain(env: Env, clientConfig: ClientConfig): CredentialsProvider {
  return lazily(async () => {
    const providers = await import('@aws-sdk/credential-providers')
    const chain: Link[] = [{ provide: providers.fromIni({ ...sharedFiles(env), clientConfig }), configured: true }]
    const { AWS_WEB_IDENTITY_TOKEN_FILE: token, AWS_ROLE_ARN: roleArn, AWS_ROLE_SESSION_NAME: session } = env
    if (token && roleArn) {
      const named = session ? { roleSessionName: session } : {}
      const options = { webIdentityTokenFile: token, roleArn, ...named, clientConfig }
      chain.push({ provide: providers.fromTokenFile(options), configured: true })
    }
    if (env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI || env.AWS_CONTAINER_CREDENTIALS_FULL_URI) {
      chain.push({ provide: providers.fromHttp(containerOptions(env)), configured: true })
    }
    if (env.AWS_EC2_METADATA_DISABLED?.toLowerCase() !== 'true') {
      const provide = providers.fromInstanceMetadata({ timeout: 1000, maxRetries: 0 })
      chain.push({ provide, configured: false })
    }
    return firstOf(chain)
  })
}

function containerOptions(env: Env): Record<string, string> {
  const options = {
    awsContainerCredentialsRelativeUri: env.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI,
    awsContainerCredentialsFullUri: env.AWS_CONTAINER_CREDENTIALS_FULL_URI,
    awsContainerAuthorizationToken: env.AWS_CONTAINER_AUTHORIZATION_TOKEN,
    awsContainerAuthorizationTokenFile: env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE,
  }
  return Object.fromEntries(Object.entries(options).flatMap(([key, value]) => (value ? [[key, value]] : [])))
}

function firstOf(chain: readonly Link[]): CredentialsProvider {
  return async () => {
    const failures: unknown[] = []
    let last: unknown
    for (const { provide, configured } of chain) {
      try {
        return await provide()
      } catch (error) {
        // A provider without credentials lets the next one try; any other error is final.
        if (!(error instanceof Error) || Reflect.get(error, 'tryNextLink') === false) {
          throw explainProvider(error, null)
        }
        if (configured && !saysNothing(error)) failures.push(error)
        last = error
      }
    }
    throw failures.length > 0 ? explainProvider(failures[0], null) : noCredentials(last, null)
  }
}

/** Loads the provider on first use. */
function lazily(load: () => Promise<CredentialsProvider>): CredentialsProvider {
  let provider: Promise<CredentialsProvider> | null = null
  return async () => {
    provider ??= load()
    return (await provider)()
  }
}
