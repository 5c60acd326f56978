import { field } from '../base/json.js'
import { operationsOf } from '../gateway/export.js'
import { type MethodRef, sameMethod } from '../gateway/method.js'
import type { MethodRecord } from '../gateway/record.js'
import type { Authorizers } from './authorizers.js'
import { deployedShape } from './deployed-shape.js'
import { type Aspect, currentShape, differences } from './shape.js'

/** The effect of a deployment on one method. */
export interface MethodChange extends MethodRef {
  readonly kind: 'added' | 'removed' | 'changed'
  /** The changed aspects; empty unless `changed`. */
  readonly aspects: readonly Aspect[]
}

/**
 * Lists what a deployment would publish, method by method: compares the stage's export with the current API.
 * Null if the document is not an export. PURE.
 */
export function undeployed(
  document: unknown,
  current: readonly MethodRecord[],
  authorizers: Authorizers,
): readonly MethodChange[] | null {
  const running = operationsOf(document)
  if (running === null) return null
  const schemes = field(field(document, 'components'), 'securitySchemes')
  const removed = running
    .filter((one) => !current.some((other) => sameMethod(one, other)))
    .map(({ method, path }) => ({ method, path, kind: 'removed' as const, aspects: [] }))
  const rest = current.flatMap((record): readonly MethodChange[] => {
    const { method, path } = record
    const before = running.find((one) => sameMethod(one, record))
    if (!before) return [{ method, path, kind: 'added', aspects: [] }]
    const aspects = differences(deployedShape(before.operation, schemes), currentShape(record, authorizers))
    return aspects.length === 0 ? [] : [{ method, path, kind: 'changed', aspects }]
  })
  return [...removed, ...rest]
}
