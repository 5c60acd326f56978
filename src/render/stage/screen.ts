import { stripVTControlCharacters } from 'node:util'
import type { Price, StageCache, Target } from '../../core/gateway/model.js'
import { priceText } from '../../core/gateway/price-text.js'
import { type PriceTable, priceOf } from '../../core/gateway/pricing.js'
import type { FlushReport } from '../../core/warm/report.js'
import type { Column, View } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'
import { duration } from '../format/units.js'
import { clip, displayWidth } from '../format/width.js'
import { field } from '../format/wrap.js'
import { warmScreen } from '../warm/screen.js'

const SHORT_STRATEGY = {
  FAIL_WITH_403: 'fail',
  SUCCEED_WITH_RESPONSE_HEADER: 'warn',
  SUCCEED_WITHOUT_RESPONSE_HEADER: 'ignore',
} as const

/** The result of a verb that changed a stage, or found it as wanted; `first` is its first line. */
export function stageView(first: string, prices?: PriceTable): View<StageCache, StageCache> {
  return {
    screen: (cache, style) => screen(cache, { first, prices }, style),
    rows: (cache) => [cache],
    columns: STAGE_COLUMNS,
  }
}

export const STAGE_COLUMNS: readonly Column<StageCache>[] = [
  { name: 'api', value: ({ api }) => api.name },
  { name: 'apiId', value: ({ api }) => api.id },
  { name: 'stage', value: ({ stage }) => stage },
  { name: 'region', value: ({ region }) => region },
  { name: 'status', value: ({ cluster }) => cluster.status },
  { name: 'sizeGb', value: ({ cluster }) => cluster.size },
  { name: 'caching', value: ({ defaults }) => defaults?.caching ?? false },
  { name: 'ttlSeconds', value: ({ defaults }) => defaults?.ttlSeconds ?? null },
  { name: 'changed', value: ({ changed }) => changed },
  { name: 'waitedMs', value: ({ waitedMs }) => waitedMs },
]

const LEAST_NAME = 8

/** In one line of a terminal: a long name gives way to the stage and the id. `before` is what it stands behind. */
export function titleOf({ api, stage, region }: Target, style: Style, before = ''): string {
  const { paint, isTTY, columns, unicode } = style
  const [path, id] = [` / ${clean(stage)}`, `${api.id}, ${region}`]
  const whole = api.name === null ? api.id : clean(api.name)
  const room = columns - displayWidth(`${stripVTControlCharacters(before)}${path}  ${id}`)
  const name = isTTY ? clip(whole, Math.max(LEAST_NAME, room), unicode ? '…' : '...') : whole
  return `${before}${paint.bold(name + path)}  ${paint.dim(id)}`
}

/** `AVAILABLE, 0.5 GB, about $14.60 a month`. */
export function clusterLine(
  { cluster, region }: StageCache,
  { paint }: Style,
  price: Price = priceOf(cluster, region),
): string {
  const { status, size } = cluster
  const shown =
    status === 'AVAILABLE' ? paint.green(status) : status === 'NOT_AVAILABLE' ? status : paint.yellow(status)
  if (status === 'NOT_AVAILABLE') return `${shown}, nothing is billed`
  const shownPrice = priceText(price, region)
  return [shown, ...(size === null ? [] : [`${size} GB`]), ...(shownPrice === null ? [] : [shownPrice])].join(
    ', ',
  )
}

/** What happens to a GET without settings of its own. */
export function defaultsLine({ cluster, defaults }: StageCache): string {
  if (!defaults?.caching) return 'GET not cached'
  if (defaults.ttlSeconds === 0) return 'GET not cached (TTL 0)'
  if (!cluster.enabled)
    return `GET not cached: without a cluster, caching for ${defaults.ttlSeconds} s is only a setting`
  const encrypted = defaults.encrypted ? 'encrypted' : 'not encrypted'
  const invalidation = defaults.requireAuthorization
    ? `invalidation needs authorisation (else ${SHORT_STRATEGY[defaults.unauthorized]})`
    : 'anyone may invalidate'
  return `GET cached for ${defaults.ttlSeconds} s, ${encrypted}, ${invalidation}`
}

function screen(
  cache: FlushReport,
  { first, prices }: { readonly first: string; readonly prices: PriceTable | undefined },
  style: Style,
): string {
  const { paint, sign } = style
  const lines = [
    titleOf(cache, style, `${cache.changed ? paint.green(sign.yes) : sign.same} ${first}: `),
    field('cluster', clusterLine(cache, style, priceOf(cache.cluster, cache.region, prices)), style),
    field('defaults', defaultsLine(cache), style),
  ]
  if (cache.waitedMs >= 1000) lines.push(field('waited', duration(cache.waitedMs), style))
  if (cache.warm) lines.push('', warmScreen(cache.warm, style))
  return lines.join('\n')
}
