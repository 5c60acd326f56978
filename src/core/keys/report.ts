import type { Deployment } from '../deploy/deploy.js'
import type { EffectiveMethod, Target, Warning } from '../gateway/model.js'

/** A method with its cache keys: a row of `keys`. */
export interface KeyedMethod extends EffectiveMethod {
  /** Of the API as it stands. Methods with one namespace share entries where their key values agree. */
  readonly cacheNamespace: string | null
}

/** The result of `keys list`. A method that was never deployed has its keys in `pendingKeys`. */
export interface KeyList extends Target {
  readonly methods: readonly KeyedMethod[]
  readonly warnings: readonly Warning[]
}

/** The result of `keys add` and `keys remove`: `methods` has the one that was named. */
export interface KeyChange extends KeyList {
  readonly changed: boolean
  /** Ids of the deployment that was made and of the one before; null where none was made. */
  readonly deployment: Deployment | null
}
