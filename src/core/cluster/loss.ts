import type { AskingOptions } from '../change/options.js'
import type { OpenStage } from '../find/open-stage.js'
import type { Target } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'

/** The caches to flush: of responses, of authorizer results, or both. */
export type Flushed = 'responses' | 'authorizers' | 'both'

/** Asks if entries may be lost. */
export interface LossQuestion {
  readonly kind: 'loss'
  readonly target: Target
  readonly record: StageRecord
  readonly by:
    | { readonly change: 'disable' }
    | { readonly change: 'resize'; readonly size: string }
    | { readonly change: 'flush'; readonly what: Flushed }
    /** A flush to see answers change. */
    | { readonly change: 'verify' }
}

export type LossOptions = AskingOptions<LossQuestion>

export async function askAboutLoss(
  { target }: OpenStage,
  record: StageRecord,
  by: LossQuestion['by'],
  { onAsk }: LossOptions,
): Promise<void> {
  await onAsk?.({ kind: 'loss', target, record, by })
}
