import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { clean } from '../../render/format/text.js'
import type { WritingFlags } from '../flags/common.js'
import type { Session } from '../session/session.js'

/** Flags that answer questions. */
export interface AnsweringFlags extends WritingFlags {
  readonly deployAll?: true
  /** Losses and prices were agreed to for all stages at once. */
  readonly agreed?: true
}

export interface Asking {
  readonly context: Context
  readonly session: Session
  readonly connection: Connection
  readonly flags: AnsweringFlags
}

interface Question {
  /** Reasons against it, or what it would touch. */
  readonly why: readonly string[]
  readonly question: string
  /** Start of the refusal when nobody can answer. */
  readonly refused: string
}

/** Asks for consent, which `--yes` gives as well. Errors: `usage` if nobody can answer, `cancelled`. */
export async function askToGoOn(
  { context: { io }, session, flags: { yes, dryRun } }: Omit<Asking, 'connection'>,
  { why, question, refused }: Question,
): Promise<void> {
  for (const line of why) session.warn(line)
  if (yes) return
  if (dryRun) return io.err(clean(`would ask: ${question}`))
  if (!io.interactive) {
    throw new ApigwCacheError('usage', 'nobody-to-ask', `${refused}, and there is no terminal to ask on`, {
      hint: 'repeat with --yes',
    })
  }
  await confirmed(io, clean(question))
}

/** Asks at the terminal. Errors: `cancelled` after a no, with `untouched` as the message. */
export async function confirmed(
  io: Pick<Context['io'], 'confirm'>,
  question: string,
  untouched = 'nothing was changed',
): Promise<void> {
  if (await io.confirm(question)) return
  throw new ApigwCacheError('cancelled', 'declined', untouched)
}
