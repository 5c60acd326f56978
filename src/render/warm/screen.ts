import { shellWords } from '../../core/base/shell.js'
import type { WarmReport } from '../../core/warm/report.js'
import { fields, type View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { folded, table } from '../format/table.js'
import { clean } from '../format/text.js'
import { counted, duration } from '../format/units.js'
import { hanging } from '../format/wrap.js'

type Warmed = WarmReport['reports'][number]

export const WARM_VIEW: View<WarmReport, Warmed> = {
  screen: warmScreen,
  rows: ({ reports }) => reports,
  columns: [
    ...fields('url', 'status', 'latencyMs', 'cached'),
    { name: 'reason', value: ({ reason }) => reason ?? null },
  ],
}

/** Above this number, a terminal lists only what did not go well; a pipe always gets everything. */
const MAX_LISTED = 20

export function warmScreen(report: WarmReport, style: Style): string {
  const { reports } = report
  const shown = style.isTTY && reports.length > MAX_LISTED ? reports.filter((one) => !isWarm(one)) : reports
  return [
    ...(shown.length === 0 ? [] : [warmTable(shown, style), '']),
    ...notesOf(shown, style),
    summary(report, style),
    ...(report.stopped === null ? [] : [hanging('  ', `stopped: ${clean(report.stopped)}`, style)]),
  ].join('\n')
}

function isWarm({ status, cached }: Warmed): boolean {
  return cached === true && status > 0 && status < 300
}

/** In a terminal, the host that all URLs have stands above them, so that a line has room for the rest. */
function warmTable(reports: readonly Warmed[], style: Style): string {
  const [host = '', ...others] = new Set(reports.map(({ url }) => hostOf(url)))
  const isAbove = style.isTTY && others.length === 0 && host !== ''
  const head = ['CACHED', 'STATUS', 'TOOK', isAbove ? 'PATH' : 'URL']
  const rows = reports.map((one) => [
    isWarm(one) ? style.paint.green('yes') : one.cached === false ? style.paint.red('no') : style.paint.yellow('?'),
    one.status === 0 ? '–' : String(one.status),
    one.status === 0 ? '–' : duration(one.latencyMs),
    clean(isAbove ? one.url.slice(host.length) : one.url),
  ])
  const above = isAbove ? [clean(host)] : []
  return [...above, table(head, folded(head, rows, [3], style), style)].join('\n')
}

function hostOf(url: string): string {
  return /^https?:\/\/[^/?#]+(?=\/)/.exec(url)?.[0] ?? ''
}

/** Each reason once, with the number of URLs it applies to. */
function notesOf(reports: readonly Warmed[], style: Style): readonly string[] {
  const reasons = reports.flatMap(({ reason }) => reason ?? [])
  const lines = [...new Set(reasons)].map((reason) => {
    const times = reasons.filter((other) => other === reason).length
    return hanging('  ', `${counted(times, 'URL')}: ${clean(reason)}`, style)
  })
  return lines.length === 0 ? [] : [...lines, '']
}

/** If no URL was shown to be cached, the summary claims no success and suggests `verify`. */
function summary({ reports, passed }: WarmReport, style: Style): string {
  const { paint, sign } = style
  const warm = reports.filter(isWarm).length
  const open = reports.filter(({ status, cached }) => status > 0 && status < 300 && cached === null)
  const redirected = reports.filter(({ status }) => status >= 300 && status < 400).length
  const failed = reports.filter(({ status }) => status === 0 || status >= 400).length
  const cold = reports.length - warm - open.length - redirected - failed
  const one = reports.length === 1 || warm === 1
  const [first] = warm === 0 ? open : []
  const parts = [
    first
      ? 'nothing was shown to be served from the cache'
      : `${warm} of ${counted(reports.length, 'URL')} ${one ? 'is' : 'are'} served from the cache`,
    ...(open.length > 0 ? [`${open.length} could not be told`] : []),
    ...(cold > 0 ? [`${cold} not cached`] : []),
    ...(redirected > 0 ? [`${redirected} redirected`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(', ')
  const mark = passed ? (warm > 0 ? paint.green(sign.yes) : paint.yellow(sign.unsure)) : paint.red(sign.no)
  const suggestion = first ? ['  this may settle it:', `  ${shellWords('apigw-cache', 'verify', first.url)}`] : []
  return [`${mark} ${parts}`, ...suggestion].join('\n')
}
