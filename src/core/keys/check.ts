import { ApigwCacheError } from '../base/errors.js'
import { type KeySpec, shortKey } from '../gateway/key.js'
import { nameOfMethod } from '../gateway/method.js'
import type { IntegrationRecord, MethodRecord } from '../gateway/record.js'

/**
 * Checks that a method can get these keys. Errors: `failure` without an integration and for a mapping that has
 * another source; `usage` for a mapping without a source, and on a proxy integration unless `force`.
 */
export function checkNewKeys(record: MethodRecord, keys: readonly KeySpec[], force: boolean): void {
  const { integration } = record
  if (integration === null) {
    throw new ApigwCacheError(
      'failure',
      'no-integration',
      `${nameOfMethod(record)} has no integration, which holds the cache keys`,
    )
  }
  for (const key of keys) {
    if (key.parameter.startsWith('integration.')) checkMapping(record, integration, key, force)
  }
}

function checkMapping(
  record: MethodRecord,
  { requestParameters, type }: IntegrationRecord,
  { parameter, source }: KeySpec,
  force: boolean,
): void {
  const name = nameOfMethod(record)
  const short = shortKey(parameter)
  const mapped = Object.hasOwn(requestParameters, parameter) ? requestParameters[parameter] : undefined
  if (mapped !== undefined) {
    if (source === null || source === mapped) return
    throw new ApigwCacheError(
      'failure',
      'other-mapping',
      `${short} of ${name} is mapped from ${mapped}, not from ${source}`,
      {
        hint: 'leave the source out to use the mapping as it is: another one changes what the backend gets',
      },
    )
  }
  if (source === null) {
    throw new ApigwCacheError('usage', 'no-mapping', `${name} has no mapping for ${short}`, {
      hint: `say where it comes from, such as ${short}=method.request.body`,
    })
  }
  if (type.endsWith('_PROXY') && !force) {
    throw new ApigwCacheError(
      'usage',
      'proxy-mapping',
      `${name} has a proxy integration (${type}), which a mapping makes fail`,
      {
        data: {},
      },
    )
  }
}
