import type { Context } from '../../context.js'
import type { Several } from '../../core/find/outcome.js'
import type { Format } from '../../render/format/formats.js'
import { headOnce, render, type View } from '../../render/format/print.js'
import { styleOf } from '../../render/format/style.js'
import type { GlobalFlags } from '../flags/common.js'
import type { Session } from './session.js'

/** Formats that have a line for each row, so that nothing has to wait for the last one. */
const LINES: readonly Format[] = ['ndjson', 'csv', 'text']

/** Prints the rows of parts of a result as they come, with one head; null where only the whole can be shown. */
export function rowPrinter<Result, Row>(
  { settings: { output } }: Session,
  { color, query }: Pick<GlobalFlags, 'color' | 'query'>,
  { io, env }: Pick<Context, 'io' | 'env'>,
  view: View<Result, Row>,
): ((part: Result) => void) | null {
  if (query !== undefined || !LINES.includes(output)) return null
  const style = styleOf(io.stdout, color === false ? 'never' : (color ?? 'auto'), env)
  const continued = headOnce(output)
  return (part) => io.out(continued(render(output, part, view, style)))
}

/** The same for the results of several stages, one after the other. */
export async function severalPrinter<Result, Row>(
  session: Session,
  flags: Pick<GlobalFlags, 'color' | 'query'>,
  context: Pick<Context, 'io' | 'env'>,
  view: () => Promise<View<Several<Result>, Row>>,
): Promise<((result: Result) => void) | null> {
  const print = rowPrinter(session, flags, context, await view())
  return print && ((result) => print({ stages: [result], failed: [] }))
}
