import type { Context } from '../../context.js'
import { stageOf } from '../../stage.js'
import { withProgress } from '../progress.js'
import { openSession } from '../session/session.js'
import type { WaitFlags } from './command.js'

export async function runWait(until: 'available' | 'gone', flags: WaitFlags, context: Context): Promise<void> {
  const { timeout: timeoutMs } = flags
  const session = await openSession(flags, context)
  const connection = await session.connect({ timeoutMs })
  const stage = stageOf(await session.open(connection))
  const result = await withProgress(context, session, (onProgress) =>
    stage.wait({ until, timeoutMs, onProgress, onNote: session.warn }),
  )
  const first = until === 'available' ? 'the cache serves' : 'there is no cache'
  await session.print(result, async () => (await import('../../render/stage/screen.js')).stageView({ first }))
}
