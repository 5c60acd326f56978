import type { Connection } from '../aws/connection.js'
import { CALLS } from '../base/calls.js'
import { type Failure, selectStages } from '../find/select.js'
import { type ApplyReport, applyStages } from './apply/apply.js'
import { type Lock, lockApis } from './apply/locks.js'
import type { ApplyOptions } from './apply/options.js'
import type { Choices } from './choices.js'
import type { Declaration } from './document/data.js'
import { readDeclaration, type SourceFile } from './document/declared.js'
import { documentOf, yamlOf } from './document/write.js'
import { doubtsOf } from './doubts.js'
import { type ExportOptions, exportStages } from './export.js'
import { changedStages } from './needs.js'
import { type Planned, planStages } from './plan.js'
import type { Connect } from './read.js'
import type { Plan, SavedPlan } from './report.js'
import { refuseStale, requireIntact, savedPlan } from './saved.js'
import { selectWanted } from './selection.js'

/** Which files, which of their stages, and what is decided beforehand. */
export interface PlanRequest extends Partial<Choices> {
  /** YAML or JSON, as it was read; the names are those that messages use. */
  readonly files: readonly SourceFile[]
  /** Globs of `api/stage`: only these stages of the files. */
  readonly globs?: readonly string[] | undefined
  /** Only stages in these regions. */
  readonly regions?: readonly string[] | undefined
  /** True also looks for what is live but in no file. */
  readonly strict?: boolean | undefined
}

/** Asks if a plan may be carried out; `doubts` say what may answer one caller with another's data. */
export interface PlanQuestion {
  readonly kind: 'plan'
  readonly plan: Plan
  readonly doubts: readonly string[]
}

interface CarryingOut
  extends Pick<ApplyOptions, 'timeoutMs' | 'parallel' | 'maxFailures' | 'onProgress' | 'onFinished'> {
  /**
   * Called before the first write: throw to refuse. Without it nothing is carried out that would answer one caller with
   * another's data.
   */
  readonly onAsk?: ((question: PlanQuestion) => Promise<void>) | undefined
}

/** Files, or a plan of them that was made before: that plan and no other. */
export type ApplyRequest = CarryingOut & (PlanRequest | { readonly plan: SavedPlan })

/** What leads from files to stages. */
export interface Ways {
  readonly connection: Connection
  readonly connect: Connect
  readonly lock: Lock
}

/** The plan of files, which can be kept and carried out later. Errors: `usage` with every mistake of the files. */
export async function planFiles(ways: Ways, request: PlanRequest): Promise<SavedPlan> {
  return savedPlan(await planned(ways, request), choicesIn(request))
}

/**
 * Makes stages what files say. What fails for one stage is in `failed`, and the others go on. Errors: `usage` for mistakes
 * and for wrong data that nobody has accepted, `failure` for a plan that is out of date, `interrupted`.
 */
export async function applyFiles(ways: Ways, request: ApplyRequest): Promise<ApplyReport> {
  const isSaved = 'plan' in request
  const choices = isSaved ? request.plan.choices : choicesIn(request)
  const found = isSaved ? await plannedAgain(ways, request.plan) : await planned(ways, request)
  const doubts = doubtsOf(found.stages)
  if (changedStages(found.stages) > 0) {
    const [refused] = doubts
    if (request.onAsk)
      await request.onAsk({ kind: 'plan', plan: found.plan, doubts: doubts.map(({ message }) => message) })
    else if (refused) throw refused
  }
  const release = await lockApis(found.stages, ways.lock)
  try {
    const { clock } = ways.connection
    const { report } = await applyStages(found, { ...request, choices, clock, spelling: CALLS })
    return report
  } finally {
    await release()
  }
}

async function planned(ways: Ways, request: PlanRequest): Promise<Planned> {
  const { files, globs, regions, strict = false } = request
  const wanted = await selectWanted(readDeclaration(files), { globs, regions }, ways.connect)
  return planStages(wanted, { ...common(ways), choices: choicesIn(request), strict })
}

async function plannedAgain(ways: Ways, saved: SavedPlan): Promise<Planned> {
  requireIntact(saved, 'the plan')
  const options = { ...common(ways), choices: saved.choices, flags: saved.flags }
  const now = await planStages(saved.wanted, options)
  refuseStale(saved, now, options)
  return now
}

function common({ connection: { clock }, connect }: Ways) {
  return { connect, now: clock.now, spelling: CALLS }
}

function choicesIn(request: Partial<Choices>): Choices {
  const { deploy = false, deployAll = false, draftKeys = false, takeOver = false } = request
  const { acceptUnkeyed = [], acceptUnchecked = false, managedBy = null } = request
  return { deploy, deployAll, draftKeys, takeOver, acceptUnkeyed, acceptUnchecked, managedBy }
}

export interface ExportRequest extends ExportOptions {
  /** Ids, exact names, globs of names, ARNs or invoke URLs; all APIs where left out. */
  readonly apis?: readonly string[] | undefined
  /** Names or globs of names; all stages where left out. */
  readonly stages?: readonly string[] | undefined
}

/** The declarative file of live stages; a plan of it is empty. */
export interface Exported {
  readonly declaration: Declaration
  /** The same as text. */
  readonly yaml: string
  /** APIs whose stages could not be read. */
  readonly failed: readonly Pick<Failure, 'target' | 'message'>[]
}

/** Errors: `failure` where nothing fits, `denied`. */
export async function exportFrom(connection: Connection, request: ExportRequest = {}): Promise<Exported> {
  const { apis = [], stages = [], ...options } = request
  const account = await connection.account()
  const selected = await selectStages(connection, { apis, stages }, account)
  const declaration = documentOf(await exportStages(selected.stages, options))
  const failed = selected.failed.map(({ target, message }) => ({ target, message }))
  return { declaration, yaml: yamlOf(declaration, null), failed }
}
