import { usd, whosePrice } from '../../core/gateway/pricing.js'
import type { ListRow, StageList, Total } from '../../core/list/report.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'
import { counted } from '../format/units.js'
import { hanging } from '../format/wrap.js'

/** Of a doctor, or as far as a status sees. */
export function rulesOf({ findings, warnings }: ListRow): readonly string[] {
  return [...new Set((findings ?? warnings).map(({ rule }) => rule))]
}

/** The lines below the table: findings and prices in total. */
export function summary({ stages, totals, scanned }: StageList, hours: number, style: Style): readonly string[] {
  const rules = stages.flatMap(rulesOf)
  const counts = [...new Set(rules)].sort().map((rule) => `${rule} ${rules.filter((one) => one === rule).length}`)
  const groups = totals.filter(
    ({ by }) => by === 'tag' || by === 'all' || totals.filter((one) => one.by === by).length > 1,
  )
  const unread = counts.length > 0 && stages.some(({ findings }) => findings === null)
  return [
    ...(counts.length > 0 ? [hanging('findings: ', counts.join(', '), style)] : []),
    ...(unread
      ? [hanging('', 'findings without the deployed APIs, which list --findings and doctor read', style)]
      : []),
    ...groups.map((total) =>
      hanging(
        '',
        `${whatOf(total, scanned)}: ${totalText(total, total.by === 'all' ? foreignPrice(stages) : '')}`,
        style,
      ),
    ),
    hanging('', `requests and ratio are those of the last ${hours} h`, style),
  ]
}

/** Of a sum that has prices of its own region too, the part is named that has not. */
function foreignPrice(stages: readonly ListRow[]): string {
  const billed = stages.filter(({ cluster }) => cluster.status !== 'NOT_AVAILABLE')
  const foreign = billed.filter(({ price, region }) => price.of !== region)
  const [first] = foreign
  if (first === undefined) return ''
  const regions = [...new Set(foreign.map(({ region }) => region))]
  const whose = whosePrice(first.price.of, first.region)
  return foreign.length === billed.length ? whose : whose.replace(')', ` in ${regions.join(', ')})`)
}

function whatOf({ by, name }: Total, scanned: StageList['scanned']): string {
  const [only, ...others] = scanned
  if (by !== 'all') return `${by} ${clean(name)}`
  if (others.length > 0 || only === undefined) return 'in all'
  return only.account === null ? only.region : `account ${only.account}, ${only.region}`
}

function totalText({ stages, clusters, monthlyUsd }: Total, foreign: string): string {
  const price = monthlyUsd === null ? 'at a price that is not known' : `about ${usd(monthlyUsd)} a month${foreign}`
  return `${counted(stages, 'stage')}, ${counted(clusters, 'cluster')}, ${price}`
}
