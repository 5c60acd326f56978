import type { Observation } from '../observation.js'
import { CHANGES } from './changes.js'
import { DEPLOYMENTS } from './deployments.js'
import { ENTRIES } from './entries.js'
import { IMPORTS } from './imports.js'
import { INTEGRATIONS } from './integrations.js'
import { INVALIDATION } from './invalidation.js'
import { KEYS } from './keys.js'
import { METRICS } from './metrics.js'
import { PARTS } from './parts.js'
import { PLANS } from './plans.js'
import { RESOURCES } from './resources.js'
import { SERVICE } from './service.js'
import { SERVING } from './serving.js'
import { SETTINGS } from './settings.js'
import { STAGES } from './stages.js'

export interface Chapter {
  /** Of two that need no cluster, `control` asks the control plane, and `serving` a stage without one. */
  readonly name: 'control' | 'serving' | 'cached' | 'changing' | 'measured'
  readonly observations: readonly Observation[]
}

/** In the order in which they are asked: each needs what those before it do not. */
export const CHAPTERS: readonly Chapter[] = [
  {
    name: 'control',
    observations: [
      ...SETTINGS,
      ...STAGES,
      ...RESOURCES,
      ...INTEGRATIONS,
      ...DEPLOYMENTS,
      ...PARTS,
      ...IMPORTS,
      ...SERVICE,
    ],
  },
  { name: 'serving', observations: [...SERVING, ...PLANS] },
  { name: 'cached', observations: [...KEYS, ...ENTRIES, ...INVALIDATION] },
  { name: 'changing', observations: CHANGES },
  { name: 'measured', observations: METRICS },
]
