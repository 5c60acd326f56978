import type { Report, StageReport } from '../core/report/model.js'
import type { View } from './format/print.js'
import { clean } from './format/text.js'

/** A page is for looking at: the screen only says where it is. */
export function reportView(file: string): View<Report, StageReport> {
  return {
    screen: ({ stages }) =>
      `wrote ${clean(file)} (${stages.length} ${stages.length === 1 ? 'stage' : 'stages'})`,
    rows: ({ stages }) => stages,
    columns: [
      { name: 'api', value: ({ status }) => status.api.name },
      { name: 'apiId', value: ({ status }) => status.api.id },
      { name: 'stage', value: ({ status }) => status.stage },
      { name: 'region', value: ({ status }) => status.region },
      { name: 'hits', value: ({ status }) => status.metrics.hits },
      { name: 'misses', value: ({ status }) => status.metrics.misses },
      { name: 'ratio', value: ({ status }) => status.metrics.ratio },
      { name: 'findings', value: ({ findings }) => findings?.length ?? null },
    ],
  }
}
