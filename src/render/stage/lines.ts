import { type Price, SHORT_STRATEGY, type StageCache, type Target } from '../../core/gateway/model.js'
import { priceOf, priceText } from '../../core/gateway/pricing.js'
import { type Column, fields, within } from '../format/print.js'
import type { Style } from '../format/style.js'
import { clean } from '../format/text.js'
import { clip, displayWidth } from '../format/width.js'

export const TARGET_COLUMNS: readonly Column<Target>[] = [
  { name: 'api', value: ({ api }) => api.name },
  { name: 'apiId', value: ({ api }) => api.id },
  ...fields('stage', 'region'),
]

export const CLUSTER_COLUMNS: readonly Column<StageCache>[] = [
  ...TARGET_COLUMNS,
  ...within(({ cluster }: StageCache) => cluster, fields('status')),
  { name: 'sizeGb', value: ({ cluster }) => cluster.size },
]

export const CACHE_COLUMNS: readonly Column<StageCache>[] = [
  ...CLUSTER_COLUMNS,
  { name: 'caching', value: ({ defaults }) => defaults?.caching ?? false },
  { name: 'ttlSeconds', value: ({ defaults }) => defaults?.ttlSeconds ?? null },
]

export const CHANGE_COLUMNS: readonly Column<StageCache>[] = [...CACHE_COLUMNS, ...fields('changed', 'waitedMs')]

/** What tells stages of several accounts and regions apart: the columns before their names. */
export function placeColumns(stages: readonly Target[]): {
  readonly head: readonly string[]
  readonly cells: (target: Target) => readonly string[]
} {
  const several = (of: (target: Target) => string | null) => new Set(stages.map(of)).size > 1
  const hasAccounts = several(({ account }) => account)
  const hasRegions = several(({ region }) => region)
  return {
    head: [...(hasAccounts ? ['ACCOUNT'] : []), ...(hasRegions ? ['REGION'] : [])],
    cells: ({ account, region }) => [...(hasAccounts ? [account ?? '–'] : []), ...(hasRegions ? [clean(region)] : [])],
  }
}

const MIN_NAME = 8

/** Fits one line of a terminal: a long API name is cut, never the stage or the id. `before` starts the line. */
export function titleOf({ api, stage, region }: Target, style: Style, before = ''): string {
  const { paint, isTTY, columns, ellipsis } = style
  const [path, id] = [` / ${clean(stage)}`, `${api.id}, ${region}`]
  const whole = api.name === null ? api.id : clean(api.name)
  const room = columns - displayWidth(`${before}${path}  ${id}`)
  const name = isTTY ? clip(whole, Math.max(MIN_NAME, room), ellipsis) : whole
  return `${before}${paint.bold(name + path)}  ${paint.dim(id)}`
}

/** The API's name, and its id as well where another API in the list has the same name. */
export function apiLabel({ id, name }: Target['api'], all: readonly Target[]): string {
  if (name === null) return id
  const unique = all.every(({ api }) => api.name !== name || api.id === id)
  return unique ? clean(name) : `${clean(name)} (${id})`
}

export function statusText({ cluster: { status } }: Pick<StageCache, 'cluster'>, { paint }: Style): string {
  if (status === 'NOT_AVAILABLE') return status
  return status === 'AVAILABLE' ? paint.green(status) : paint.yellow(status)
}

/** `AVAILABLE, 0.5 GB, about $14.60 a month`. */
export function clusterLine(
  cache: Pick<StageCache, 'cluster' | 'region'>,
  style: Style,
  price: Price = priceOf(cache.cluster, cache.region),
): string {
  const { status, size } = cache.cluster
  if (status === 'NOT_AVAILABLE') return `${status}, nothing is billed`
  const cost = priceText(price, cache.region)
  return [statusText(cache, style), size === null ? null : `${size} GB`, cost]
    .filter((part) => part !== null)
    .join(', ')
}

/** What happens to a GET that has no override. */
export function defaultsLine({ cluster, defaults }: Pick<StageCache, 'cluster' | 'defaults'>): string {
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
