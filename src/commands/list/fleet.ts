import { ApigwCacheError } from '../../core/base/errors.js'
import { inParallel } from '../../core/base/parallel.js'
import type { Failure } from '../../core/find/select.js'
import type { Target } from '../../core/gateway/model.js'
import { joined, type Listed, type ListOptions, listStages } from '../../core/list/list.js'
import { type Fleet, PARALLEL_SCOPES, type Scope } from '../session/fleet.js'
import type { Resume } from '../session/resume.js'

interface Listing {
  /** Without it the error of the only account and region is that of the verb. */
  readonly isSeveral: boolean
  readonly resume: Resume
  /** Called with how much is left out, as it was done before. */
  readonly onLeftOut: (stages: number, regions: number) => void
  readonly optionsFor: (scope: Scope) => ListOptions
}

/** Lists what is left. Of several accounts and regions, one that fails is told, and the others go on. */
export async function listFleet(fleet: Fleet, { isSeveral, resume, onLeftOut, optionsFor }: Listing): Promise<Listed> {
  const failed: Failure[] = [...fleet.failed]
  let [stages, regions] = [0, 0]
  const one = async (scope: Scope): Promise<readonly Listed[]> => {
    const { account, region } = scope
    const targets = scope.targets?.filter(({ api, stage }) => !resume.verdictOf(scope, api, stage))
    stages += (scope.targets?.length ?? 0) - (targets?.length ?? 0)
    const isDone = !targets && resume.verdictOf(scope, null, null) !== undefined
    if (isDone) regions++
    if (isDone || targets?.length === 0) return []
    try {
      const onFinished = (target: Target) => (scope.targets === null ? Promise.resolve() : resume.finished(target))
      const list = await listStages(await fleet.connect(scope), account, {
        ...optionsFor(scope),
        targets,
        onFinished,
      })
      const [failure] = list.failed
      if (scope.targets === null) await resume.finished({ account, region }, failure?.error)
      else for (const { target, error } of list.failed) await resume.finished(target, error)
      return [list]
    } catch (error) {
      if (!isSeveral || !(error instanceof ApigwCacheError) || error.kind === 'interrupted') throw error
      failed.push({ target: { account, region }, message: error.message, error })
      if (scope.targets === null) await resume.finished({ account, region }, error)
      return []
    }
  }
  const list = joined((await inParallel(fleet.scopes, PARALLEL_SCOPES, one)).flat())
  if (stages + regions > 0) onLeftOut(stages, regions)
  return { ...list, failed: [...failed, ...list.failed] }
}
