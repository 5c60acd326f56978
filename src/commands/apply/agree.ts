import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { doubtsOf } from '../../core/declare/doubts.js'
import { changedStages, UNSAID } from '../../core/declare/needs.js'
import { knownMethods, type Planned } from '../../core/declare/plan.js'
import type { Plan } from '../../core/declare/report.js'
import type { StagePlan } from '../../core/declare/stage/stage-plan.js'
import { isDone } from '../../core/declare/stage/work.js'
import { requireKnown } from '../../core/exposure/accepted.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import type { ColorMode } from '../../render/format/style.js'
import { clean } from '../../render/format/text.js'
import { counted } from '../../render/format/units.js'
import { confirmed } from '../asking/agree.js'
import { placeLine } from '../asking/figures.js'
import { adviceOn } from '../errors/advice.js'
import type { Session } from '../session/session.js'
import type { ApplyFlags } from './flags.js'

/**
 * Shows the plan, and asks once for all of it; `--yes` does not permit answering one caller with another's data. Errors:
 * `usage` for what nobody can be asked about, `cancelled`.
 */
export async function agreeToPlan(
  planned: Planned,
  listed: number,
  flags: ApplyFlags,
  session: Session,
  context: Context,
): Promise<void> {
  const { io, env } = context
  const { styleOf } = await import('../../render/format/style.js')
  const { planScreen } = await import('../../render/plan/screen.js')
  const { cleanAll } = await import('../../render/format/text.js')
  const mode: ColorMode = flags.color === false ? 'never' : (flags.color ?? 'auto')
  if (!session.quiet || (io.interactive && !flags.yes))
    io.err(planScreen(cleanAll(withoutYes(planned.plan)), listed, styleOf(io.stderr, mode, env)))
  requireKnown(flags.acceptUnkeyed ?? [], knownMethods(planned))
  const changed = changedStages(planned.stages)
  if (changed === 0) return
  const doubts = doubtsOf(planned.stages)
  if (flags.dryRun) {
    for (const error of [...doubts, ...limits(planned.stages, changed, flags)]) {
      session.warn(`would be refused: ${adviceOn(error, session.spelling).message}`)
    }
    return
  }
  if (!io.interactive) {
    const [refused] = [...doubts, ...limits(planned.stages, changed, flags)]
    if (refused) throw refused
    if (flags.yes) return
    throw new ApigwCacheError(
      'usage',
      'nobody-to-ask',
      `${counted(changed, 'stage')} would change, and there is no terminal to ask on`,
      {
        hint: 'repeat with --yes',
      },
    )
  }
  if (flags.yes && doubts.length === 0) return
  for (const { message } of doubts) session.warn(message)
  const lines = [
    ...(await placesOf(planned.stages)),
    doubts.length === 0
      ? `Make these changes to ${counted(changed, 'stage')}?`
      : `Make these changes to ${counted(changed, 'stage')}, and answer callers with what may be another's?`,
  ]
  await confirmed(io, lines.map(clean).join('\n'))
}

/** What is about to be asked, or was answered, is no need any more. */
function withoutYes(plan: Plan): Plan {
  return { ...plan, needs: plan.needs.filter(({ flag }) => flag !== '--yes') }
}

/** How much may change where nobody sees it beforehand. */
function limits(stages: readonly StagePlan[], changed: number, flags: ApplyFlags): readonly ApigwCacheError[] {
  const tooMany = (message: string, flag: string) =>
    new ApigwCacheError('usage', 'command-line', message, { hint: `repeat with ${flag}` })
  const most = flags.maxStages ?? UNSAID.stages
  const removals = stages.flatMap(({ pair, removals: { count, of } }) => {
    const isFew = count <= UNSAID.removals || count <= of * UNSAID.share
    if (flags.maxRemovals === undefined ? isFew : count <= flags.maxRemovals) return []
    const name = fullNameOf(pair.seen.stage.target)
    return [tooMany(`${count} of ${of} overrides of ${name} would be removed`, `--max-removals ${count}`)]
  })
  return [
    ...(changed > most
      ? [tooMany(`${changed} stages would change, and that is more than ${most}`, `--max-stages ${changed}`)]
      : []),
    ...removals,
  ]
}

/** Account, region and endpoint of everything that is changed; the plan above has the stages. */
async function placesOf(stages: readonly StagePlan[]): Promise<readonly string[]> {
  const connections = stages.filter(({ work }) => !isDone(work)).map(({ pair }) => pair.seen.stage.connection)
  return [...new Set(await Promise.all([...new Set(connections)].map(placeLine)))]
}
