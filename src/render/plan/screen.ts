import type { Plan, PlannedChange, Risk } from '../../core/declare/report.js'
import type { Target } from '../../core/gateway/model.js'
import { usd } from '../../core/gateway/pricing.js'
import { fields, type View, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'
import { counted } from '../format/units.js'
import { hanging } from '../format/wrap.js'
import { TARGET_COLUMNS, titleOf } from '../stage/lines.js'
import { blockedText, pathText, RISK_WORDS, turnText, valueText } from './words.js'

/** `listed`: the stages of the files, of which the plan may look at fewer. */
export function planView(listed: number): View<Plan, PlannedChange> {
  return {
    screen: (plan, style) => planScreen(plan, listed, style),
    rows: ({ changes }) => changes,
    columns: [
      ...within(({ target }: PlannedChange) => target, TARGET_COLUMNS),
      ...fields('action', 'path'),
      { name: 'before', value: ({ before, path }) => valueText(before, path) },
      { name: 'after', value: ({ after, path }) => valueText(after, path) },
      { name: 'risks', value: ({ risks }) => risks.map(({ code }) => code).join(' ') },
      { name: 'blocked', value: ({ blocked }) => blocked },
    ],
  }
}

export function planScreen(plan: Plan, listed: number, style: Style): string {
  const stages = stagesOf(plan).flatMap((target) => ['', ...stageLines(plan, target, style)])
  const failed = plan.failed.map(({ target, message }) =>
    hanging(`${style.paint.red('failed')} `, `${nameOf(target)}: ${clean(message)}`, style),
  )
  const rest = unlistedLines(plan, style)
  return [
    lookedAt(plan, listed, style),
    ...stages,
    ...(failed.length > 0 ? ['', ...failed] : []),
    ...(rest.length > 0 ? ['', ...rest] : []),
    ...(plan.changes.length > 0 ? ['', summaryLine(plan), ...needLines(plan, style)] : []),
  ].join('\n')
}

/** `12 of 40 stages, 3 differ`. */
export function lookedAt(plan: Plan, listed: number, { sign, paint }: Style): string {
  const { summary, failed } = plan
  const { stages, unchanged } = summary
  const differ = stages - failed.length - unchanged
  const of = stages === listed ? counted(stages, 'stage') : `${stages} of ${counted(listed, 'stage')}`
  if (differ === 0 && failed.length === 0)
    return `${paint.green(sign.yes)} ${of}: nothing differs${leftAloneText(plan)}`
  const missed = failed.length === 0 ? '' : `, ${failed.length} could not be planned`
  return `${of}, ${differ} ${differ === 1 ? 'differs' : 'differ'}${missed}${leftAloneText(plan)}`
}

/** Nothing where a strict plan names each of them. */
export function leftAloneText({ summary: { leftAlone }, unlisted }: Plan): string {
  if (leftAlone === 0 || unlisted !== undefined) return ''
  const what = leftAlone === 1 ? '1 override is in no file and is' : `${leftAlone} overrides are in no file and are`
  return `; ${what} left alone (plan --strict counts ${leftAlone === 1 ? 'it' : 'them'})`
}

export function stagesOf({ changes }: Plan): readonly Target[] {
  return [...new Map(changes.map(({ target }) => [JSON.stringify(target), target])).values()]
}

export function changesOf({ changes }: Plan, target: Target): readonly PlannedChange[] {
  return changes.filter((one) => JSON.stringify(one.target) === JSON.stringify(target))
}

function stageLines(plan: Plan, target: Target, style: Style): readonly string[] {
  const own = changesOf(plan, target)
  const width = Math.min(34, Math.max(...own.map(({ path }) => pathText(path).length)))
  const deployment = plan.deployments.find((one) => JSON.stringify(one.target) === JSON.stringify(target))
  return [
    titleOf(target, style),
    ...own.flatMap((change) => changeLines(change, width, style)),
    ...(deployment ? deploymentLines(deployment, style) : []),
  ]
}

const SIGNS = { create: '+', update: '~', remove: '-' } as const

function changeLines(change: PlannedChange, width: number, style: Style): readonly string[] {
  const { paint, unicode } = style
  const { action, path, risks, blocked, shadowedBy = [] } = change
  const color = { create: paint.green, update: paint.yellow, remove: paint.red }[action]
  const start = `  ${blocked === null ? color(SIGNS[action]) : paint.dim(SIGNS[action])} ${pathText(path).padEnd(width)}  `
  const turn = turnText(change, unicode ? '→' : '->')
  return [
    hanging(start, turn, style),
    ...risks.map((risk) => riskLine(risk, style)),
    ...shadowedBy.map(({ method, path: resource, value }) =>
      hanging('      ', `${method} ${clean(resource)} keeps ${String(value)} of its own`, style),
    ),
    ...(blocked === null ? [] : [hanging(`      ${paint.bold('BLOCKED')} `, blockedText(change), style)]),
  ]
}

function riskLine({ code, message }: Risk, style: Style): string {
  const { paint } = style
  const color = code === 'wrong-data' || code === 'loss' ? paint.red : paint.yellow
  return hanging(`      ${color(RISK_WORDS[code])} `, clean(message), style)
}

function deploymentLines({ previous, alsoLive, otherStages }: Plan['deployments'][number], style: Style) {
  const what = alsoLive.length === 0 ? 'nothing else' : alsoLive.map(clean).join(', ')
  const others =
    otherStages.length === 0 ? '' : `; the next deployment of ${otherStages.map(clean).join(', ')} publishes the same`
  const text = `one deployment, after ${clean(previous ?? 'none')}; it also publishes ${what}${others}`
  return [hanging('  * ', text, style)]
}

function unlistedLines({ unlisted = [] }: Plan, style: Style): readonly string[] {
  return unlisted.map(({ target, path }) => hanging('in no file: ', `${nameOf(target)} ${pathText(path)}`, style))
}

/** `2 to create, 3 to change, 1 to remove, 1 blocked; $0.00 a month before, $14.60 after`. */
export function summaryLine({ summary }: Plan): string {
  const { create, update, remove, blocked, monthlyUsdBefore: before, monthlyUsdAfter: after } = summary
  const counts = [
    [create, 'to create'],
    [update, 'to change'],
    [remove, 'to remove'],
    [blocked, 'blocked'],
  ] as const
  const parts = counts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`)
  const shown = (value: number | null) => (value === null ? 'an unknown price' : usd(value))
  const price =
    before === after ? `${shown(before)} a month, as before` : `${shown(before)} a month before, ${shown(after)} after`
  return `${parts.join(', ')}; ${price}`
}

function needLines({ needs }: Plan, style: Style): readonly string[] {
  if (needs.length === 0) return []
  return [hanging('apply needs ', [...new Set(needs.map(({ flag }) => flag))].map(clean).join(' '), style)]
}

export function nameOf({ api, stage, region }: Partial<Target>): string {
  const name = api === undefined ? 'an API' : (api.name ?? api.id)
  return clean([name, stage].filter((part) => part !== undefined).join('/') + (region ? ` (${region})` : ''))
}
