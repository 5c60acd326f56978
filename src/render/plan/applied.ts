import type { ApplyReport } from '../../core/declare/apply/apply.js'
import { fields, type View, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'
import { counted, duration } from '../format/units.js'
import { hanging } from '../format/wrap.js'
import { TARGET_COLUMNS } from '../stage/lines.js'
import { lookedAt, nameOf } from './screen.js'
import { blockedText, pathText } from './words.js'

type AppliedStage = ApplyReport['applied'][number]

/** What was done to each stage, and what was not. */
export function appliedView(listed: number): View<ApplyReport, AppliedStage> {
  return {
    screen: (report, style) => screen(report, listed, style),
    rows: ({ applied }) => applied,
    columns: [
      ...within(({ target }: AppliedStage) => target, TARGET_COLUMNS),
      ...fields('changes', 'deployment', 'previousDeployment'),
    ],
  }
}

function screen({ plan, applied, failed, changed, waitedMs }: ApplyReport, listed: number, style: Style): string {
  const { paint, sign } = style
  const blocked = plan.changes.filter((one) => one.blocked !== null)
  const done = applied.map(({ target, changes, deployment }) => {
    const live = deployment === null ? '' : `, deployment ${clean(deployment)}`
    return hanging(`${paint.green(sign.yes)} `, `${nameOf(target)}: ${counted(changes, 'change')}${live}`, style)
  })
  const lost = failed.map(({ target, message }) =>
    hanging(`${paint.red(sign.no)} `, `${nameOf(target)}: ${clean(message)}`, style),
  )
  const left = blocked.map((change) =>
    hanging(
      `${paint.yellow('blocked')} `,
      `${nameOf(change.target)} ${pathText(change.path)}: ${blockedText(change)}`,
      style,
    ),
  )
  if (!changed && failed.length === 0 && blocked.length === 0) return lookedAt(plan, listed, style)
  const total = [
    `${counted(applied.length, 'stage')} done`,
    ...(failed.length > 0 ? [`${failed.length} failed`] : []),
    ...(blocked.length > 0 ? [`${counted(blocked.length, 'change')} blocked`] : []),
    ...(waitedMs >= 1000 ? [duration(waitedMs)] : []),
  ]
  return [...done, ...lost, ...left, total.join(', ')].join('\n')
}
