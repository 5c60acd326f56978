import type { Observation } from '../observation.js'
import type { World } from '../world/world.js'
import { CANARY_ENTRIES } from './cache/canary.js'
import { CHANGES } from './cache/changes.js'
import { ENTRIES } from './cache/entries.js'
import { INVALIDATION } from './cache/invalidation.js'
import { KEYS, MOVED } from './cache/keys.js'
import { DEPLOYMENTS } from './control/deployments.js'
import { IMPORTS } from './control/imports.js'
import { INTEGRATIONS } from './control/integrations.js'
import { METHODS } from './control/methods.js'
import { ODD_DOCUMENTS } from './control/odd-documents.js'
import { PARTS } from './control/parts.js'
import { REFUSALS } from './control/refusals.js'
import { RESOURCES } from './control/resources.js'
import { SERVICE } from './control/service.js'
import { SETTINGS } from './control/settings.js'
import { STAGES } from './control/stages.js'
import { UNCACHED_STAGES } from './control/stages-alone.js'
import { DIALECTS } from './metrics/dialects.js'
import { METRICS } from './metrics/metrics.js'
import { BACKENDS } from './serving/backends.js'
import { EXPORTS } from './serving/exports.js'
import { PLANS } from './serving/plans.js'
import { SERVING } from './serving/serving.js'
import { TEMPLATES } from './serving/templates.js'

/** What is asked one after the other, while other lanes are asked too: each changes what another does not look at. */
export interface Lane {
  readonly name: string
  readonly observations: readonly Observation[]
  /** Lanes that come to their end first. */
  readonly after?: readonly string[]
  /** What is waited for before the first of them is asked. */
  readonly ready?: (world: World) => Promise<unknown>
  /** What it has made is no longer needed then, except for the API that is called. */
  readonly done?: true
}

/** Clusters are asked for first and take minutes, in which all lanes are asked that need none. */
export const LANES: readonly Lane[] = [
  {
    name: 'control',
    // Later methods of that API may have no integration, with which nothing can be deployed.
    ready: ({ scratch }) => scratch.deployment(),
    observations: [
      ...SETTINGS,
      ...STAGES,
      ...UNCACHED_STAGES,
      ...DEPLOYMENTS,
      ...RESOURCES,
      ...METHODS,
      ...INTEGRATIONS,
      ...PARTS,
      ...REFUSALS,
      ...SERVICE,
    ],
    done: true,
  },
  { name: 'imports', observations: [...IMPORTS, ...ODD_DOCUMENTS], done: true },
  { name: 'plans', ready: ({ served }) => served(), observations: PLANS, done: true },
  {
    name: 'serving',
    ready: ({ served }) => served(),
    observations: [...EXPORTS, ...SERVING, ...BACKENDS, ...TEMPLATES],
  },
  {
    name: 'cached',
    // Deployments of the API that is called, each of which needs an integration for every method.
    after: ['serving'],
    ready: ({ clusters }) => clusters(),
    observations: [...KEYS, ...ENTRIES, ...INVALIDATION],
  },
  { name: 'moved', after: ['cached'], ready: ({ clusters }) => clusters(), observations: MOVED },
  { name: 'canary', observations: CANARY_ENTRIES },
  { name: 'changing', observations: CHANGES },
  { name: 'measured', ready: ({ clusters }) => clusters(), observations: [...METRICS, ...DIALECTS] },
]
