import { GetCallerIdentityCommand, STSClient, type STSClientConfig } from '@aws-sdk/client-sts'
import { briefly, type RetryPolicy, retryRead } from '../base/retry.js'
import { requireField } from './complete.js'
import { explain } from './explain.js'
import { onClock } from './sdk-clock.js'

/** Creates a reader of the account that the credentials belong to. */
export function createAccountReader(
  config: STSClientConfig,
  region: string,
  retry: RetryPolicy,
): () => Promise<string> {
  const client = onClock(new STSClient(config), retry.clock)
  return async () => {
    return retryRead(briefly(retry), async () => {
      try {
        const { Account } = await client.send(
          new GetCallerIdentityCommand({}),
          retry.signal ? { abortSignal: retry.signal } : {},
        )
        return requireField(Account, 'GetCallerIdentity', 'Account')
      } catch (error) {
        throw explain(error, { action: 'sts:GetCallerIdentity', resource: '*', region })
      }
    })
  }
}
