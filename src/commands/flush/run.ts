import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Flushed } from '../../core/cluster/loss.js'
import { FLUSH_WORDS, requireYes } from '../asking/loss.js'
import { oneStage, selectorsOf } from '../session/each-stage.js'
import { openSession } from '../session/session.js'
import { changeStage } from '../session/stage-change.js'
import type { FlushFlags } from './command.js'
import type { Warming } from './then-warm.js'

export async function runFlush(flags: FlushFlags, context: Context): Promise<void> {
  const what = whatOf(flags)
  requireYes(flags, context, 'flush')
  const session = await openSession(oneStage(flags), context)
  const selectors = selectorsOf(flags, session.settings)
  if (!selectors) return flushOne(what, flags, context)
  const { flushSeveral } = await import('./several.js')
  await flushSeveral(selectors, { what, loss: FLUSH_WORDS[what].loss }, session, flags, context)
}

async function flushOne(what: Flushed, flags: FlushFlags, context: Context): Promise<void> {
  const warmAfter = await warmingOf(flags, context)
  try {
    await flushStage(what, flags, context, warmAfter)
  } catch (error) {
    await warmAfter?.showPartial()
    throw error
  }
}

function flushStage(
  what: Flushed,
  flags: FlushFlags,
  context: Context,
  warmAfter: Warming | null,
): Promise<void> {
  return changeStage(
    context,
    oneStage(flags),
    ({ changed }) => ({ first: changed ? DONE[what](flags.wait) : 'nothing was flushed' }),
    async (changing) => {
      const warm = await warmAfter?.begin(changing)
      const flushed = await changing.stage.flush({ ...changing.options, what })
      return warm ? warm(flushed) : flushed
    },
  )
}

/** Reads the list before anything is flushed. */
async function warmingOf(flags: FlushFlags, context: Context): Promise<Warming | null> {
  if (flags.thenWarm === undefined) {
    refuseRequestOptions(flags)
    return null
  }
  return (await import('./then-warm.js')).readWarming(flags.thenWarm, flags, context)
}

/** Nothing is sent to the stage where nothing is warmed. */
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
