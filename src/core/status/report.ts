import type { EffectiveMethod, Price, StageCache, Warning } from '../gateway/model.js'
import type { Owner } from '../gateway/owner.js'
import type { StageRecord } from '../gateway/record.js'
import type { Metrics } from '../metrics/report.js'

export interface StatusReport extends StageCache {
  readonly methods: readonly EffectiveMethod[] | null
  readonly metrics: Metrics
  readonly price: Price
  readonly managedBy: Owner | null
  readonly canary: StageRecord['canary']
  readonly warnings: readonly Warning[]
}
