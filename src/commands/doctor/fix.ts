import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { DoctorOptions } from '../../core/doctor/doctor.js'
import type { FixQuestion } from '../../core/doctor/fix.js'
import type { DoctorReport } from '../../core/doctor/report.js'
import { forEach } from '../../core/find/each.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import { fullNameOf } from '../../core/gateway/stage.js'
import { stageOf } from '../../stage.js'
import { asker } from '../asking/ask.js'
import { agreeToStages } from '../asking/stages.js'
import { withProgress } from '../progress.js'
import { naming } from '../session/each-stage.js'
import type { Session } from '../session/session.js'
import { warnOfHold, warnOfManager } from '../session/stage-change.js'
import type { DoctorFlags } from './flags.js'

export interface Running {
  readonly options: DoctorOptions
  readonly session: Session
  readonly flags: DoctorFlags
  readonly context: Context
}

/** `--fix` asks about one stage once it is judged, and about several once all are judged. */
export function fixing(running: Running) {
  const { session, flags, context } = running
  const plans = new Map<OpenStage, Plan>()
  return {
    isDryRun: flags.dryRun,
    isOneByOne: true,
    async begin(stages: readonly OpenStage[], isSeveral: boolean): Promise<void> {
      if (!isSeveral) return
      const { done, failed } = await forEach(stages, (stage) => planOf(stage, running))
      for (const plan of done) plans.set(plan.stage, plan)
      for (const { target, error } of failed) {
        const stage = stages.find((one) => one.target === target)
        if (stage) plans.set(stage, { stage, commands: [], error })
      }
      await agree(done, running)
    },
    async work(stage: OpenStage, isSeveral: boolean): Promise<DoctorReport> {
      const plan = plans.get(stage)
      if (plan?.error) throw plan.error
      if (plan?.report) return plan.report
      const ask = asker(context, session, stage.connection, flags)
      return fix(stage, running, async (question) => {
        if (isSeveral) return requireAgreed(question, plan)
        warnOfManager(session, stage)
        warnOfHold(session, stage)
        await ask(question)
      })
    },
  }
}

/** For one of several stages. */
interface Plan {
  readonly stage: OpenStage
  readonly commands: readonly string[]
  /** There where nothing has to be done. */
  readonly report?: DoctorReport
  /** There where it could not be judged. */
  readonly error?: ApigwCacheError
}

/** Comes up to the question, which is asked later for all stages. */
async function planOf(stage: OpenStage, { options }: Running): Promise<Plan> {
  const later = new Error('asked later')
  let commands: readonly string[] = []
  try {
    const report = await stageOf(stage).fix({
      ...options,
      onAsk: async (question) => {
        commands = question.commands
        throw later
      },
    })
    return { stage, commands, report }
  } catch (error) {
    if (error !== later) throw error
    return { stage, commands }
  }
}

/** Shows what would be done to which stages, and asks once. */
async function agree(plans: readonly Plan[], { session, flags, context }: Running): Promise<void> {
  const todo = plans.filter(({ commands }) => commands.length > 0)
  if (todo.length === 0) return session.note('nothing of this can be fixed safely without a decision')
  const stages = todo.map(({ stage }) => stage)
  for (const stage of stages) {
    const told = naming(session, fullNameOf(stage.target))
    warnOfManager(told, stage)
    warnOfHold(told, stage)
  }
  for (const command of todo.flatMap(({ commands }) => commands)) {
    session.warn(`--fix would run: ${command}`)
  }
  await agreeToStages(context, stages, { verb: 'Fix' }, flags)
}

/** Nothing that came up since the question. */
function requireAgreed({ commands }: FixQuestion, plan: Plan | undefined): void {
  if (commands.every((command) => plan?.commands.includes(command))) return
  const message = 'the stage was changed in the meantime, and other changes would be made'
  throw new ApigwCacheError('failure', 'command-line', message, { hint: 'repeat the command' })
}

async function fix(
  stage: OpenStage,
  { options, session, flags: { dryRun }, context }: Running,
  onAsk: (question: FixQuestion) => Promise<void>,
): Promise<DoctorReport> {
  const report = await withProgress(context, session, (onProgress) =>
    stageOf(stage).fix({
      ...options,
      wait: !dryRun,
      onProgress,
      onNote: session.warn,
      onFixed: (command) => {
        if (!dryRun) session.note(`done: ${command}`)
      },
      onAsk,
    }),
  )
  const isLeft = report.findings.some(({ suppressed }) => suppressed === null)
  if (isLeft && report.fixed?.length === 0) {
    session.note('nothing of this can be fixed safely without a decision')
  }
  return report
}
