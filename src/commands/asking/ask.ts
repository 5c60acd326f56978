import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import type { CostQuestion } from '../../core/cluster/cost.js'
import type { LossQuestion } from '../../core/cluster/loss.js'
import type { FixQuestion } from '../../core/doctor/fix.js'
import { type UncheckedQuestion, type UnkeyedQuestion, unchecked, unkeyed } from '../../core/exposure/guard.js'
import type { IdentityQuestion } from '../../core/exposure/private-probe.js'
import type { KeysQuestion } from '../../core/keys/change.js'
import type { SettingsQuestion } from '../../core/settings/questions.js'
import { acceptFlags } from '../errors/unkeyed.js'
import type { Session } from '../session/session.js'
import { type AnsweringFlags, type Asking, askToGoOn, confirmed } from './agree.js'
import { askAboutCost } from './cost.js'
import { askAboutIdentity } from './identity.js'
import { askAboutDeployment, askAboutOwner } from './keys.js'
import { askAboutLoss } from './loss.js'
import { askAboutOverrides, askAboutRemoval, askAboutStrays, askAboutVerbs } from './override.js'

/** Every question that core can ask during a change. */
export type Asked = CostQuestion | LossQuestion | SettingsQuestion | KeysQuestion | FixQuestion | IdentityQuestion

/** Creates the answerer of questions, from the flags or by asking at the terminal. It throws to refuse. */
export function asker(
  context: Context,
  session: Session,
  connection: Connection,
  flags: AnsweringFlags,
): (question: Asked) => Promise<void> {
  const asking = { context, session, connection, flags }
  return (question) => answer(asking, question)
}

function answer(asking: Asking, question: Asked): Promise<void> {
  switch (question.kind) {
    case 'cost':
      return asking.flags.agreed ? Promise.resolve() : askAboutCost(asking, question)
    case 'loss':
      return asking.flags.agreed ? Promise.resolve() : askAboutLoss(asking, question)
    case 'unkeyed':
      return askAboutUnkeyed(asking, question)
    case 'unchecked':
      return askAboutUnchecked(asking, question)
    case 'verbs':
      return askAboutVerbs(asking, question.methods)
    case 'overrides':
      return askAboutOverrides(asking, question.stage, question.overrides)
    case 'removal':
      return askAboutRemoval(asking, question.method)
    case 'strays':
      return askAboutStrays(asking, question.strays)
    case 'owner':
      return askAboutOwner(asking, question.owner)
    case 'deploy':
      return askAboutDeployment(asking, question, question.preview)
    case 'identity':
      return askAboutIdentity(asking, question.probes)
    case 'fixes':
      return askAboutFixes(asking, question)
  }
}

function askAboutFixes(asking: Asking, { commands }: FixQuestion): Promise<void> {
  const count = commands.length === 1 ? 'this change' : `these ${commands.length} changes`
  return askToGoOn(asking, {
    why: commands.map((command) => `--fix would run: ${command}`),
    question: `Make ${count}?`,
    refused: `--fix makes ${count}`,
  })
}

/** `--yes` does not permit answering one caller with another's data. */
async function askAboutUnkeyed(
  { context: { io }, session, flags: { dryRun } }: Asking,
  question: UnkeyedQuestion,
): Promise<void> {
  const error = unkeyed(question)
  if (dryRun) return session.warn(`would refuse without ${acceptFlags(question.methods)}: ${error.message}`)
  if (!io.interactive) throw error
  session.warn(error.message)
  await confirmed(io, 'Cache them all the same?')
}

/** Nor does it permit caching what nobody can see. */
async function askAboutUnchecked(
  { context: { io }, session, flags: { dryRun } }: Asking,
  question: UncheckedQuestion,
): Promise<void> {
  const error = unchecked(question)
  if (dryRun) return session.warn(`would refuse without --accept-unchecked: ${error.message}`)
  if (!io.interactive) throw error
  session.warn(error.message)
  await confirmed(io, 'Go on all the same?')
}
