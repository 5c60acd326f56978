import type { Authorizers } from '../deploy/authorizers.js'
import type { OpenStage } from '../find/open-stage.js'
import type { DeployedMethod } from '../gateway/export.js'
import type { MethodRecord } from '../gateway/record.js'
import type { WantedStage } from './wanted.js'

/** A stage with all that a plan depends on, as it was read. */
export interface SeenStage {
  readonly stage: OpenStage
  /** The stage's export; null where it may not be read. */
  readonly document: unknown
  readonly deployed: readonly DeployedMethod[] | null
  /** The methods of the API as it stands; null where they may not be read, or nothing depends on them. */
  readonly current: readonly MethodRecord[] | null
  readonly authorizers: Authorizers
  /** The other stages of the API. */
  readonly sisters: readonly string[]
}

/** A stage of a file, and what was found of it. */
export interface Pair {
  readonly wanted: WantedStage
  readonly seen: SeenStage
}
