import type { OpenStage } from '../find/open-stage.js'
import type { Target } from '../gateway/model.js'
import { priceOf } from '../gateway/pricing.js'
import type { StageRecord } from '../gateway/record.js'

/** What may be added to a month's bill without a question. */
const UNASKED_USD = 100

/** Asks if a new cluster may cost that much. */
export interface CostQuestion {
  readonly kind: 'cost'
  readonly target: Target
  readonly record: StageRecord
  readonly size: string
}

/** Asks before a new cluster where that is much, or where nobody knows how much. */
export async function askAboutCost(
  { connection: { region, prices }, target }: OpenStage,
  record: StageRecord,
  size: string,
  onAsk: ((question: CostQuestion) => Promise<void>) | undefined,
): Promise<void> {
  const { monthlyUsd } = priceOf({ status: 'AVAILABLE', size }, region, prices)
  if (monthlyUsd !== null && monthlyUsd <= UNASKED_USD) return
  await onAsk?.({ kind: 'cost', target, record, size })
}
