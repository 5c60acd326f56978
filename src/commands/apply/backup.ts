import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Planned } from '../../core/declare/plan.js'
import { isDone } from '../../core/declare/stage/work.js'
import { clean } from '../../render/format/text.js'
import { confirmed } from '../asking/agree.js'
import type { ApplyFlags } from './flags.js'

/**
 * Makes sure that the file can be written, and that no earlier way back is lost with it: the second run of a command
 * that ended half way would keep what the first has left. Errors: `usage`, `cancelled`.
 */
export async function openBackup(
  { backup, dryRun }: Pick<ApplyFlags, 'backup' | 'dryRun'>,
  { io, readFile, checkWritable }: Pick<Context, 'io' | 'readFile' | 'checkWritable'>,
): Promise<void> {
  if (backup === undefined) return
  if (!dryRun && ((await readFile(backup)) ?? '') !== '') {
    if (!io.interactive) {
      const message = `--backup: "${backup}" exists, and with it a way back`
      throw new ApigwCacheError('usage', 'command-line', message, {
        hint: 'name another file, such as one with the number of the run; or remove this one if nobody will go back to what it has',
      })
    }
    await confirmed(io, clean(`Replace "${backup}" by what is live now?`))
  }
  await checkWritable(backup)
}

/** Writes what is live of the touched stages as a file that restores it. */
export async function backUp(
  path: string,
  { stages }: Planned,
  { writeFile }: Pick<Context, 'writeFile'>,
): Promise<void> {
  const { exportStages } = await import('../../core/declare/export.js')
  const { documentOf, yamlOf } = await import('../../core/declare/document/write.js')
  const touched = stages.filter(({ work }) => !isDone(work)).map(({ pair }) => pair.seen.stage)
  const data = await exportStages(touched, { exact: true })
  await writeFile(path, yamlOf(documentOf(data), null))
}
