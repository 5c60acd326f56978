import type { Several } from '../../core/find/outcome.js'
import type { StageCache } from '../../core/gateway/model.js'
import { type PriceTable, priceOf } from '../../core/gateway/pricing.js'
import type { FlushReport } from '../../core/warm/report.js'
import type { View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { table } from '../format/table.js'
import { clean } from '../format/text.js'
import { duration } from '../format/units.js'
import { field } from '../format/wrap.js'
import { warmScreen } from '../warm/screen.js'
import { apiLabel, CHANGE_COLUMNS, clusterLine, defaultsLine, titleOf } from './lines.js'

/** The result of a verb that changed a stage or found nothing to change; `first` begins its first line. */
export function stageView(first: string, prices?: PriceTable): View<StageCache, StageCache> {
  return {
    screen: (cache, style) => screen(cache, { first, prices }, style),
    rows: (cache) => [cache],
    columns: CHANGE_COLUMNS,
  }
}

export const STAGES_VIEW: View<Several<StageCache>, StageCache> = {
  screen: ({ stages }, style) =>
    table(
      ['API', 'STAGE', 'REGION', 'CLUSTER', ''],
      stages.map((one) => [
        apiLabel(one.api, stages),
        clean(one.stage),
        one.region,
        clusterLine(one, style),
        one.changed ? style.paint.green('changed') : 'nothing to do',
      ]),
      style,
    ),
  rows: ({ stages }) => stages,
  columns: CHANGE_COLUMNS,
}

function screen(
  cache: FlushReport,
  { first, prices }: { readonly first: string; readonly prices: PriceTable | undefined },
  style: Style,
): string {
  const { paint, sign } = style
  const lines = [
    titleOf(cache, style, `${cache.changed ? paint.green(sign.yes) : sign.same} ${first}: `),
    field('cluster', clusterLine(cache, style, priceOf(cache.cluster, cache.region, prices)), style),
    field('defaults', defaultsLine(cache), style),
  ]
  if (cache.waitedMs >= 1000) lines.push(field('waited', duration(cache.waitedMs), style))
  if (cache.warm) lines.push('', warmScreen(cache.warm, style))
  return lines.join('\n')
}
