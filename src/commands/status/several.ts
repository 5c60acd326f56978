import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { forEach } from '../../core/find/each.js'
import type { Selectors } from '../../core/find/select.js'
import { nameOf } from '../../core/gateway/stage.js'
import type { Window } from '../../core/metrics/window.js'
import { readStatus } from '../../core/status/status.js'
import { chooseStages, severalOf, tellFailures } from '../session/each-stage.js'
import type { Session } from '../session/session.js'
import type { StatusFlags } from './command.js'
import { conclude } from './conclude.js'

/** `--watch` is of one stage. Errors: `usage`. */
export function refuseWatch({ watch }: StatusFlags): void {
  if (!watch) return
  throw new ApigwCacheError('usage', 'command-line', '--watch looks at a single stage', {
    hint: 'name one --api and one --stage',
  })
}

/** The status of all that the selectors mean; what fails is told by stage. */
export async function statusSeveral(
  selectors: Selectors,
  window: Window,
  { session, connection }: { readonly session: Session; readonly connection: Connection },
  flags: StatusFlags,
  context: Context,
): Promise<void> {
  const methods = flags.methods === true
  const chosen = await chooseStages(session, connection, selectors)
  const outcomes = await forEach(chosen.targets, (one) => readStatus(connection, one, { window, methods }))
  const { kind, ...result } = severalOf(outcomes, chosen.failed)
  await session.print(result, async () =>
    (await import('../../render/status/several.js')).statusesView(methods, flags.plot === true),
  )
  const negative = await conclude(result.stages, flags, (report) => saidOf(nameOf(report), session), context)
  tellFailures(context, session, { failed: result.failed, kind }, negative)
}

function saidOf(name: string, { note, warn }: Session): Pick<Session, 'note' | 'warn'> {
  return { note: (text) => note(`${name}: ${text}`), warn: (text) => warn(`${name}: ${text}`) }
}
