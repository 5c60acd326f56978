import type { NamedFreshness } from './named.js'
import type { Observation } from './observation.js'

/** All that the verdict may rest on. */
export interface Evidence {
  /** Answers through the stage, in the order in which they were asked for. */
  readonly probes: readonly Observation[]
  readonly controls: readonly Control[]
  readonly named: NamedFreshness | null
  readonly expected: 'cached' | 'not-cached'
}

/** An answer that was asked for in another way, to see what a fresh one looks like. */
export interface Control {
  readonly kind: 'test-invoke'
  readonly answer: Observation
}
