import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Flushed } from '../../core/cluster/loss.js'
import { forEach } from '../../core/find/each.js'
import type { Selectors } from '../../core/find/select.js'
import { describe, type ResolvedTarget } from '../../core/find/target.js'
import { stageOf } from '../../stage.js'
import { hitsOf } from '../asking/loss.js'
import { agreeToStages, chooseStages, severalOf, tellFailures } from '../session/each-stage.js'
import type { Session } from '../session/session.js'
import { showKept, warnOfManager } from '../session/stage-change.js'
import type { FlushFlags } from './command.js'

/** Flushes all that the selectors mean: the list is shown and agreed to once, and what fails is told by stage. */
export async function flushSeveral(
  selectors: Selectors,
  { what, loss }: { readonly what: Flushed; readonly loss: string },
  session: Session,
  flags: FlushFlags,
  context: Context,
): Promise<void> {
  if (flags.thenWarm !== undefined) {
    throw new ApigwCacheError('usage', 'command-line', '--then-warm needs a single stage', {
      hint: 'run apigw-cache warm for each',
    })
  }
  const { wait, timeout: timeoutMs, dryRun } = flags
  const connection = await session.connect({ dryRun, timeoutMs })
  const chosen = await chooseStages(session, connection, selectors)
  const { targets } = chosen
  for (const one of targets) warnOfManager(session, one)
  await agreeToStages(context, targets, 'Flush', flags, async () => {
    const hits = await Promise.all(targets.map(({ target }) => hitsOf(connection, target)))
    const known = hits.filter((one) => one !== null)
    const load =
      known.length === 0
        ? 'no figure'
        : `${known.reduce((a, b) => a + b, 0)} hits in the last hour, all together`
    return [`lost: every entry. ${loss}. Load that will reach the backends: ${load}`]
  })
  const flushOne = async (resolved: ResolvedTarget) => {
    const name = describe(resolved)
    const onNote = (text: string) => session.warn(`${name}: ${text}`)
    const flushed = await stageOf(resolved).flush({ what, wait: wait && !dryRun, timeoutMs, onNote })
    if (!dryRun) session.note(`${flushed.changed ? 'flushed' : 'nothing to flush'}: ${name}`)
    return flushed
  }
  const work = () => forEach(targets, flushOne)
  if (dryRun) return showKept(session, work)
  const { kind, ...result } = severalOf(await work(), chosen.failed)
  await session.print(result, async () => (await import('../../render/stage/screen.js')).STAGES_VIEW)
  tellFailures(context, session, { failed: result.failed, kind }, false)
}
