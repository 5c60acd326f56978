import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError, rephrased } from '../../core/base/errors.js'
import { isGlob } from '../../core/find/glob.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { Selectors } from '../../core/find/selection.js'
import type { GlobalFlags } from '../flags/common.js'
import { type FleetFlags, isFleet } from '../flags/fleet-flags.js'
import type { Session } from './session.js'
import type { Settings } from './settings.js'

/** Flags of verbs that take several stages: `--api` and `--stage` may be repeated, and be globs. */
export interface SelectorFlags extends Omit<GlobalFlags, 'api' | 'stage'>, FleetFlags {
  readonly api?: readonly string[]
  readonly stage?: readonly string[]
  readonly tag?: readonly string[]
}

/** One run of a verb. */
export interface Run {
  readonly context: Context
  readonly session: Session
  readonly connection: Connection
  readonly flags: SelectorFlags
  /** Of a verb that can be resumed. */
  readonly verb?: string
  /** Leaves out what selectors find beyond what is meant; throws to refuse. */
  readonly narrow?: (stages: readonly OpenStage[]) => readonly OpenStage[]
}

export function selectorsOf({ api, stage }: SelectorFlags, settings: Settings): Selectors {
  return {
    apis: api ?? (settings.api === undefined ? [] : [settings.api]),
    stages: stage ?? (settings.stage === undefined ? [] : [settings.stage]),
  }
}

export function meansSeveral(flags: SelectorFlags, { apis, stages }: Selectors): boolean {
  const several = apis.length > 1 || stages.length > 1 || [...apis, ...stages].some(isGlob)
  return several || flags.tag !== undefined || isFleet(flags)
}

const NOTHING_BEFORE = { resume: undefined, wasNo: false }

/** Finds the stages that the flags mean: one, or those that the selectors fit. */
export async function meant({ context, session, connection, flags, verb = '' }: Run) {
  const selectors = selectorsOf(flags, session.settings)
  if (!meansSeveral(flags, selectors)) {
    return {
      isSeveral: false,
      stages: [await onlyStage(session, connection, selectors)],
      failed: [],
      ...NOTHING_BEFORE,
    }
  }
  if (!isFleet(flags) && flags.tag === undefined) {
    const { selectStages } = await import('../../core/find/select.js')
    const selected = await selectStages(connection, selectors, session.settings.account ?? null)
    return { isSeveral: true, ...selected, ...NOTHING_BEFORE }
  }
  const { fleetStagesOf } = await import('./fleet-stages.js')
  return {
    isSeveral: true,
    ...(await fleetStagesOf({ context, session, connection, flags, verb }, selectors)),
  }
}

/** Where several fit, all of them can be meant as well. */
async function onlyStage(session: Session, connection: Connection, selectors: Selectors): Promise<OpenStage> {
  try {
    return await session.open(connection)
  } catch (error) {
    if (!(error instanceof ApigwCacheError) || error.code !== 'ambiguous-stage') throw error
    throw rephrased(error, error.message, { data: { ...error.data, all: allOf(selectors) } })
  }
}

/** The options that mean every stage of what is named; one name of several APIs cannot be one. */
function allOf({ apis, stages }: Selectors): readonly string[] | null {
  if (apis.length > 0) return stages.length > 0 ? null : ['--stage', '*']
  return ['--api', '*', '--stage', stages[0] ?? '*']
}
