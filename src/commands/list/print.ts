import type { Context } from '../../context.js'
import type { ListRow, StageList } from '../../core/list/report.js'
import { headOnce, render } from '../../render/format/print.js'
import { styleOf } from '../../render/format/style.js'
import { listView } from '../../render/list/screen.js'
import type { GlobalFlags } from '../flags/common.js'
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
  { color, query, since }: GlobalFlags & { readonly since: number },
  { io, env }: Context,
): ListPrinter {
  const { output } = session.settings
  const view = listView(Math.round((since / HOUR_MS) * 10) / 10)
  if (query !== undefined || ['table', 'json', 'markdown'].includes(output)) {
    return { onRow: undefined, end: (list) => session.print(list, async () => view) }
  }
  const style = styleOf(io.stdout, color === false ? 'never' : (color ?? 'auto'), env)
  const continued = headOnce(output)
  const print = (stages: readonly ListRow[]) => {
    io.out(continued(render(output, { stages, failed: [], scanned: [], totals: [] }, view, style)))
  }
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
