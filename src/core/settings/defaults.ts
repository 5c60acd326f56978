import type { StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import type { GuardOptions } from '../exposure/guard.js'
import type { MethodSettings, Shadow, StageCache, Target } from '../gateway/model.js'
import type { MethodRef } from '../gateway/settings.js'
import { stageCache } from '../gateway/stage.js'
import { changeSettings } from './batch-change.js'
import { defaultsPlan, presentDefaults, shadowsOf } from './defaults-plan.js'

export interface DefaultsRequest {
  /** What is to be; what is left out stays. */
  readonly settings: Partial<MethodSettings>
  /** Whether overrides that have another value are changed too. */
  readonly includeOverrides: boolean
}

export interface DefaultsOptions extends GuardOptions {
  /** Called before overrides are changed with the defaults. Throw to refuse. */
  readonly agreeToOverrides: (overrides: readonly Shadow[]) => Promise<void>
  /** Called before methods other than GET are cached. Throw to refuse. */
  readonly agreeToVerbs: (methods: readonly MethodRef[]) => Promise<void>
}

/** The stage's default settings, and the overrides that have others. PURE. */
export function showDefaults(target: Target, stage: StageRecord): StageCache {
  const shadowedBy = shadowsOf(stage, presentDefaults(stage))
  return { ...stageCache(target, stage, { changed: false, waitedMs: 0 }), shadowedBy }
}

/**
 * Changes the stage's default settings (`*`/`*`): default caching is for GET only. Overrides are full copies and
 * do not follow: those with another value are in `shadowedBy`, unless they are included. A change that runs on
 * the stage is waited for. Errors: `failure`, `denied`, `timeout`, `interrupted`.
 */
export async function setDefaults(
  connection: Connection,
  target: Target,
  { settings, includeOverrides }: DefaultsRequest,
  options: DefaultsOptions,
): Promise<StageCache> {
  const { record, ...outcome } = await changeSettings(connection, target, options, {
    plan: (stage) => defaultsPlan(stage, settings, includeOverrides),
    agree: async ({ overrides, unusual }) => {
      if (overrides.length > 0) await options.agreeToOverrides(overrides)
      if (unusual.length > 0) await options.agreeToVerbs(unusual)
    },
  })
  return { ...stageCache(target, record, outcome), shadowedBy: shadowsOf(record, settings) }
}
