import type { Report, StageReport } from '../core/report/model.js'
import { fields, type View, within } from './format/print.js'
import { clean } from './format/text.js'
import { stageCount } from './html/names.js'
import { TARGET_COLUMNS } from './stage/lines.js'

/** The page itself is in the file; the screen only says where. */
export function reportView(file: string): View<Report, StageReport> {
  return {
    screen: ({ stages }) => `wrote ${clean(file)} (${stageCount(stages.length)})`,
    rows: ({ stages }) => stages,
    columns: [
      ...within(({ status }: StageReport) => status, TARGET_COLUMNS),
      ...within(({ status }: StageReport) => status.metrics, fields('hits', 'misses', 'ratio')),
      { name: 'findings', value: ({ findings }) => findings?.length ?? null },
    ],
  }
}
