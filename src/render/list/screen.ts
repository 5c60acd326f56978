import { usd } from '../../core/gateway/pricing.js'
import type { ListRow, StageList } from '../../core/list/report.js'
import { type Column, fields, type View, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { aligned, folded, table, tableWidth } from '../format/table.js'
import { clean } from '../format/text.js'
import { count, counted, percent } from '../format/units.js'
import { TARGET_COLUMNS } from '../stage/lines.js'
import { rulesOf, summary } from './summary.js'

const COLUMNS: readonly Column<ListRow>[] = [
  ...fields('account'),
  ...TARGET_COLUMNS,
  ...within(({ cluster }: ListRow) => cluster, fields('status')),
  { name: 'sizeGb', value: ({ cluster }) => cluster.size },
  ...fields('caching', 'overrides', 'ttlSeconds', 'encrypted', 'hits', 'misses', 'requests', 'ratio', 'idle'),
  ...within(({ price }: ListRow) => price, fields('monthlyUsd')),
  ...fields('managedBy'),
  {
    name: 'tags',
    value: ({ tags }) =>
      Object.entries(tags)
        .map(([key, value]) => `${key}=${value}`)
        .join(' '),
  },
  { name: 'findings', value: (row) => rulesOf(row).join(' ') },
]

/** `hours` is how far back requests were counted. */
export function listView(hours: number): View<StageList, ListRow> {
  return {
    screen: (list, style) => screen(list, hours, style),
    rows: ({ stages }) => stages,
    columns: COLUMNS,
  }
}

function screen(list: StageList, hours: number, style: Style): string {
  const { stages } = list
  if (stages.length === 0) return 'no stage'
  const columns = columnsFor(list)
  const [head = [], ...rows] = gridOf(stages, columns, style)
  const isWide = style.isTTY && tableWidth(head, rows) > style.columns
  const drawn = isWide ? narrowed(stages, columns, style) : table(head, rows, style)
  return [drawn, '', ...summary(list, hours, style)].join('\n')
}

/** Without account and region where only one was looked at, and without findings where there are none. */
function columnsFor({ stages, scanned, failed }: StageList): readonly ShownColumn[] {
  const places = [...stages, ...scanned, ...failed.map(({ target }) => target)]
  const several = (field: 'account' | 'region') =>
    new Set(places.map((place) => place[field]).filter((one) => one !== undefined)).size > 1
  return ALL_COLUMNS.filter(
    ({ head }) =>
      (head !== 'ACCOUNT' || several('account')) &&
      (head !== 'REGION' || several('region')) &&
      (head !== 'FINDINGS' || stages.some((row) => rulesOf(row).length > 0)),
  )
}

/**
 * The names get the room of what matters least, as they are what somebody pastes: findings are counted, TTLs are left
 * out, and account and region stand above their stages. What is still too wide is broken.
 */
function narrowed(stages: readonly ListRow[], columns: readonly ShownColumn[], style: Style): string {
  const fewer = columns
    .filter(({ head }) => head !== 'TTL')
    .map((column) => (column.head === 'FINDINGS' ? COUNTED : column))
  const places = fewer.filter(({ isPlace }) => isPlace)
  const [head = [], ...rows] = gridOf(stages, fewer, style)
  if (places.length === 0 || tableWidth(head, rows) <= style.columns) return broken(fewer, head, rows, style)
  const below = fewer.filter(({ isPlace }) => !isPlace)
  const [shortHead = [], ...shortRows] = gridOf(stages, below, style)
  const placeOf = (row: ListRow) => places.map(({ cell }) => cell(row, { style, label: () => '' })).join(' ')
  const cells = foldedNames(below, shortHead, shortRows, style)
  const [first = '', ...lines] = table(shortHead, cells, style).split('\n')
  return [first, ...underPlaces(stages.map(placeOf), cells, lines, style)].join('\n')
}

/** Each row may have several lines. */
function underPlaces(
  places: readonly string[],
  cells: readonly (readonly string[])[],
  lines: readonly string[],
  { paint }: Style,
): readonly string[] {
  const left = [...lines]
  return cells.flatMap((row, at) => {
    const own = left.splice(0, Math.max(...row.map((cell) => cell.split('\n').length)))
    const place = places[at] ?? ''
    return place === places[at - 1] ? own : [paint.bold(place), ...own]
  })
}

function broken(
  columns: readonly ShownColumn[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): string {
  return table(head, foldedNames(columns, head, rows, style), style)
}

function foldedNames(
  columns: readonly ShownColumn[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
  style: Style,
): readonly (readonly string[])[] {
  const names = columns.flatMap(({ isName }, place) => (isName ? [place] : []))
  return folded(head, rows, names, style)
}

function gridOf(
  stages: readonly ListRow[],
  columns: readonly ShownColumn[],
  style: Style,
): readonly (readonly string[])[] {
  const context = { style, label: labels(stages) }
  const cells = stages.map((row) => columns.map(({ cell }) => cell(row, context)))
  const numbers = columns.flatMap(({ isNumber }, place) => (isNumber ? [place] : []))
  return aligned([columns.map(({ head }) => head), ...cells], numbers)
}

interface CellContext {
  readonly style: Style
  readonly label: (row: ListRow) => string
}

interface ShownColumn {
  readonly head: string
  readonly isName?: true
  /** It may stand above the stages. */
  readonly isPlace?: true
  readonly isNumber?: true
  readonly cell: (row: ListRow, context: CellContext) => string
}

const ALL_COLUMNS: readonly ShownColumn[] = [
  { head: 'ACCOUNT', isPlace: true, cell: ({ account }) => account ?? '–' },
  { head: 'REGION', isPlace: true, cell: ({ region }) => region },
  { head: 'API', isName: true, cell: (row, { label }) => label(row) },
  { head: 'STAGE', isName: true, cell: ({ stage }) => clean(stage) },
  { head: 'CLUSTER', cell: (row, { style }) => clusterText(row, style) },
  { head: 'GB', isNumber: true, cell: ({ cluster }) => cluster.size ?? '–' },
  { head: 'TTL', isNumber: true, cell: ttlText },
  { head: 'REQUESTS', isNumber: true, cell: ({ requests }) => count(requests) },
  { head: 'RATIO', isNumber: true, cell: ({ ratio }) => percent(ratio) },
  {
    head: 'A MONTH',
    isNumber: true,
    cell: ({ price, cluster }) => priceCell(price.monthlyUsd, cluster.status),
  },
  { head: 'FINDINGS', cell: (row, { style }) => findingsCell(row, rulesOf(row).join(', '), style) },
]

const COUNTED: ShownColumn = {
  head: 'WARN',
  isNumber: true,
  cell: (row, { style }) => findingsCell(row, String(rulesOf(row).length), style),
}

/** Where the deployed API was not read, nobody knows that there is nothing. */
function findingsCell(row: ListRow, text: string, { paint }: Style): string {
  if (rulesOf(row).length > 0) return paint.yellow(text)
  return row.findings === null ? '–' : ''
}

const CLUSTER_WORDS: Readonly<Record<string, string>> = {
  AVAILABLE: 'on',
  NOT_AVAILABLE: '–',
  CREATE_IN_PROGRESS: 'creating',
  DELETE_IN_PROGRESS: 'deleting',
  FLUSH_IN_PROGRESS: 'flushing',
}

function clusterText({ cluster: { status }, idle }: ListRow, { paint }: Style): string {
  const word = CLUSTER_WORDS[status] ?? status
  if (idle) return paint.yellow(`${word}, idle`)
  return status === 'AVAILABLE' ? paint.green(word) : word
}

/** Of the defaults: GETs without an override. */
function ttlText({ caching, ttlSeconds, cachedOverrides }: ListRow): string {
  if (caching && ttlSeconds !== null) return `${ttlSeconds} s`
  return cachedOverrides === 0 ? '–' : counted(cachedOverrides, 'method')
}

function priceCell(monthlyUsd: number | null, status: ListRow['cluster']['status']): string {
  return status === 'NOT_AVAILABLE' || monthlyUsd === null ? '–' : usd(monthlyUsd)
}

/** Names of APIs, with the id as well where two of an account and region have the same name. */
function labels(stages: readonly ListRow[]): (row: ListRow) => string {
  const ids = new Map<string, Set<string>>()
  const keyOf = ({ account, region, api }: ListRow) => JSON.stringify([account, region, api.name])
  for (const row of stages) ids.set(keyOf(row), (ids.get(keyOf(row)) ?? new Set()).add(row.api.id))
  return (row) => {
    const { id, name } = row.api
    if (name === null) return id
    return ids.get(keyOf(row))?.size === 1 ? clean(name) : `${clean(name)} (${id})`
  }
}
