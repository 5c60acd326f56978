import type { EffectiveMethod, MethodSettings, StageCache } from '../gateway/model.js'

/** A method whose own settings do not follow the stage's defaults. */
export interface Shadow {
  readonly method: string
  readonly path: string
  readonly field: keyof MethodSettings
  readonly value: MethodSettings[keyof MethodSettings]
}

export interface OverriddenMethod extends EffectiveMethod {
  /** Only there where the stage has settings of a method that the API does not have. */
  readonly noSuchMethod?: true
}

/** The result of `override`. */
export interface OverrideReport extends StageCache {
  /** The methods that were named; those with an override where none was. */
  readonly methods: readonly OverriddenMethod[]
  /** Entries of the stage in another spelling than API Gateway's own. */
  readonly strays: readonly StrayKey[]
}

/** An entry of `methodSettings` such as `a/b/GET`, where API Gateway itself writes `~1a~1b/GET`. */
export interface StrayKey {
  readonly key: string
  readonly canonical: string
  readonly method: string
  readonly path: string
  /** Whether it is this entry that decides for the method. */
  readonly decides: boolean
}

/** The result of `defaults`. */
export interface DefaultsReport extends StageCache {
  /** The overrides that keep another value, and which. */
  readonly shadowedBy: readonly Shadow[]
}
