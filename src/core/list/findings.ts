import { ApigwCacheError } from '../base/errors.js'
import { type DoctorOptions, readDoctor } from '../doctor/doctor.js'
import { RULES } from '../doctor/rules.js'
import type { OpenStage } from '../find/open-stage.js'
import type { Failure } from '../find/select.js'
import type { ListRow } from './report.js'

/** What a doctor finds, each rule once, without what the row shows by itself; null, with a failure, where the deployed API cannot be read. */
export async function readFindings(
  stage: OpenStage,
  options: DoctorOptions,
  onFailure: (failure: Failure) => void,
): Promise<ListRow['findings']> {
  try {
    const { findings } = await readDoctor(stage, options)
    const counting = findings.filter(({ rule, suppressed }) => suppressed === null && !PLAIN.has(rule))
    return counting
      .filter(({ rule }, place) => counting.findIndex((one) => one.rule === rule) === place)
      .map(({ rule, severity }) => ({ rule, severity }))
  } catch (error) {
    if (!(error instanceof ApigwCacheError) || error.kind === 'interrupted') throw error
    onFailure({ target: stage.target, message: `not judged: ${error.message}`, error })
    return null
  }
}

const PLAIN: ReadonlySet<string> = new Set(RULES.flatMap(({ id, isPlain }) => (isPlain ? [id] : [])))
