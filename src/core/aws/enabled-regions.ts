import { AccountClient, type AccountClientConfig, ListRegionsCommand } from '@aws-sdk/client-account'
import { briefly, type RetryPolicy, retryRead } from '../base/retry.js'
import { requireField } from './complete.js'
import { explain } from './explain.js'
import { onClock } from './sdk-clock.js'

const LARGEST_PAGE = 50

/** Creates a reader of the regions that are switched on in an account: the only use of the Account API. */
export function createRegionsReader(
  config: AccountClientConfig,
  region: string,
  retry: RetryPolicy,
): () => Promise<readonly string[]> {
  const client = onClock(new AccountClient(config), retry.clock)
  const page = (token: string | undefined) =>
    retryRead(briefly(retry), async () => {
      try {
        const { Regions, NextToken } = await client.send(
          new ListRegionsCommand({
            MaxResults: LARGEST_PAGE,
            RegionOptStatusContains: ['ENABLED', 'ENABLED_BY_DEFAULT'],
            NextToken: token,
          }),
          retry.signal ? { abortSignal: retry.signal } : {},
        )
        return { regions: requireField(Regions, 'ListRegions', 'Regions'), next: NextToken }
      } catch (error) {
        throw explain(error, { action: 'account:ListRegions', resource: '*', region })
      }
    })
  return async () => {
    const names: string[] = []
    let token: string | undefined
    do {
      const { regions, next } = await page(token)
      names.push(...regions.flatMap(({ RegionName }) => RegionName ?? []))
      token = next
    } while (token !== undefined)
    return names
  }
}
