import type { Target } from '../gateway/model.js'

/** A stage, or an API, for which something could not be done. */
export interface Failed {
  readonly target: Partial<Target>
  readonly message: string
}

/** The result of a verb for several stages. */
export interface Several<Result> {
  readonly stages: readonly Result[]
  readonly failed: readonly Failed[]
}
