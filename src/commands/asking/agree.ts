import type { Context } from '../../context.js'
import { ToolError } from '../../core/base/errors.js'
import { clean } from '../../render/text.js'
import type { WritingFlags } from '../flags/common.js'
import type { Session } from '../session/session.js'

interface Asked {
  /** What speaks against it, or what it would touch. */
  readonly why: readonly string[]
  readonly question: string
  /** What is refused without somebody to ask. */
  readonly refused: string
}

/** Asks whether to go on; `--yes` is an answer. Without anybody to ask it is a usage error. */
export async function askToGoOn(
  { io }: Context,
  session: Session,
  { yes, dryRun }: WritingFlags,
  { why, question, refused }: Asked,
): Promise<void> {
  for (const line of why) session.warn(line)
  if (yes) return
  if (dryRun) return io.err(clean(`would ask: ${question}`))
  if (!io.interactive) {
    throw new ToolError('usage', `${refused}, and nobody is here to ask`, { hint: 'repeat with --yes' })
  }
  if (await io.confirm(clean(question))) return
  throw new ToolError('cancelled', 'nothing was changed')
}
