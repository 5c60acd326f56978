import type { PatchOperation, StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { ToolError } from '../base/errors.js'
import { type Change, changing, notAsAsked } from '../change/change.js'
import { clusterOn, inSafeOrder, settingsPatch } from '../change/patch.js'
import { outOfTransition } from '../change/transition.js'
import { settle } from '../change/wait-for-cluster.js'
import { createGuard, type Guard, type GuardOptions } from '../exposure/guard.js'
import type { ClusterSize, MethodSettings, StageCache, Target } from '../gateway/model.js'
import { CACHE_FIELDS, DEFAULTS_KEY, defaultsOf, NEW_RECORD, UNSET } from '../gateway/settings.js'
import { flagsOf, nameOf, provisioned, refOf, stageCache } from '../gateway/stage.js'

const DEFAULT_SIZE: ClusterSize = '0.5'

export interface EnableOptions extends GuardOptions {
  /** Called before a cluster is asked for, with its capacity in GB: from then on it is billed. */
  readonly onProvision?: ((size: ClusterSize) => void) | undefined
}

export interface EnableRequest {
  /** Capacity in GB; a new cluster without one gets 0.5. */
  readonly size?: ClusterSize | undefined
  /** Default (GET) caching and its settings. A new cluster gets caching on unless this says off. */
  readonly defaults: Partial<MethodSettings>
}

/**
 * Provisions the stage's cache cluster with default (GET) caching on, waits until it serves, and reads it back.
 * What is already so is left alone. Errors: `usage` for another size than that of an existing cluster,
 * `failure`, `denied`, `timeout`, `interrupted`.
 */
export async function enableCache(
  connection: Connection,
  target: Target,
  request: EnableRequest,
  options: EnableOptions,
): Promise<StageCache> {
  const { control, clock } = connection
  const guard = createGuard(connection, target, options)
  return changing(connection, target, options, async (change) => {
    const record = await ready(connection, target, request, options, change, guard)
    const wanted = wantedDefaults(record, request)
    const operations = patchOf(record, request, wanted)
    if (operations.length > 0) {
      await guard(record, settingsAfter(record, wanted))
      noteLingering(record, request, options)
      if (!provisioned(record)) options.onProvision?.(request.size ?? DEFAULT_SIZE)
      await change.write(() => control.updateStage(refOf(target), operations))
    }
    if (connection.kept) return stageCache(target, record, { changed: operations.length > 0, waitedMs: 0 })
    const after = await (options.wait
      ? settle(
          connection,
          target,
          { kind: 'available', takes: 'create' },
          change.deadline(),
          options.onProgress,
        )
      : control.stage(refOf(target)))
    const asked = request.size ?? (provisioned(record) ? undefined : DEFAULT_SIZE)
    readBack(connection, target, after, asked, wanted)
    return stageCache(target, after, {
      changed: change.changed(),
      waitedMs: clock.now() - change.startedAt(),
    })
  })
}

/** The stage in a state in which the request can be carried out, or joined. */
async function ready(
  connection: Connection,
  target: Target,
  request: EnableRequest,
  options: GuardOptions,
  change: Change,
  guard: Guard,
): Promise<StageRecord> {
  const record = await connection.control.stage(refOf(target))
  refuseOtherSize(connection, target, record, request)
  const joined = provisioned(record) && patchOf(record, request, wantedDefaults(record, request)).length === 0
  if (joined) return record
  // A question comes before minutes of waiting, not after them.
  await change.ask(() => guard(record, settingsAfter(record, wantedDefaults(record, request))))
  return outOfTransition(connection, target, record, change, options)
}

function refuseOtherSize(
  connection: Connection,
  target: Target,
  record: StageRecord,
  { size }: EnableRequest,
): void {
  if (size === undefined || !provisioned(record) || record.clusterSize === size) return
  throw new ToolError('usage', `${nameOf(target)} has a cache of ${record.clusterSize} GB, not ${size} GB`, {
    hint: `apigw-cache resize --size ${size} ${flagsOf(connection, target)} (drops every entry)`,
  })
}

/** On an existing cluster default caching changes only where it was asked for. */
function wantedDefaults(record: StageRecord, { defaults }: EnableRequest): Partial<MethodSettings> {
  if (provisioned(record)) return defaults
  return { ...defaults, caching: defaults.caching ?? true }
}

function patchOf(
  record: StageRecord,
  { size }: EnableRequest,
  wanted: Partial<MethodSettings>,
): readonly PatchOperation[] {
  const { caching, ...settings } = wanted
  // "Off" on a stage that never had a default entry is what it has already.
  const needed = caching === false && defaultsOf(record) === null ? settings : wanted
  const cluster = provisioned(record) ? [] : clusterOn(size ?? DEFAULT_SIZE)
  return inSafeOrder([...cluster, ...settingsPatch(DEFAULTS_KEY, defaultsOf(record), needed)])
}

/** The settings that the stage would have. */
function settingsAfter(record: StageRecord, wanted: Partial<MethodSettings>): StageRecord['settings'] {
  const before = record.settings[DEFAULTS_KEY] ?? NEW_RECORD
  return { ...record.settings, [DEFAULTS_KEY]: { ...before, ...wanted } }
}

function noteLingering(record: StageRecord, { size }: EnableRequest, { onNote }: GuardOptions): void {
  const { clusterSize } = record
  if (size !== undefined || provisioned(record) || clusterSize === null || clusterSize === DEFAULT_SIZE)
    return
  onNote?.(
    `the last cache had ${clusterSize} GB; this one gets ${DEFAULT_SIZE} GB (--size ${clusterSize} for the same again)`,
  )
}

function readBack(
  connection: Connection,
  target: Target,
  after: StageRecord,
  size: string | undefined,
  wanted: Partial<MethodSettings>,
): void {
  if (provisioned(after) && size !== undefined && after.clusterSize !== size) {
    throw notAsAsked(connection, target, `${after.clusterSize} GB`)
  }
  const defaults = defaultsOf(after) ?? UNSET
  const differs = CACHE_FIELDS.find(
    (field) => wanted[field] !== undefined && wanted[field] !== defaults[field],
  )
  if (differs) throw notAsAsked(connection, target, `${differs} ${String(defaults[differs])}`)
}
