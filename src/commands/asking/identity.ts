import { type PrivateProbe, privateAnswers } from '../../core/exposure/private-probe.js'
import { clean } from '../../render/format/text.js'
import { adviceOn } from '../errors/advice.js'
import { type Asking, confirmed } from './agree.js'

/** `--yes` does not permit storing a private answer for everyone. */
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
