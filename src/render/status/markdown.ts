import { priceText } from '../../core/gateway/pricing.js'
import type { StatusReport } from '../../core/status/report.js'
import { fields, markdown, markdownFacts } from '../format/print.js'
import { defaultsLine } from '../stage/lines.js'
import { canaryLine, managerLine, statusView } from './screen.js'
import { trafficSummary } from './traffic.js'

/** For a pull request or a job summary. PURE. */
export function statusMarkdown(report: StatusReport): string {
  const { methods, warnings } = report
  return [
    `## Status of the stage cache\n\n${facts(report)}`,
    ...(methods ? [`### Methods\n\n${methodTable(report)}`] : []),
    ...(warnings.length > 0 ? [`### Warnings\n\n${markdown(warnings, fields('rule', 'message'))}`] : []),
  ].join('\n')
}

function facts(report: StatusReport): string {
  const { api, stage, region, cluster, price, managedBy, canary } = report
  const cost = priceText(price, region)
  return markdownFacts([
    ['API', api.name === null ? api.id : `${api.name} (${api.id})`],
    ['stage', `${stage}, ${region}`],
    ['cluster', cluster.size === null ? cluster.status : `${cluster.status}, ${cluster.size} GB`],
    ['price', cost === null ? 'not known' : `${cost}, as of ${price.asOf}`],
    ['defaults', defaultsLine(report)],
    ['traffic', trafficSummary(report)],
    ['managed', managerLine(managedBy)],
    ...(canary ? [['canary', canaryLine(canary)] as const] : []),
  ])
}

function methodTable(report: StatusReport): string {
  const { rows, columns } = statusView(true)
  return markdown(rows(report), columns)
}
