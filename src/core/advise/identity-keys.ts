import type { Connection } from '../connection.js'
import { INTEGRATION, operationsOf } from '../control/deployed.js'
import { identityOf } from '../control/identity.js'
import { field } from '../control/json.js'
import { shortKey } from '../control/key-names.js'
import type { MethodRef } from '../control/settings.js'
import { refOf } from '../control/stage.js'
import { isDenied } from '../explain.js'
import type { Target } from '../model.js'

/** The cache keys of a deployed method that tell its callers apart. */
export interface IdentityKeys extends MethodRef {
  readonly keys: readonly string[]
}

/** Of each deployed method; nothing where the deployment may not be read, which hides the keys as well. */
export async function readIdentityKeys(
  { control }: Pick<Connection, 'control'>,
  target: Target,
): Promise<readonly IdentityKeys[]> {
  try {
    return identityKeys(await control.deployedExport(refOf(target)))
  } catch (error) {
    if (isDenied(error)) return []
    throw error
  }
}

/** PURE. */
export function identityKeys(document: unknown): readonly IdentityKeys[] {
  return (operationsOf(document) ?? []).map(({ operation, ...ref }) => {
    const read = identityOf(document, operation)?.sources.map((one) => one.toLowerCase()) ?? []
    const integration = field(operation, INTEGRATION)
    const keys = field(integration, 'cacheKeyParameters')
    const mapping = field(integration, 'requestParameters')
    const found = (Array.isArray(keys) ? keys : []).filter((key): key is string => {
      const source = typeof key === 'string' ? (field(mapping, key) ?? key) : ''
      return [key, source].some((one) => read.includes(String(one).toLowerCase()))
    })
    return { ...ref, keys: found.map(shortKey) }
  })
}
