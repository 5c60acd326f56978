import type { PatchOperation } from '../aws/api.js'
import { escaped } from '../base/pointer.js'
import type { KeySpec } from '../gateway/key.js'
import type { MethodRecord } from '../gateway/record.js'

/** The operations to send: first to the method, which has to declare what the integration then lists. */
export interface KeysPatch {
  readonly method: readonly PatchOperation[]
  readonly integration: readonly PatchOperation[]
  /** At last to the method again: what it need not declare any more. */
  readonly cleanup: readonly PatchOperation[]
}

/**
 * Computes the operations that add the wanted keys and remove the unwanted; none if that is so already. Keys
 * come last: AWS drops them when it replaces their request parameter. Declarations in `leftOver` go. PURE.
 */
export function keysPatch(
  record: MethodRecord,
  wanted: readonly KeySpec[],
  unwanted: readonly string[],
  leftOver: readonly string[] = [],
): KeysPatch {
  const has = record.cacheKeyParameters
  const mapped = record.integration?.requestParameters ?? {}
  const missing = wanted.filter(({ parameter }) => !has.includes(parameter))
  const unmapped = missing.filter(
    ({ parameter, source }) =>
      parameter.startsWith('integration.') && source !== null && !Object.hasOwn(mapped, parameter),
  )
  const undeclared = [
    ...missing.map(({ parameter }) => parameter),
    ...unmapped.map(({ source }) => source ?? ''),
  ].filter((name) => declarable(name) && !Object.hasOwn(record.parameters, name))
  return {
    method: [...new Set(undeclared)].map((name) => operation('add', 'requestParameters', name, 'false')),
    integration: [
      ...unwanted.filter((name) => has.includes(name)).map((name) => operation('remove', 'cacheKeyParameters', name)),
      ...unmapped.map(({ parameter, source }) => operation('add', 'requestParameters', parameter, source ?? '')),
      ...missing.map(({ parameter }) => operation('add', 'cacheKeyParameters', parameter, '')),
    ],
    cleanup: leftOver
      .filter((name) => Object.hasOwn(record.parameters, name))
      .map((name) => operation('remove', 'requestParameters', name)),
  }
}

export function isEmpty({ method, integration, cleanup }: KeysPatch): boolean {
  return method.length + integration.length + cleanup.length === 0
}

function declarable(name: string): boolean {
  return /^method\.request\.(path|querystring|header)\./.test(name)
}

function operation(
  op: 'add' | 'remove',
  list: 'requestParameters' | 'cacheKeyParameters',
  name: string,
  value?: string,
): PatchOperation {
  const path = `/${list}/${escaped(name)}`
  return value === undefined ? { op, path } : { op, path, value }
}
