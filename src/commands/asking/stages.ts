import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import { fullNameOf, placedNameOf } from '../../core/gateway/stage.js'
import { clean } from '../../render/format/text.js'
import { confirmed } from './agree.js'
import { placeLine } from './figures.js'

/** Changing more stages than this takes `--max-changes`. */
const UNSAID = 10

export interface SeveralFlags {
  readonly yes?: true
  readonly dryRun?: true
  readonly maxChanges?: number
}

/** What is to be done to several stages. */
export interface Doing {
  /** Such as `Flush`. */
  readonly verb: string
  /** What is lost and what it costs; read only for the question. */
  readonly lines?: (stages: readonly OpenStage[]) => Promise<readonly string[]>
  /** Switching caching off is never held up by a number. */
  readonly isOff?: boolean
}

/**
 * Shows the stages to change, and asks. Errors: `usage` for more than `--max-changes`, or if nobody can answer;
 * `cancelled`.
 */
export async function agreeToStages(
  { io }: Pick<Context, 'io'>,
  stages: readonly OpenStage[],
  { verb, lines = async () => [], isOff = false }: Doing,
  { yes, dryRun, maxChanges }: SeveralFlags,
): Promise<void> {
  const most = maxChanges ?? UNSAID
  const places = [...new Set(stages.map(({ connection }) => connection))]
  const nameOf = places.length > 1 ? placedNameOf : fullNameOf
  const list = stages.map(({ target }) => `  ${clean(nameOf(target))}`)
  io.err([`${verb} ${stages.length === 1 ? '1 stage' : `${stages.length} stages`}:`, ...list].join('\n'))
  if (stages.length > most && !dryRun && !isOff) {
    const message = `${stages.length} stages fit, and that is more than ${most}`
    const hint = `narrow --api and --stage, or repeat with --max-changes ${stages.length}`
    throw new ApigwCacheError('usage', 'command-line', message, { hint })
  }
  if (yes || dryRun) return
  if (!io.interactive) {
    throw new ApigwCacheError(
      'usage',
      'command-line',
      'these stages would change, and there is no terminal to ask on',
      {
        hint: 'repeat with --yes',
      },
    )
  }
  const where = await Promise.all(places.map(placeLine))
  const all = [...where, ...(await lines(stages)), `${verb} all of them?`]
  await confirmed(io, all.map(clean).join('\n'))
}
