import type { Context } from '../../context.js'
import type { Connection } from '../../core/aws/connection.js'
import { ApigwCacheError } from '../../core/base/errors.js'
import type { Flushed, LossQuestion } from '../../core/cluster/loss.js'
import type { Price, Target } from '../../core/gateway/model.js'
import { pricesOf, usd, whosePrice } from '../../core/gateway/pricing.js'
import type { StageRecord } from '../../core/gateway/record.js'
import { clusterOf } from '../../core/gateway/stage.js'
import { lastHourHits } from '../../core/metrics/last-hour.js'
import { priceNote } from '../../render/format/price.js'
import { clean } from '../../render/format/text.js'
import { count } from '../../render/format/units.js'
import type { WritingFlags } from '../flags/common.js'
import { type Asking, confirmed } from './agree.js'

/** Demands `--yes` for a loss of entries before anything is read, if nobody can answer. Errors: `usage`. */
export function requireYes({ yes, dryRun }: WritingFlags, { io }: Context, what: string): void {
  if (yes || dryRun || io.interactive) return
  throw new ApigwCacheError(
    'usage',
    'nobody-to-ask',
    `${what} loses every entry, and nobody is here to ask`,
    {
      hint: 'repeat with --yes',
    },
  )
}

/** Asks about the loss, showing account, load and price; with `--yes` these are not read. */
export async function askAboutLoss(
  { context: { io }, session, connection, flags: { yes, dryRun } }: Asking,
  { target, record, by }: LossQuestion,
): Promise<void> {
  // The question itself has the prices.
  if (by.change === 'resize' && (yes || dryRun)) session.note(priceNote(by.size, connection))
  if (yes) return
  const { doing, loss } = wordsFor(by)
  const question = `${doing(target.stage)}?`
  if (dryRun) return io.err(clean(`would ask: ${question} ${loss}`))
  const [account, hits] = await Promise.all([accountOf(connection), hitsOf(connection, target)])
  const where = connection.endpoint === null ? '' : `, endpoint ${connection.endpoint}`
  const load = hits === null ? 'no figure for the last hour' : `${count(hits)} hits in the last hour`
  // All lines belong to the question: --quiet silences notes, but not what somebody has to agree to.
  const lines = [
    `account ${account}, region ${target.region}${where}`,
    `API ${target.api.name ?? ''} (${target.api.id}), stage ${target.stage}`,
    `lost: every entry. ${loss}. Load that will reach the backend: ${load}`,
    ...priceChange(connection, record, by),
    question,
  ]
  await confirmed(io, lines.map(clean).join('\n'))
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

export const FLUSH_WORDS: Readonly<Record<Flushed, LossWords>> = {
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

function priceChange(
  { region, prices }: Connection,
  record: StageRecord,
  by: LossQuestion['by'],
): readonly string[] {
  if (by.change !== 'disable' && by.change !== 'resize') return []
  const after =
    by.change === 'disable'
      ? ({ status: 'NOT_AVAILABLE', size: null } as const)
      : ({ status: 'AVAILABLE', size: by.size } as const)
  const [before, then] = pricesOf([clusterOf(record), after], region, prices)
  const shown = ({ monthlyUsd }: Price) => (monthlyUsd === null ? 'unknown' : usd(monthlyUsd))
  const whose = whosePrice(before.of, region)
  return [`price: about ${shown(before)} a month before, ${shown(then)} after${whose}`]
}

/** The question is worth asking even without the account. */
async function accountOf(connection: Connection): Promise<string> {
  try {
    return await connection.account()
  } catch {
    return 'unknown'
  }
}

/** Hits of the last hour; null if unknown. */
export async function hitsOf(connection: Connection, target: Target): Promise<number | null> {
  try {
    return await lastHourHits(connection, target)
  } catch {
    return null
  }
}
