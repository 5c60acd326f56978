import type { Caller } from '../iam/authorization.js'
import type { World } from '../world/world.js'

/** What an operation is asked with. */
export interface StsCall {
  readonly world: World
  readonly caller: Caller
  readonly form: URLSearchParams
}
