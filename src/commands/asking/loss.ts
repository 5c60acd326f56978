import type { Context } from '../../context.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Flushed, LossQuestion } from '../../core/cluster/loss.js'
import type { OpenStage } from '../../core/find/open-stage.js'
import { priceNote } from '../../render/format/price.js'
import { clean } from '../../render/format/text.js'
import type { WritingFlags } from '../flags/common.js'
import { type Asking, confirmed } from './agree.js'
import { warnOfUnknownPrice } from './cost.js'
import { afterOf, loadLine, placeLine, priceLine, stageLine } from './figures.js'

/** Demands `--yes` for a loss of entries before anything is read, if nobody can answer. Errors: `usage`. */
export function requireYes({ yes, dryRun }: WritingFlags, { io }: Context, what: string, lost = 'every entry'): void {
  if (yes || dryRun || io.interactive) return
  const message = `${what} loses ${lost}, and there is no terminal to ask on`
  throw new ApigwCacheError('usage', 'nobody-to-ask', message, { hint: 'repeat with --yes' })
}

/** Asks about the loss, showing account, load and price; with `--yes` these are not read. */
export async function askAboutLoss(
  { context: { io }, session, connection, flags: { yes, dryRun } }: Asking,
  { target, record, by }: LossQuestion,
): Promise<void> {
  // The question itself has the prices.
  if (by.change === 'resize' && (yes || dryRun)) session.note(priceNote(by.size, connection))
  if (by.change === 'resize') warnOfUnknownPrice({ session, connection }, by.size)
  if (yes) return
  const { doing, loss } = wordsFor(by)
  const question = `${doing(target.stage)}?`
  if (dryRun) return io.err(clean(`would ask: ${question} ${loss}`))
  const lines = [
    await placeLine(connection),
    stageLine(target),
    `lost: ${lostBy(by)}. ${loss}. ${await loadLine([{ connection, target }])}`,
    priceLine([{ connection, record }], () => afterOf(by)),
    question,
  ]
  // All lines belong to the question: --quiet silences notes, but not what somebody has to agree to.
  await confirmed(io, lines.map(clean).join('\n'))
}

/** The same of several stages, for one question about all. */
export async function lossLines(stages: readonly OpenStage[], by: LossQuestion['by']): Promise<readonly string[]> {
  return [`lost: ${lostBy(by)}. ${wordsFor(by).loss}. ${await loadLine(stages)}`, priceLine(stages, () => afterOf(by))]
}

/** Each flush discards what it is about. */
export const LOST: Readonly<Record<Flushed, string>> = {
  responses: 'every entry',
  authorizers: 'every entry of the authorizer cache',
  both: 'every entry of the response cache and of the authorizer cache',
}

function lostBy(by: LossQuestion['by']): string {
  return by.change === 'flush' ? LOST[by.what] : LOST.responses
}

interface LossWords {
  /** The action: `Remove the cache of stage prod`. */
  readonly doing: (stage: string) => string
  /** Losses besides the entries, and the duration. */
  readonly loss: string
}

function wordsFor(by: LossQuestion['by']): LossWords {
  switch (by.change) {
    case 'disable':
      return { doing: (stage) => `Remove the cache of stage ${stage}`, loss: 'It takes about 4 minutes' }
    case 'resize':
      return {
        doing: (stage) => `Replace the cache of stage ${stage} by one of ${by.size} GB`,
        loss: 'AWS removes the cache and makes a new one: about 4 minutes or more without caching',
      }
    case 'flush':
      return FLUSH_WORDS[by.what]
    case 'verify':
      return {
        doing: (stage) => `Flush the cache of stage ${stage} to verify it`,
        loss: 'It takes a couple of minutes',
      }
  }
}

const FLUSH_WORDS: Readonly<Record<Flushed, LossWords>> = {
  responses: {
    doing: (stage) => `Flush the cache of stage ${stage}`,
    loss: 'It takes a couple of minutes',
  },
  authorizers: {
    doing: (stage) => `Flush the authorizer cache of stage ${stage}`,
    loss: 'Every caller is authorised anew',
  },
  both: {
    doing: (stage) => `Flush both caches of stage ${stage}`,
    loss: 'It takes a couple of minutes; every caller is authorised anew',
  },
}
