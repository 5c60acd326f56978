import type { ApigwCacheError } from '../../core/base/errors.js'
import type { Planned } from '../../core/declare/plan.js'
import type { Connect } from '../../core/declare/read.js'
import type { PlannedChange } from '../../core/declare/report.js'
import { placeOf } from '../../core/declare/selection.js'
import { isDone } from '../../core/declare/stage/work.js'
import type { WantedStage } from '../../core/declare/wanted.js'
import type { Target } from '../../core/gateway/model.js'
import { counted } from '../../render/format/units.js'
import { leftOut, type Resume } from '../session/resume.js'
import type { Session } from '../session/session.js'

export interface Left {
  readonly wanted: readonly WantedStage[]
  /** True if something of what is left out was blocked. */
  readonly wasNo: boolean
}

/** Leaves out what an earlier run has finished, and says so. */
export async function notDone(
  wanted: readonly WantedStage[],
  { verdictOf }: Resume,
  connect: Connect,
  { note }: Session,
): Promise<Left> {
  const verdicts = await Promise.all(
    wanted.map(async (one) => {
      const { region } = await placeOf(one, connect)
      return region === null ? undefined : verdictOf({ account: one.account, region }, one.api, one.stage)
    }),
  )
  const left = wanted.filter((_, index) => verdicts[index] === undefined)
  const nos = wanted.filter((_, index) => verdicts[index] === 'negative')
  const names = nos.map(({ api, apiName, stage }) => `${apiName ?? api} ${stage}`)
  if (left.length < wanted.length) note(leftOut(counted(wanted.length - left.length, 'stage'), names))
  return { wanted: left, wasNo: nos.length > 0 }
}

/** Notes the stages for which nothing is to be done, and those that could not be planned. */
export async function noteUnchanged({ stages, failed }: Planned, resume: Resume): Promise<void> {
  for (const { work, pair, changes } of stages) {
    if (isDone(work)) await resume.finished(pair.seen.stage.target, verdictOn(changes))
  }
  for (const { target, error } of failed) await resume.finished(target, error)
}

/** Notes a stage as soon as it is finished. */
export function noting(
  { plan }: Planned,
  resume: Resume,
): (target: Target, error: ApigwCacheError | null) => Promise<void> {
  return (target, error) => {
    const own = plan.changes.filter((one) => one.target === target)
    return resume.finished(target, error ?? verdictOn(own))
  }
}

function verdictOn(changes: readonly PlannedChange[]): 'done' | 'negative' {
  return changes.some(({ blocked }) => blocked !== null) ? 'negative' : 'done'
}
