import type { ControlPlane } from '../aws/api.js'
import { unlessDenied } from '../base/denied.js'
import type { Target } from '../gateway/model.js'
import type { ApiRecord } from '../gateway/record.js'
import { apiNameDimension } from './cache-metrics.js'

/**
 * Ids of other APIs of the region that CloudWatch counts under the same name: it tells APIs apart by name only.
 * Null where the APIs may not be listed.
 */
export async function readNamesakes(
  control: Pick<ControlPlane, 'restApis'>,
  { id, name }: Target['api'],
  known: readonly ApiRecord[] | null = null,
): Promise<readonly string[] | null> {
  const dimension = apiNameDimension(id, name)
  const all = known ?? (await unlessDenied(() => control.restApis()))
  return (
    all
      ?.filter((other) => other.id !== id && apiNameDimension(other.id, other.name) === dimension)
      .map((other) => other.id) ?? null
  )
}
