import type { Context } from '../../context.js'
import type { ListRow, StageList } from '../../core/list/report.js'
import { listView } from '../../render/list/screen.js'
import type { GlobalFlags } from '../flags/common.js'
import { rowPrinter } from '../session/rows.js'
import type { Session } from '../session/session.js'

const HOUR_MS = 3_600_000

export interface ListPrinter {
  /** Undefined where nothing can be shown before all of it is known. */
  readonly onRow: ((row: ListRow) => void) | undefined
  end(list: StageList): Promise<void>
}

/** Prints rows as they come in the formats of programs that have one line for each, and the others in order at the end. */
export function listPrinter(
  session: Session,
  flags: GlobalFlags & { readonly since: number },
  context: Context,
): ListPrinter {
  const view = listView(Math.round((flags.since / HOUR_MS) * 10) / 10)
  const printer = rowPrinter(session, flags, context, view)
  if (printer === null) return { onRow: undefined, end: (list) => session.print(list, async () => view) }
  const print = (stages: readonly ListRow[]) => printer({ stages, failed: [], scanned: [], totals: [] })
  let isBegun = false
  return {
    onRow(row) {
      isBegun = true
      print([row])
    },
    async end() {
      // A table without rows has its head all the same.
      if (!isBegun) print([])
    },
  }
}
