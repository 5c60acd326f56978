import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError, rephrased } from '../../core/base/errors.js'
import { readRecord } from '../../core/find/open-stage.js'
import type { StageCache } from '../../core/gateway/model.js'
import type { Plan } from '../../core/request/plan.js'
import type { KnownStage } from '../../core/request/stage-url.js'
import { prepareWarm, requireServing, requireStoring } from '../../core/warm/prepare.js'
import type { FlushReport, WarmReport } from '../../core/warm/report.js'
import { GENTLE } from '../../core/warm/warm.js'
import { readUrlList } from '../session/lists.js'
import { agreeToIdentity, hideSecrets, requestsOf } from '../session/requests.js'
import type { Session } from '../session/session.js'
import type { Changing } from '../session/stage-change.js'
import { exitCodeOf, sayDoubts, warming } from '../warm/run.js'

interface Flags {
  readonly authorizers?: true
  readonly wait: boolean
  readonly acceptUnkeyed?: readonly string[]
  readonly header?: readonly string[]
  readonly apiKey?: string
  readonly sign?: true
  readonly dryRun?: true
}

type WarmFlushed = (flushed: StageCache) => Promise<FlushReport>

export interface Warming {
  /**
   * Checks the list against the stage and asks what has to be asked, before the flush. The function that it gives
   * adds to the result of a flush how the list was warmed afterwards.
   */
  begin(changing: Changing): Promise<WarmFlushed>
  /** Shows what is known where the warming ended early. */
  showPartial(): Promise<void>
}

/** Reads the list at once. */
export async function readWarming(file: string, flags: Flags, context: Context): Promise<Warming> {
  refuseOthers(flags)
  const paths = await readUrlList(file, context, '--then-warm')
  const { headers } = await requestsOf(paths, { ...flags, method: 'GET' }, context)
  const list = { paths, base: null, headers, signed: flags.sign === true }
  let showPartial = async () => {}
  return {
    showPartial: () => showPartial(),
    async begin({ session, connection, open, options: { onProgress: tell } }) {
      const before: KnownStage = { connection, resolved: { ...open, stage: open.record } }
      const prepared = await prepareWarm(before, list)
      hideSecrets(prepared.plans, context)
      requireStoring(before, prepared.plans)
      requireSignature(prepared.plans, list.signed)
      sayDoubts(prepared, list.signed, session)
      if (flags.dryRun) {
        session.note(`would then warm ${prepared.plans.length} URLs, as apigw-cache warm --from ${file} does`)
        return async (flushed) => flushed
      }
      await agreeToIdentity(prepared.privateProbes, prepared.methods, flags, context)
      return (flushed) =>
        saidAsFlushed(async () => {
          const record = await readRecord(open)
          const after: KnownStage = { connection, resolved: { ...open, record, stage: record } }
          const { plans, pastCache } = await prepareWarm(after, list)
          requireServing(after, plans)
          const sign = list.signed ? connection.sign : null
          const onPartial = (warm: WarmReport) => {
            showPartial = () => show({ ...flushed, warm }, session, connection)
          }
          const run = { headers, sign, pastCache, ...GENTLE }
          const warm = await warming(plans, run, session, context, { tell, onPartial })
          const code = exitCodeOf(warm)
          if (code !== 0) context.setExitCode(code)
          return { ...flushed, warm }
        })
    },
  }
}

function refuseOthers({ wait, authorizers }: Flags): void {
  if (wait && !authorizers) return
  const other = wait ? '--authorizers' : '--no-wait'
  throw new ApigwCacheError('usage', 'command-line', `--then-warm and ${other} exclude each other`, {
    hint: 'what is to be warmed is what the flush of the response cache has emptied',
  })
}

/** The entries would be gone and none of them filled again. */
function requireSignature(plans: readonly Plan[], signed: boolean): void {
  if (signed || !plans.every(({ deployed }) => deployed?.signed)) return
  throw new ApigwCacheError(
    'usage',
    'command-line',
    'every URL of --then-warm takes signed requests only: nothing would be stored',
    {
      hint: 'repeat with --sign',
    },
  )
}

async function show(cache: FlushReport, session: Session, { prices }: Connection): Promise<void> {
  await session.print(cache, async () =>
    (await import('../../render/stage/screen.js')).stageView('the cache is empty and serves', prices),
  )
}

/** Whatever happens now, the entries are gone. */
async function saidAsFlushed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    if (!(cause instanceof ApigwCacheError)) throw cause
    throw rephrased(cause, `the cache was flushed, and then: ${cause.message}`)
  }
}
