import type { Several } from '../../core/find/outcome.js'
import type { StageCache, Target } from '../../core/gateway/model.js'
import type { View } from '../format/print.js'
import { table } from '../format/table.js'
import { clean } from '../format/text.js'
import { clusterLine, STAGE_COLUMNS } from './screen.js'

/** What became of several stages. */
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
  columns: STAGE_COLUMNS,
}

/** The name, with the id where another API in the list has the same one. */
export function apiLabel({ id, name }: Target['api'], all: readonly Target[]): string {
  if (name === null) return id
  const alone = all.every(({ api }) => api.name !== name || api.id === id)
  return alone ? clean(name) : `${clean(name)} (${id})`
}
