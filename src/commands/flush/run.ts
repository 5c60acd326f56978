import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Flushed } from '../../core/cluster/loss.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import type { StageCache } from '../../core/gateway/model.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import { stageOf } from '../../stage.js'
import { LOST, lossLines, requireYes } from '../asking/loss.js'
import { agreeToStages, type Doing } from '../asking/stages.js'
import type { WaitingFlags, WritingFlags } from '../flags/common.js'
import { forEachStage, naming, oneStage, printEach, refuseSeveral } from '../session/each-stage.js'
import type { SelectorFlags } from '../session/meant.js'
import { severalPrinter } from '../session/rows.js'
import { openSession, type Session } from '../session/session.js'
import { warnOfHold, withChange } from '../session/stage-change.js'
import type { Warming } from './then-warm.js'

export interface FlushFlags extends SelectorFlags, WaitingFlags, WritingFlags {
  readonly authorizers?: true
  readonly all?: true
  readonly thenWarm?: string
  readonly acceptUnkeyed?: readonly string[]
  readonly header?: readonly string[]
  readonly apiKey?: string
  readonly sign?: true
  readonly maxChanges?: number
}

export async function runFlush(flags: FlushFlags, context: Context): Promise<void> {
  const what = whatOf(flags)
  requireYes(flags, context, 'flush', LOST[what])
  const session = await openSession(oneStage(flags), context)
  if (flags.thenWarm !== undefined) {
    refuseSeveral(flags, session, '--then-warm needs a single stage', 'flush first, and then run warm for each')
  }
  const warmAfter = await warmingOf(flags, context)
  try {
    await flushEach(what, { session, flags, context, warmAfter })
  } catch (error) {
    await warmAfter?.showPartial()
    throw error
  }
}

interface Running {
  readonly session: Session
  readonly flags: FlushFlags
  readonly context: Context
  readonly warmAfter: Warming | null
}

async function flushEach(what: Flushed, running: Running): Promise<void> {
  const { session, flags, context } = running
  const { dryRun, timeout: timeoutMs } = flags
  const lines: Doing['lines'] = (stages) => lossLines(stages, { change: 'flush', what })
  const doing = { verb: 'Flush', lines }
  const connection = await session.connect({ dryRun, timeoutMs })
  const several = async () => (await import('../../render/stage/several.js')).STAGES_VIEW
  await forEachStage<StageCache>(
    { context, session, connection, flags, verb: 'flush' },
    {
      async begin(stages, isSeveral) {
        for (const stage of stages) warnOfHold(isSeveral ? naming(session, fullNameOf(stage.target)) : session, stage)
        if (isSeveral) await agreeToStages(context, stages, doing, flags)
      },
      work: (stage, isSeveral) => (isSeveral ? flushAgreed(what, stage, running) : flushAsking(what, stage, running)),
      isDryRun: dryRun,
      show: (done) =>
        printEach(
          session,
          done,
          async () => {
            const [first] = done.stages
            const words = first?.changed ? DONE[what](flags.wait) : 'nothing was flushed'
            return (await import('../../render/stage/screen.js')).stageView({
              first: words,
              prices: connection.prices,
              warm: flags.thenWarm === undefined ? undefined : (await import('../../render/warm/screen.js')).warmScreen,
            })
          },
          several,
        ),
      printer: () => severalPrinter(session, flags, context, several),
    },
  )
}

/** Asks once the state of the stage is known. */
function flushAsking(
  what: Flushed,
  open: OpenStage,
  { session, flags, context, warmAfter }: Running,
): Promise<StageCache> {
  return withChange(context, session, open, oneStage(flags), async (changing) => {
    const warm = await warmAfter?.begin(changing)
    const flushed = await changing.stage.flush({ ...changing.options, what })
    return warm ? warm(flushed) : flushed
  })
}

async function flushAgreed(
  what: Flushed,
  stage: OpenStage,
  { session, flags: { wait, dryRun, timeout: timeoutMs } }: Running,
): Promise<StageCache> {
  const name = fullNameOf(stage.target)
  const onNote = naming(session, name).warn
  const flushed = await stageOf(stage).flush({ what, wait: wait && !dryRun, timeoutMs, onNote })
  if (!dryRun) session.note(`${flushed.changed ? 'flushed' : 'nothing to flush'}: ${name}`)
  return flushed
}

/** Reads the list before anything is flushed. */
async function warmingOf(flags: FlushFlags, context: Context): Promise<Warming | null> {
  if (flags.thenWarm === undefined) {
    refuseRequestOptions(flags)
    return null
  }
  return (await import('./then-warm.js')).readWarming(flags.thenWarm, flags, context)
}

/** Refuses options of requests without a warming. */
function refuseRequestOptions({ header, apiKey, sign }: FlushFlags): void {
  const named = { '--header': header, '--api-key': apiKey, '--sign': sign }
  const [first] = Object.entries(named).find(([, value]) => value !== undefined) ?? []
  if (first === undefined) return
  throw new ApigwCacheError('usage', 'command-line', `${first} is for --then-warm, which is not there`, {
    hint: 'leave it out, or add --then-warm FILE',
  })
}

const DONE: Readonly<Record<Flushed, (waited: boolean) => string>> = {
  responses: (waited) => (waited ? 'the cache is empty and serves' : 'the cache is being flushed'),
  authorizers: () => 'the authorizer cache is empty',
  both: (waited) => (waited ? 'both caches are empty' : 'both caches are being flushed'),
}

function whatOf({ authorizers, all }: FlushFlags): Flushed {
  if (authorizers && all) {
    throw new ApigwCacheError('usage', 'command-line', '--authorizers and --all exclude each other', {
      hint: '--all flushes both caches',
    })
  }
  return all ? 'both' : authorizers ? 'authorizers' : 'responses'
}
