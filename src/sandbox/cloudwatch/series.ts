import type { RestApi } from '../world/model.js'
import type { StatisticSet } from './statistic-set.js'

export const NAMESPACE = 'AWS/ApiGateway'
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

export const METRICS = [
  'Count',
  'Latency',
  'IntegrationLatency',
  '4XXError',
  '5XXError',
  'CacheHitCount',
  'CacheMissCount',
] as const
export type Metric = (typeof METRICS)[number]

export interface Dimension {
  readonly name: string
  readonly value: string
}

/** Epoch milliseconds: the start is included, the end is not. */
export interface Window {
  readonly startMs: number
  readonly endMs: number
}

/** All metrics of one dimension set. */
export interface Series {
  readonly dimensions: readonly Dimension[]
  /** By the start of each minute, or of a longer period where old minutes were merged. In any order. */
  statisticSets(metric: string, window: Window): Iterable<readonly [number, StatisticSet]>
}

/** The API, stage and method that a sample belongs to. */
export interface MetricSource {
  readonly apiName: string
  readonly stage: string
  /** Null where detailed metrics are off. */
  readonly method: { readonly verb: string; readonly resource: string } | null
}

/** The dimension sets under which a sample counts. */
export function dimensionSets({ apiName, stage, method }: MetricSource): Dimension[][] {
  const api = { name: 'ApiName', value: apiName }
  const inStage = { name: 'Stage', value: stage }
  const sets = [[api], [api, inStage]]
  if (!method) return sets
  const { verb, resource } = method
  return [...sets, [api, { name: 'Method', value: verb }, { name: 'Resource', value: resource }, inStage]]
}

/** The same for the same set, in whatever order; null for a set that nothing counts under. */
export function setKey(dimensions: readonly Dimension[]): string | null {
  const values = new Map(dimensions.map(({ name, value }) => [name, value]))
  const names = KEYED.find((set) => set.length === dimensions.length && set.every((name) => values.has(name)))
  return names?.map((name) => values.get(name)).join('\n') ?? null
}

// No name holds a control character, so no two sets share a key.
const KEYED = [['ApiName'], ['ApiName', 'Stage'], ['ApiName', 'Stage', 'Method', 'Resource']] as const

const PLAIN = /^[\x20-\x7e]+$/

/** CloudWatch knows an API by its name without non-ASCII characters, or by its id where none is left. */
export function apiNameDimension({ id, name }: Pick<RestApi, 'id' | 'name'>): string {
  return PLAIN.test(name) ? name : name.replaceAll(/[^\x20-\x7e]/g, '') || id
}

export function floorTo(ms: number, stepMs: number): number {
  return Math.floor(ms / stepMs) * stepMs
}

/** How long points of each length are kept. Older ones are merged to the next length, and dropped in the end. */
export const RESOLUTIONS = [
  { stepMs: MINUTE_MS, keptMs: 15 * DAY_MS },
  { stepMs: 5 * MINUTE_MS, keptMs: 63 * DAY_MS },
  { stepMs: HOUR_MS, keptMs: 455 * DAY_MS },
] as const

/** The shortest period in which data of this age can be read; null where it is gone. */
export function resolutionMs(ageMs: number): number | null {
  return RESOLUTIONS.find(({ keptMs }) => ageMs < keptMs)?.stepMs ?? null
}
