import type { Several } from '../../core/find/outcome.js'
import type { StageCache } from '../../core/gateway/model.js'
import type { View } from '../format/print.js'
import { table } from '../format/table.js'
import { clean } from '../format/text.js'
import { apiLabel, CHANGE_COLUMNS, clusterLine } from './lines.js'

/** Several changed stages, one a line. */
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
