import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { knownMethods, type Planned } from '../../core/declare/plan.js'
import { selectWanted } from '../../core/declare/selection.js'
import { isMendable } from '../../core/declare/stage/blocks.js'
import { requireKnown } from '../../core/exposure/accepted.js'
import { kindOf } from '../../core/find/each.js'
import { json } from '../../render/format/formats.js'
import { choicesOf, type DeclareFlags, flagWords } from '../declare/options.js'
import { connecting, readFiles } from '../declare/wanted.js'
import { adviceOn } from '../errors/advice.js'
import { EXIT } from '../exit.js'
import { checkReports, writeReports } from '../session/files.js'
import { openSession, type Session } from '../session/session.js'

export interface PlanFlags extends DeclareFlags {
  readonly check?: true
  readonly strict?: true
  readonly out?: string
  readonly report?: readonly string[]
}

export async function runPlan(flags: PlanFlags, context: Context): Promise<void> {
  const { planStages } = await import('../../core/declare/plan.js')
  const session = await openSession(flags, context)
  await checkReports(context, flags.report)
  if (flags.out !== undefined) await context.checkWritable(flags.out)
  const { all, selection } = await readFiles(flags, context)
  const choices = choicesOf(flags, session.settings.managedBy)
  const connect = connecting(session, flags)
  const planned = await planStages(await selectWanted(all, selection, connect), {
    choices,
    connect,
    now: context.clock.now,
    spelling: session.spelling,
    flags: flagWords(flags),
    strict: flags.strict ?? false,
  })
  const { plan, failed } = planned
  warnOfUnknown(flags, planned, session)
  if (flags.out !== undefined) {
    const { savedPlan } = await import('../../core/declare/saved.js')
    await context.writeFile(flags.out, json(savedPlan(planned, choices)))
  }
  await session.print(plan, async () => (await import('../../render/plan/screen.js')).planView(all.length))
  await writeReports(context, flags.report, {
    markdown: async () => (await import('../../render/plan/markdown.js')).planMarkdown(plan, all.length),
  })
  const kind =
    kindOf(failed, plan.summary.stages - failed.length) ?? (flags.check && drifts(planned) ? 'negative' : null)
  if (kind !== null) context.setExitCode(EXIT[kind])
}

/** A plan is never refused, but what accepts nothing is told. */
function warnOfUnknown({ acceptUnkeyed = [] }: PlanFlags, planned: Planned, { warn, spelling }: Session): void {
  try {
    requireKnown(acceptUnkeyed, knownMethods(planned))
  } catch (error) {
    if (!(error instanceof ApigwCacheError)) throw error
    warn(`would be refused: ${adviceOn(error, spelling).message}`)
  }
}

/** What a manager owns, a hold keeps, or a method cannot have, is no drift that apply could mend. */
function drifts({ plan }: Planned): boolean {
  const mendable = plan.changes.some(({ blocked }) => blocked === null || isMendable(blocked))
  return mendable || (plan.unlisted ?? []).length > 0
}
