import { partition } from '@aws-sdk/core/client'
import type { DnsSuffixes } from '../../core/aws/connection.js'
import type { sdkHandler } from '../../core/aws/sdk-http.js'
import type { Credentials } from './config.js'

interface SdkBase {
  readonly region: string
  readonly credentials: () => Promise<Credentials>
}

/** Complete, so that no SDK client reads the environment or the shared files by itself. */
export interface SdkConfig {
  readonly region: string
  readonly endpoint: string
  readonly credentials: () => Promise<Credentials>
  readonly requestHandler: ReturnType<typeof sdkHandler>
  /** Retries are ours, on our clock. */
  readonly maxAttempts: 1
  readonly retryMode: 'standard'
  readonly defaultsMode: 'standard'
  readonly useFipsEndpoint: false
  readonly useDualstackEndpoint: false
  readonly authSchemePreference: string[]
  readonly userAgentAppId: string
  readonly customUserAgent: string
}

export function sdkConfig(
  { region, credentials }: SdkBase,
  { endpoint, prefix }: { readonly endpoint: string | null; readonly prefix: string },
  requestHandler: ReturnType<typeof sdkHandler>,
): SdkConfig {
  return {
    region,
    endpoint: endpoint ?? `https://${prefix}.${region}.${partition(region).dnsSuffix}`,
    credentials,
    requestHandler,
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'standard',
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
    authSchemePreference: [],
    userAgentAppId: '',
    customUserAgent: 'apigw-cache',
  }
}

/** The partition that a region belongs to, as ARNs spell it: `aws`, `aws-cn`. */
export function partitionOf(region: string): string {
  return partition(region).name
}

export function dnsSuffixesOf(region: string): DnsSuffixes {
  const { dnsSuffix, dualStackDnsSuffix } = partition(region)
  return { dns: dnsSuffix, dualStack: dualStackDnsSuffix }
}
