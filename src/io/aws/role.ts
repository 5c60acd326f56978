import type { RoleRequest } from '../../core/aws/role.js'
import { type Sent, sdkHandler } from '../../core/aws/sdk-http.js'
import type { Http } from '../../core/base/http.js'
import type { RetryPolicy } from '../../core/base/retry.js'
import type { AwsConfig, CredentialsProvider } from './config.js'
import { remembered } from './credentials-cache.js'

interface Surroundings {
  readonly config: AwsConfig
  readonly http: Http
  readonly retry: RetryPolicy
  readonly onSend: ((sent: Sent) => void) | undefined
}

/** The credentials of a role, from the region's own STS: regions that were switched on refuse those of a global one. */
export function assuming(
  role: RoleRequest,
  credentials: CredentialsProvider,
  { config: { region, endpoints }, http, retry, onSend }: Surroundings,
): CredentialsProvider {
  let provider: CredentialsProvider | null = null
  const provide = async () => {
    if (provider === null) {
      const [{ createRoleProvider }, { sdkConfig }] = await Promise.all([
        import('../../core/aws/assume-role.js'),
        import('./sdk-config.js'),
      ])
      const handler = sdkHandler({ service: 'STS', answersIn: 'xml', http, onSend })
      const place = { endpoint: endpoints.sts, prefix: 'sts' }
      provider = createRoleProvider(sdkConfig({ region, credentials }, place, handler), role, region, retry)
    }
    return provider()
  }
  return remembered(provide, retry.clock)
}
