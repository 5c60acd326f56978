import { ApigwCacheError } from '../../core/base/errors.js'
import { type PrivateProbe, privateAnswers } from '../../core/exposure/private-probe.js'
import { clean } from '../../render/text.js'
import type { Asking } from './agree.js'

/** A private answer must not be stored for everyone by the request itself: `--yes` is not enough for that. */
export async function askAboutIdentity(
  { context: { io }, session, flags: { dryRun } }: Omit<Asking, 'connection'>,
  probes: readonly PrivateProbe[],
): Promise<void> {
  const error = privateAnswers(probes)
  if (dryRun) return session.warn(`would be refused: ${session.messageOf(error)}`)
  if (!io.interactive) throw error
  if (await io.confirm(clean(`${session.messageOf(error)}. Go on?`))) return
  throw new ApigwCacheError('cancelled', 'declined', 'nothing was sent')
}
