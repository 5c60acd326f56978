import type { GuardOptions } from '../exposure/guard.js'
import type { OpenStage } from '../find/open-stage.js'
import type { MethodSettings } from '../gateway/model.js'
import { DEFAULTS_KEY } from '../gateway/settings.js'
import { stageCache } from '../gateway/stage.js'
import { changeSettings } from './batch-change.js'
import { defaultsPlan, presentDefaults, shadowsOf } from './defaults-plan.js'
import type { SettingsQuestion } from './questions.js'
import type { DefaultsReport } from './report.js'

export interface DefaultsOptions extends GuardOptions<SettingsQuestion> {
  /** New values; those left out stay. */
  readonly settings: Partial<MethodSettings>
  /** Whether CloudWatch shall count each method by itself; left out to leave it alone. */
  readonly detailedMetrics?: boolean | undefined
  /** True also changes overrides that have another value. */
  readonly includeOverrides?: boolean
}

/** Reports the stage's default settings and the overrides that differ. PURE. */
export function showDefaults({ target, record }: Pick<OpenStage, 'target' | 'record'>): DefaultsReport {
  const shadowedBy = shadowsOf(record, presentDefaults(record))
  const cache = stageCache(target, record, { changed: false, waitedMs: 0 })
  return { ...cache, detailedMetrics: hasMetrics(record), shadowedBy }
}

/**
 * Changes the stage's default settings (`*`/`*`): default caching is for GET only. Overrides are full copies and
 * do not follow: those with another value are in `shadowedBy`, unless they are included. A change that runs on
 * the stage is waited for. Errors: `usage`, `failure`, `denied`, `timeout`, `interrupted`.
 */
export async function setDefaults(stage: OpenStage, options: DefaultsOptions): Promise<DefaultsReport> {
  const { includeOverrides = false, onAsk } = options
  const { detailedMetrics: metrics } = options
  const settings = { ...options.settings, ...(metrics !== undefined && { metrics }) }
  const { target } = stage
  const { record, ...outcome } = await changeSettings(stage, options, {
    plan: (seen) => defaultsPlan(seen, settings, includeOverrides),
    agree: async ({ overrides, unusual }) => {
      if (overrides.length > 0) await onAsk?.({ kind: 'overrides', stage: target.stage, overrides })
      if (unusual.length > 0) await onAsk?.({ kind: 'verbs', methods: unusual })
    },
  })
  const shadowedBy = shadowsOf(record, settings)
  return { ...stageCache(target, record, outcome), detailedMetrics: hasMetrics(record), shadowedBy }
}

function hasMetrics({ settings }: OpenStage['record']): boolean {
  return settings[DEFAULTS_KEY]?.metrics ?? false
}
