import { ApigwCacheError } from '../../core/base/errors.js'
import { inParallel } from '../../core/base/parallel.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import { type Failure, matchingStages, nothingFits, type Selected } from '../../core/find/select.js'
import type { Selectors } from '../../core/find/selection.js'
import { hasTags, parseTag, type WantedTag } from '../../core/find/tags.js'
import { selectTargets } from '../../core/find/targets.js'
import { counted } from '../../render/format/units.js'
import { type Fleet, openFleet, PARALLEL_SCOPES, type Scope } from './fleet.js'
import type { Run } from './meant.js'
import { leftOut, openResume, type Resume } from './resume.js'

interface Meant {
  readonly selectors: Selectors
  readonly tags: readonly WantedTag[]
  /** In a part of what is meant there may be nothing. */
  readonly isPart: boolean
}

/** What was done before is left out. */
interface SomeLeft extends Selected {
  readonly left: number
  /** Names of those for which the answer was a no. */
  readonly nos: readonly string[]
}

/**
 * Finds the stages that are meant in all accounts and regions. What fails in one is told, and the others go on; what
 * is done already is left out, and nothing is asked about it. Errors: `failure` where nothing fits anywhere.
 */
async function fleetStages(fleet: Fleet, { selectors, tags, isPart }: Meant, resume: Resume): Promise<SomeLeft> {
  const failed: Failure[] = [...fleet.failed]
  const nos: string[] = []
  let left = 0
  const isTodo = (scope: Scope, api: string, stage: string, name: string | null) => {
    const verdict = resume.verdictOf(scope, api, stage)
    if (verdict !== undefined) left++
    if (verdict === 'negative') nos.push(`${name ?? api} ${stage}`)
    return verdict === undefined
  }
  const found = await inParallel(fleet.scopes, PARALLEL_SCOPES, async (scope): Promise<readonly OpenStage[]> => {
    const { account, region } = scope
    const targets = scope.targets?.filter(({ api, stage }) => isTodo(scope, api, stage, null)) ?? null
    if (targets?.length === 0) return []
    try {
      const connection = await fleet.connect(scope)
      const selected = targets
        ? await selectTargets(connection, account, targets)
        : await matchingStages(connection, selectors, account, await connection.control.restApis())
      failed.push(...selected.failed)
      const wanted = selected.stages.filter(({ api, record }) => hasTags({ ...api.tags, ...record.tags }, tags))
      return targets ? wanted : wanted.filter(({ target: { api, stage } }) => isTodo(scope, api.id, stage, api.name))
    } catch (error) {
      if (!(error instanceof ApigwCacheError) || error.kind === 'interrupted') throw error
      failed.push({ target: { account, region }, message: error.message, error })
      return []
    }
  })
  const stages = found.flat()
  if (stages.length === 0 && left === 0 && failed.length === 0 && !isPart) {
    throw nothingFits(whereOf(fleet.scopes), selectors, failed, tags)
  }
  return { stages, failed, left, nos }
}

function whereOf(scopes: readonly Scope[]): string {
  const [only, ...others] = new Set(scopes.map(({ region }) => region))
  return only === undefined || others.length > 0 ? counted(others.length + 1, 'region') : only
}

/** The same as the flags say. The file of what is done is opened before anything is asked. */
export async function fleetStagesOf(
  { context, session, connection, flags, verb = '' }: Run,
  selectors: Selectors,
): Promise<Selected & { readonly resume: Resume; readonly wasNo: boolean }> {
  const resume = await openResume(verb, flags, context)
  const fleet = await openFleet(flags, session, connection, context)
  const tags = (flags.tag ?? []).map(parseTag)
  const isPart = flags.shard !== undefined
  const { left, nos, ...selected } = await fleetStages(fleet, { selectors, tags, isPart }, resume)
  if (left > 0) session.note(leftOut(counted(left, 'stage'), nos))
  return { ...selected, resume, wasNo: nos.length > 0 }
}
