import type { StageCache } from '../../core/gateway/model.js'
import { type PriceTable, priceOf } from '../../core/gateway/pricing.js'
import type { FlushReport, WarmReport } from '../../core/warm/report.js'
import type { View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { duration } from '../format/units.js'
import { field } from '../format/wrap.js'
import { CHANGE_COLUMNS, clusterLine, defaultsLine, titleOf } from './lines.js'

interface Shown {
  /** Begins the first line. */
  readonly first: string
  readonly prices?: PriceTable
  /** Draws what was warmed: few results have any. */
  readonly warm?: ((report: WarmReport, style: Style) => string) | undefined
}

/** The result of a verb that changed a stage or found nothing to change. */
export function stageView(shown: Shown): View<StageCache, StageCache> {
  return {
    screen: (cache, style) => screen(cache, shown, style),
    rows: (cache) => [cache],
    columns: CHANGE_COLUMNS,
  }
}

function screen(cache: FlushReport, { first, prices, warm }: Shown, style: Style): string {
  const { paint, sign } = style
  const lines = [
    titleOf(cache, style, `${cache.changed ? paint.green(sign.yes) : sign.same} ${first}: `),
    field('cluster', clusterLine(cache, style, priceOf(cache.cluster, cache.region, prices)), style),
    field('defaults', defaultsLine(cache), style),
  ]
  if (cache.waitedMs >= 1000) lines.push(field('waited', duration(cache.waitedMs), style))
  if (cache.warm && warm) lines.push('', warm(cache.warm, style))
  return lines.join('\n')
}
