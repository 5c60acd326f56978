import type { EffectiveMethod, MethodSettings, StageCache } from '../gateway/model.js'

/** A method whose own settings do not follow the stage's defaults. */
export interface Shadow {
  readonly method: string
  readonly path: string
  readonly field: keyof MethodSettings | 'detailedMetrics'
  readonly value: MethodSettings[keyof MethodSettings]
}

export interface OverriddenMethod extends EffectiveMethod {
  /** Present only for settings of a method that the API does not have. */
  readonly noSuchMethod?: true
}

/** The result of `override`. */
export interface OverrideReport extends StageCache {
  /** The named methods, or else all with an override. */
  readonly methods: readonly OverriddenMethod[]
  /** Entries in a spelling other than API Gateway's own. */
  readonly strays: readonly StrayKey[]
}

/** An entry such as `a/b/GET`, which API Gateway writes as `~1a~1b/GET`. */
export interface StrayKey {
  readonly key: string
  readonly canonical: string
  readonly method: string
  readonly path: string
  /** True if this entry decides for the method. */
  readonly decides: boolean
}

/** The result of `defaults`. */
export interface DefaultsReport extends StageCache {
  /** Whether CloudWatch counts each method by itself that has no settings of its own. */
  readonly detailedMetrics: boolean
  /** The overrides that keep another value, with that value. */
  readonly shadowedBy: readonly Shadow[]
}
