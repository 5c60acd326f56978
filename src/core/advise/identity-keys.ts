import { unlessDenied } from '../base/denied.js'
import { field } from '../base/json.js'
import type { OpenStage } from '../find/open-stage.js'
import { INTEGRATION, operationsOf } from '../gateway/export.js'
import { identityOf } from '../gateway/identity.js'
import { shortKey } from '../gateway/key.js'
import type { MethodRef } from '../gateway/method.js'
import { refOf } from '../gateway/stage.js'

/** The cache keys of a deployed method that tell its callers apart. */
export interface IdentityKeys extends MethodRef {
  readonly keys: readonly string[]
}

/** Of each deployed method; nothing where the deployment may not be read, which hides the keys as well. */
export async function readIdentityKeys({
  connection: { control },
  target,
}: OpenStage): Promise<readonly IdentityKeys[]> {
  return identityKeys(await unlessDenied(() => control.deployedExport(refOf(target))))
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
