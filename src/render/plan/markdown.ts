import type { Plan, PlannedChange } from '../../core/declare/report.js'
import { markdown, markdownCell } from '../format/print.js'
import { counted } from '../format/units.js'
import { changesOf, leftAloneText, nameOf, stagesOf, summaryLine } from './screen.js'
import { blockedText, pathText, RISK_WORDS, valueText } from './words.js'

/** GitHub takes comments of at most 65,536 characters. */
const MOST = 60_000

/** A bot finds its comment of the last run by this. */
const MARKER = '<!-- apigw-cache-plan -->'

/** For a comment of a pull request: the summary first, then as many stages as there is room for. PURE. */
export function planMarkdown(plan: Plan, listed: number): string {
  const head = `${MARKER}\n## Plan of the stage caches\n\n${summary(plan, listed)}\n`
  const parts = [...stagesOf(plan).flatMap((target) => stageParts(plan, target)), ...restParts(plan)]
  const more = (left: number) =>
    `\n_${left} more ${left === 1 ? 'part' : 'parts'} did not fit; the plan as JSON has all._\n`
  let text = head
  for (const [index, part] of parts.entries()) {
    const left = parts.length - index
    if (text.length + part.length + more(left).length > MOST) return `${text}${more(left)}`
    text += part
  }
  return text
}

function summary(plan: Plan, listed: number): string {
  const { stages, unchanged } = plan.summary
  const differ = stages - plan.failed.length - unchanged
  const of = stages === listed ? counted(stages, 'stage') : `${stages} of ${counted(listed, 'stage')}`
  const needs = [...new Set(plan.needs.map(({ flag }) => flag))]
  return [
    `**${of}, ${differ} ${differ === 1 ? 'differs' : 'differ'}**${plan.changes.length === 0 ? '' : `: ${markdownCell(summaryLine(plan))}`}${leftAloneText(plan)}`,
    ...(plan.failed.length > 0 ? [`\n${plan.failed.length} could not be planned.`] : []),
    ...(needs.length > 0 ? [`\nApply needs ${needs.slice(0, 20).map(markdownCell).join(' ')}`] : []),
  ].join('\n')
}

/** Changes in one part: a part that does not fit is left out as a whole. */
const ROWS = 50

function stageParts(plan: Plan, target: PlannedChange['target']): readonly string[] {
  const deployment = plan.deployments.find((one) => JSON.stringify(one.target) === JSON.stringify(target))
  const also = deployment && deployment.alsoLive.length > 0 ? deployment.alsoLive.join(', ') : 'nothing else'
  const live = deployment ? `\nOne deployment; it also publishes: ${markdownCell(also)}\n` : ''
  const changes = changesOf(plan, target)
  return Array.from({ length: Math.ceil(changes.length / ROWS) }, (_, at) => {
    const head = `\n### ${markdownCell(nameOf(target))}${at === 0 ? '' : ', continued'}\n`
    return `${head}${at === 0 ? live : ''}\n${table(changes.slice(at * ROWS, (at + 1) * ROWS))}`
  })
}

function table(changes: readonly PlannedChange[]): string {
  return markdown(changes, [
    { name: 'what', value: ({ path }) => pathText(path) },
    { name: 'before', value: ({ before, path }) => valueText(before, path) },
    { name: 'after', value: ({ after, path }) => valueText(after, path) },
    { name: 'risk', value: riskCell },
  ])
}

function riskCell(change: PlannedChange): string {
  const { risks, blocked } = change
  const parts = risks.map(({ code, message }) => `${RISK_WORDS[code]}: ${message}`)
  return [...parts, ...(blocked === null ? [] : [`BLOCKED: ${blockedText(change)}`])].join('; ')
}

function restParts({ failed, unlisted = [] }: Plan): readonly string[] {
  const failures = failed.map(
    ({ target, message }) => `| ${markdownCell(nameOf(target))} | ${markdownCell(message)} |\n`,
  )
  const rest = unlisted.map(
    ({ target, path }) => `| ${markdownCell(nameOf(target))} | ${markdownCell(pathText(path))} |\n`,
  )
  return [
    ...(failures.length > 0 ? ['\n### Could not be planned\n\n| stage | why |\n| --- | --- |\n', ...failures] : []),
    ...(rest.length > 0 ? ['\n### In no file\n\n| stage | what |\n| --- | --- |\n', ...rest] : []),
  ]
}
