import { ApigwCacheError, rephrased } from '../base/errors.js'
import { unkeyed } from '../exposure/guard.js'
import { fullNameOf } from '../gateway/stage.js'
import type { StagePlan } from './stage/stage-plan.js'

/** What would answer one caller with another's data, or may, and nobody has accepted; an error for each stage. PURE. */
export function doubtsOf(stages: readonly StagePlan[]): readonly ApigwCacheError[] {
  return [...unkeyedDoubts(stages), ...uncheckedDoubts(stages)]
}

function unkeyedDoubts(stages: readonly StagePlan[]): readonly ApigwCacheError[] {
  return stages
    .filter((one) => one.unkeyed.length > 0)
    .map((one) => {
      const error = unkeyed({ target: one.pair.seen.stage.target, methods: one.unkeyed })
      return rephrased(error, error.message, { data: { ...error.data, isDeclared: true } })
    })
}

function uncheckedDoubts(stages: readonly StagePlan[]): readonly ApigwCacheError[] {
  return stages
    .filter((one) => one.isUnchecked)
    .map((one) => {
      const name = fullNameOf(one.pair.seen.stage.target)
      const message = `${name} would cache methods whose keys nobody can check, as its deployed API may not be read`
      return new ApigwCacheError('usage', 'unchecked', message)
    })
}
