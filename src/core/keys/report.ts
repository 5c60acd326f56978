import type { Deployment } from '../deploy/deploy.js'
import type { EffectiveMethod, Target, Warning } from '../gateway/model.js'

/** A row of `keys`: a method with its cache keys. */
export interface KeyedMethod extends EffectiveMethod {
  /** Namespace in the current API. Methods in one namespace share entries if their key values are equal. */
  readonly cacheNamespace: string | null
}

/** The result of `keys list`. The keys of a method that was never deployed are in `pendingKeys`. */
export interface KeyList extends Target {
  readonly methods: readonly KeyedMethod[]
  readonly warnings: readonly Warning[]
}

/** The result of `keys add` and `keys remove`; `methods` has the named one. */
export interface KeyChange extends KeyList {
  readonly changed: boolean
  /** Ids of the new deployment and of its predecessor; null without a deployment. */
  readonly deployment: Deployment | null
}
