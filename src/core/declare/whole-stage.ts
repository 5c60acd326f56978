import { unlessDenied } from '../base/denied.js'
import type { OpenStage } from '../find/open-stage.js'
import { type DeployedMethod, deployedMethods } from '../gateway/export.js'
import { sameKeys, shortKey } from '../gateway/key.js'
import type { MethodRef } from '../gateway/method.js'
import { sameMethod } from '../gateway/method.js'
import type { Target } from '../gateway/model.js'
import type { MethodRecord, StageRecord } from '../gateway/record.js'
import { refOf } from '../gateway/stage.js'

/** Everything that decides what a stage caches, for languages that say more than the declarative file. */
export interface WholeStage {
  readonly target: Target
  readonly record: StageRecord
  /** Methods of the API as it stands now; null where they may not be read. */
  readonly methods: readonly MethodRecord[] | null
  /** What the stage serves; null where that may not be read. */
  readonly deployed: readonly DeployedMethod[] | null
}

/** Reads the methods of a stage's API and what is deployed of them. Errors: `failure`. */
export async function wholeStage({ connection, target, record }: OpenStage): Promise<WholeStage> {
  const ref = refOf(target)
  const [methods, document] = await Promise.all([
    unlessDenied(() => connection.control.methods(ref.apiId)),
    unlessDenied(() => connection.control.deployedExport(ref)),
  ])
  return { target, record, methods, deployed: document === null ? null : deployedMethods(document) }
}

/** The methods whose deployed keys are not those of the API as it stands now. PURE. */
export function undeployedKeys({ methods, deployed }: WholeStage): readonly MethodRef[] {
  return (deployed ?? []).filter((running) => {
    const current = methods?.find((one) => sameMethod(one, running))
    return current !== undefined && !sameKeys(running.keys, current.cacheKeyParameters.map(shortKey))
  })
}
