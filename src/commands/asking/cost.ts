import { ApigwCacheError } from '../../core/base/errors.js'
import type { CostQuestion } from '../../core/cluster/cost.js'
import { priceOf } from '../../core/gateway/pricing.js'
import { clean } from '../../render/format/text.js'
import { type Asking, confirmed } from './agree.js'
import { placeLine, priceLine, stageLine } from './figures.js'

/** Asks about a cluster that adds much to the bill, with both prices; `--yes` answers. */
export async function askAboutCost(
  { context: { io }, session, connection, flags: { yes, dryRun } }: Asking,
  { target, record, size }: CostQuestion,
): Promise<void> {
  if (warnOfUnknownPrice({ session, connection }, size) || yes) return
  const price = priceLine([{ connection, record }], () => ({ size }))
  const question = `Provision a cache of ${size} GB for stage ${target.stage}?`
  if (dryRun) return io.err(clean(`would ask: ${question} ${price}`))
  if (!io.interactive) {
    const message = `a cache of ${size} GB adds more than $100 a month (${price}), and there is no terminal to ask on`
    throw new ApigwCacheError('usage', 'nobody-to-ask', message, { hint: 'repeat with --yes' })
  }
  const lines = [await placeLine(connection), stageLine(target), price, question]
  await confirmed(io, lines.map(clean).join('\n'))
}

/** True where nobody can say what the cluster costs. */
export function warnOfUnknownPrice(
  { session, connection: { region, prices } }: Pick<Asking, 'session' | 'connection'>,
  size: string,
): boolean {
  if (priceOf({ status: 'AVAILABLE', size }, region, prices).monthlyUsd !== null) return false
  session.warn(`what a cache of ${size} GB costs in ${region} is not known: it may be more than $100 a month`)
  return true
}
