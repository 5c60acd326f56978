import { type PrivateProbe, privateAnswers } from '../../core/exposure/private-probe.js'
import { clean } from '../../render/format/text.js'
import { adviceOn } from '../errors/advice.js'
import { type Asking, confirmed } from './agree.js'

/** A private answer must not be stored for everyone by the request itself: `--yes` is not enough for that. */
export async function askAboutIdentity(
  { context: { io }, session, flags: { dryRun } }: Omit<Asking, 'connection'>,
  probes: readonly PrivateProbe[],
): Promise<void> {
  const error = privateAnswers(probes)
  const { message } = adviceOn(error, session.spelling)
  if (dryRun) return session.warn(`would be refused: ${message}`)
  if (!io.interactive) throw error
  await confirmed(io, clean(`${message}. Go on?`), 'nothing was sent')
}
