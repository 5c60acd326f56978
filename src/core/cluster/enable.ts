import type { PatchOperation } from '../aws/api.js'
import { ApigwCacheError } from '../base/errors.js'
import { type Change, changing, notAsAsked } from '../change/change.js'
import { clusterOn, inSafeOrder, settingsPatch } from '../change/patch.js'
import { createGuard, type Guard, type GuardOptions } from '../exposure/guard.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import type { ClusterSize, MethodSettings, StageCache } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { CACHE_FIELDS, DEFAULTS_KEY, defaultsOf, NEW_RECORD, stores, UNSET } from '../gateway/settings.js'
import { nameOf, provisioned, refOf, stageCache } from '../gateway/stage.js'
import { askAboutCost, type CostQuestion } from './cost.js'

export const DEFAULT_SIZE: ClusterSize = '0.5'

export interface EnableOptions extends GuardOptions<CostQuestion> {
  /** Capacity in GB. Default for a new cluster: 0.5. */
  readonly size?: ClusterSize | undefined
  /** Default (GET) settings. A new cluster caches unless they say otherwise. */
  readonly settings?: Partial<MethodSettings> | undefined
  /** Called before the request for a cluster, which is billed from then on. */
  readonly onProvision?: ((size: ClusterSize) => void) | undefined
}

type Request = Pick<EnableOptions, 'size' | 'settings'>

/**
 * Provisions the stage's cache cluster with default (GET) caching, waits until it serves, and reads it back.
 * Leaves alone what is right already. Errors: `usage` for another size than an existing cluster's, and for
 * methods that would serve one caller's answer to another; `failure`, `denied`, `timeout`, `interrupted`.
 */
export async function enableCache(stage: OpenStage, options: EnableOptions = {}): Promise<StageCache> {
  const { control } = stage.connection
  const guard = createGuard(stage, options)
  return changing(stage, options, async (change) => {
    const record = await ready(stage, options, change, guard)
    const wanted = wantedDefaults(record, options)
    const operations = patchOf(record, options, wanted)
    if (operations.length > 0) {
      await guard(record, settingsAfter(record, wanted))
      noteLingering(stage, record, options)
      if (!provisioned(record)) options.onProvision?.(options.size ?? DEFAULT_SIZE)
      await change.write(() => control.updateStage(refOf(stage.target), operations))
    }
    const after = await change.finish({ kind: 'available' })
    noteNothingStored(stage, after, options)
    readBack(stage, after, options.size ?? (provisioned(record) ? undefined : DEFAULT_SIZE), wanted)
    return stageCache(stage.target, after, change.outcome())
  })
}

/** Waits until the request can be carried out, or joins a change that does the same. */
async function ready(stage: OpenStage, request: EnableOptions, change: Change, guard: Guard): Promise<StageRecord> {
  const record = await readRecord(stage)
  refuseOtherSize(stage, record, request)
  const wanted = wantedDefaults(record, request)
  if (provisioned(record) && patchOf(record, request, wanted).length === 0) return record
  // Asks before waiting for minutes.
  await change.ask(async () => {
    await guard(record, settingsAfter(record, wanted))
    if (!provisioned(record)) await askAboutCost(stage, record, request.size ?? DEFAULT_SIZE, request.onAsk)
  })
  return change.idle(record)
}

function refuseOtherSize({ target }: OpenStage, record: StageRecord, { size }: Request): void {
  if (size === undefined || !provisioned(record) || record.clusterSize === size) return
  const message = `${nameOf(target)} has a cache of ${record.clusterSize} GB, not ${size} GB`
  throw new ApigwCacheError('usage', 'other-size', message, { data: { target, size } })
}

/** On an existing cluster, default caching changes only on request. */
function wantedDefaults(record: StageRecord, { settings = {} }: Request): Partial<MethodSettings> {
  if (provisioned(record)) return settings
  return { ...settings, caching: settings.caching ?? true }
}

function patchOf(record: StageRecord, { size }: Request, wanted: Partial<MethodSettings>): readonly PatchOperation[] {
  const { caching, ...settings } = wanted
  // A stage without a default entry is "off" already.
  const needed = caching === false && defaultsOf(record) === null ? settings : wanted
  const cluster = provisioned(record) ? [] : clusterOn(size ?? DEFAULT_SIZE)
  return inSafeOrder([...cluster, ...settingsPatch(DEFAULTS_KEY, defaultsOf(record), needed)])
}

function settingsAfter(record: StageRecord, wanted: Partial<MethodSettings>): StageRecord['settings'] {
  const before = record.settings[DEFAULTS_KEY] ?? NEW_RECORD
  return { ...record.settings, [DEFAULTS_KEY]: { ...before, ...wanted } }
}

function noteLingering(
  { connection }: OpenStage,
  { clusterSize, ...record }: StageRecord,
  { size, onNote }: EnableOptions,
): void {
  if (size !== undefined || provisioned(record) || clusterSize === null || clusterSize === DEFAULT_SIZE) return
  const same = connection.spelling.option('size', clusterSize)
  onNote?.(`the last cache had ${clusterSize} GB; this one gets ${DEFAULT_SIZE} GB (${same} for the same again)`)
}

/** Other causes are somebody's choice: a TTL of 0 beside caching that is on looks like a cache that works. */
function noteNothingStored({ connection, target }: OpenStage, after: StageRecord, { onNote }: EnableOptions): void {
  const { caching, ttlSeconds } = defaultsOf(after) ?? UNSET
  if (!provisioned(after) || !caching || ttlSeconds > 0) return
  const rest = Object.values(after.settings).some(stores) ? ' but for what overrides say' : ''
  const mended = connection.spelling.step({ verb: 'defaults', options: { ttlSeconds: '300' }, target })
  onNote?.(`the cluster is billed, and with a TTL of 0 nothing is stored${rest}; to store answers:\n${mended}`)
}

function readBack(
  stage: OpenStage,
  after: StageRecord,
  size: string | undefined,
  wanted: Partial<MethodSettings>,
): void {
  if (provisioned(after) && size !== undefined && after.clusterSize !== size) {
    throw notAsAsked(stage, `${after.clusterSize} GB`)
  }
  const defaults = defaultsOf(after) ?? UNSET
  const differs = CACHE_FIELDS.find((field) => wanted[field] !== undefined && wanted[field] !== defaults[field])
  if (differs) throw notAsAsked(stage, `${differs} ${String(defaults[differs])}`)
}
