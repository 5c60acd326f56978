import type { Warning } from '../../core/gateway/model.js'
import { priceText } from '../../core/gateway/price-text.js'
import type { StatusReport } from '../../core/status/report.js'
import { type Column, markdown } from '../format/print.js'
import { defaultsLine } from '../stage/screen.js'
import { canaryLine, statusView } from './screen.js'
import { summary } from './traffic.js'

/** The status as a page for a pull request or a job summary. PURE. */
export function statusMarkdown(report: StatusReport): string {
  const { methods, warnings } = report
  return [
    `## Status of the stage cache\n\n${facts(report)}`,
    ...(methods ? [`### Methods\n\n${markdown(statusView(true), report)}`] : []),
    ...(warnings.length > 0 ? [`### Warnings\n\n${warningTable(warnings)}`] : []),
  ].join('\n')
}

function facts(report: StatusReport): string {
  const { api, stage, region, cluster, price, managedBy, canary } = report
  const cost = priceText(price, region)
  const rows: readonly (readonly [string, string])[] = [
    ['API', api.name === null ? api.id : `${api.name} (${api.id})`],
    ['stage', `${stage}, ${region}`],
    ['cluster', cluster.size === null ? cluster.status : `${cluster.status}, ${cluster.size} GB`],
    ['price', cost === null ? 'not known' : `${cost}, as of ${price.asOf}`],
    ['defaults', defaultsLine(report)],
    ['traffic', summary(report)],
    ['managed', managedBy ? `by ${managedBy.tool}: ${managedBy.evidence}` : 'no sign of a manager'],
    ...(canary ? [['canary', canaryLine(canary)] as const] : []),
  ]
  const columns: readonly Column<readonly [string, string]>[] = [
    { name: 'what', value: ([name]) => name },
    { name: 'is', value: ([, value]) => value },
  ]
  return markdown({ rows: () => rows, columns }, report)
}

function warningTable(warnings: readonly Warning[]): string {
  const columns: readonly Column<Warning>[] = [
    { name: 'rule', value: ({ rule }) => rule },
    { name: 'message', value: ({ message }) => message },
  ]
  return markdown({ rows: () => warnings, columns }, warnings)
}
