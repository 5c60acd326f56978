import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import { type OpenStage, readRecord } from '../../core/find/open-stage.js'
import type { StageCache } from '../../core/gateway/model.js'
import { doorsOf } from '../../core/request/doors.js'
import type { FlushReport } from '../../core/warm/report.js'
import { requestsThrough } from '../../stage.js'
import { namingLines, readUrlList } from '../session/lists.js'
import { requestsOf, telling } from '../session/requests.js'
import type { Session } from '../session/session.js'
import type { Changing } from '../session/stage-change.js'
import { everySoOften } from '../warm/progress.js'
import { exitCodeOf } from '../warm/run.js'

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
   * Checks the list against the stage and asks all questions, before the flush. The returned function warms and
   * adds its report to the result of the flush.
   */
  begin(changing: Changing): Promise<WarmFlushed>
  /** Shows the results so far if the warming ended early. */
  showPartial(): Promise<void>
}

/** Reads the list at once. */
export async function readWarming(file: string, flags: Flags, context: Context): Promise<Warming> {
  refuseOthers(flags)
  const urls = await readUrlList(file, context, { flag: '--then-warm' })
  const paths = urls.map(({ url }) => url)
  const { headers } = await requestsOf(paths, { ...flags, method: 'GET' }, context)
  const list = { paths, headers, sign: flags.sign }
  const through = (stage: OpenStage) => requestsThrough({ ...doorsOf(stage), http: context.http })
  let showPartial = async () => {}
  return {
    showPartial: () => showPartial(),
    async begin({ session, connection, open, options: { onProgress: tell, onAsk, acceptUnkeyed } }) {
      const asking = { ...list, acceptUnkeyed, onAsk, ...telling(session, context) }
      const { plans, agreeBeforeFlush } = await namingLines(urls, () => through(open).planWarming(asking))
      await agreeBeforeFlush()
      if (flags.dryRun) {
        session.note(`would then warm ${plans.length} URLs of ${file === '-' ? 'stdin' : file}`)
        return async (flushed) => flushed
      }
      return (flushed) =>
        withFlushedNote({ flushed, isInterrupted: () => context.signal.aborted }, async () => {
          const record = await readRecord(open)
          const warm = await through({ ...open, record }).warm({
            ...list,
            ...everySoOften(context, session, tell),
            // The question came before the flush.
            onAsk: async () => {},
            onPartial: (known) => {
              showPartial = () => show({ ...flushed, warm: known }, session, connection)
            },
          })
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

async function show(cache: FlushReport, session: Session, { prices }: Connection): Promise<void> {
  const first = 'the cache is empty and serves'
  await session.print(cache, async () => {
    const { warmScreen: warm } = await import('../../render/warm/screen.js')
    return (await import('../../render/stage/screen.js')).stageView({ first, prices, warm })
  })
}

interface Warmed {
  readonly flushed: StageCache
  readonly isInterrupted: () => boolean
}

/** Adds to an error that the entries are flushed all the same. */
async function withFlushedNote<T>({ flushed, isInterrupted }: Warmed, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (cause) {
    const { account, region, api, stage, changed } = flushed
    const first = isInterrupted() && !isOfWarming(cause) ? interrupted(cause) : cause
    if (!changed || !(first instanceof ApigwCacheError)) throw first
    const { kind, message, requestId } = first
    const said = `the cache was flushed, and then: ${message}`
    const data = { first, target: { account, region, api, stage }, sent: 'accepted' }
    throw new ApigwCacheError(kind, 'flushed-then-failed', said, {
      ...{ cause, data, requestId: requestId ?? undefined },
    })
  }
}

/** It says how many answers there were. */
function isOfWarming(error: unknown): boolean {
  return error instanceof ApigwCacheError && !error.message.endsWith('nothing was changed')
}

function interrupted(cause: unknown): ApigwCacheError {
  return new ApigwCacheError('interrupted', 'interrupted', 'interrupted', { cause })
}
