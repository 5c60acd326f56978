import { AssumeRoleCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts'
import { ApigwCacheError } from '../base/errors.js'
import { briefly, type RetryPolicy, retryRead } from '../base/retry.js'
import { explain } from './explain.js'
import type { RoleRequest } from './role.js'
import { onClock } from './sdk-clock.js'

export interface RoleCredentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string
  readonly expiration: Date
}

/** Creates a provider of temporary credentials of a role, from the STS that `config` names. */
export function createRoleProvider(
  config: STSClientConfig,
  { arn, externalId, sessionName = 'apigw-cache' }: RoleRequest,
  region: string,
  retry: RetryPolicy,
): () => Promise<RoleCredentials> {
  const client = onClock(new STSClient(config), retry.clock)
  const command = { RoleArn: arn, RoleSessionName: sessionName, ExternalId: externalId }
  return () =>
    retryRead(briefly(retry), async () => {
      try {
        const { Credentials } = await client.send(
          new AssumeRoleCommand(command),
          retry.signal ? { abortSignal: retry.signal } : {},
        )
        return credentialsOf(Credentials, arn)
      } catch (error) {
        throw explain(error, { action: 'sts:AssumeRole', resource: arn, region })
      }
    })
}

function credentialsOf(
  given:
    | {
        AccessKeyId?: string | undefined
        SecretAccessKey?: string | undefined
        SessionToken?: string | undefined
        Expiration?: Date | undefined
      }
    | undefined,
  arn: string,
): RoleCredentials {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = given ?? {}
  if (AccessKeyId && SecretAccessKey && SessionToken && Expiration) {
    return {
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      expiration: Expiration,
    }
  }
  throw new ApigwCacheError('failure', 'not-aws', `STS gave no credentials of the role ${arn}`)
}
