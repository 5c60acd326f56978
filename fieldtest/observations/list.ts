import type { Observation } from '../observation.js'
import { CHANGES } from './cache/changes.js'
import { ENTRIES } from './cache/entries.js'
import { INVALIDATION } from './cache/invalidation.js'
import { KEYS } from './cache/keys.js'
import { DEPLOYMENTS } from './control/deployments.js'
import { IMPORTS } from './control/imports.js'
import { INTEGRATIONS } from './control/integrations.js'
import { METHODS } from './control/methods.js'
import { PARTS } from './control/parts.js'
import { REFUSALS } from './control/refusals.js'
import { RESOURCES } from './control/resources.js'
import { SERVICE } from './control/service.js'
import { SETTINGS } from './control/settings.js'
import { STAGES } from './control/stages.js'
import { UNCACHED_STAGES } from './control/stages-alone.js'
import { METRICS } from './metrics/metrics.js'
import { BACKENDS } from './serving/backends.js'
import { PLANS } from './serving/plans.js'
import { SERVING } from './serving/serving.js'
import { TEMPLATES } from './serving/templates.js'

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
      ...UNCACHED_STAGES,
      ...RESOURCES,
      ...METHODS,
      ...INTEGRATIONS,
      ...DEPLOYMENTS,
      ...PARTS,
      ...IMPORTS,
      ...REFUSALS,
      ...SERVICE,
    ],
  },
  { name: 'serving', observations: [...SERVING, ...BACKENDS, ...TEMPLATES, ...PLANS] },
  { name: 'cached', observations: [...KEYS, ...ENTRIES, ...INVALIDATION] },
  { name: 'changing', observations: CHANGES },
  { name: 'measured', observations: METRICS },
]
