import type { Failed } from '../find/outcome.js'
import type { Target } from '../gateway/model.js'
import type { Shadow } from '../settings/report.js'
import type { Choices } from './choices.js'
import type { Position } from './document/parse.js'
import type { Unlisted } from './unlisted.js'
import type { WantedStage } from './wanted.js'

export type RiskCode = 'loss' | 'cost' | 'wrong-data' | 'turns-on' | 'managed'

/** What a change brings with it, as a figure where there is one. */
export interface Risk {
  readonly code: RiskCode
  readonly message: string
  /** Hits of the last hour, USD a month, or methods. */
  readonly value: number | null
}

export interface PlannedChange {
  readonly target: Target
  readonly action: 'create' | 'update' | 'remove'
  /** `cache`, `defaults.ttl`, `methods.GET /users.keys`. */
  readonly path: string
  readonly before: unknown
  readonly after: unknown
  /** Its place in the order of the work. */
  readonly phase: number
  readonly risks: readonly Risk[]
  /** Why it is not made; null if it is. */
  readonly blocked: string | null
  readonly source: Position | null
  /** Of a change of the defaults: overrides that keep another value. */
  readonly shadowedBy?: readonly Shadow[]
}

/** The way from a stage to what files say of it; the result of `plan`. */
export interface Plan {
  readonly formatVersion: 1
  /** Of targets, readings and changes. */
  readonly id: string
  readonly readAt: string
  readonly empty: boolean
  readonly changes: readonly PlannedChange[]
  readonly summary: {
    /** Stages that were looked at. */
    readonly stages: number
    readonly create: number
    readonly update: number
    readonly remove: number
    readonly blocked: number
    /** Stages without a change. */
    readonly unchanged: number
    /** Overrides of these stages that are in no file, and stay. */
    readonly leftAlone: number
    readonly monthlyUsdBefore: number | null
    readonly monthlyUsdAfter: number | null
  }
  /** What it takes to carry it out where nobody can be asked; `target` is null for all stages. */
  readonly needs: readonly { readonly target: Target | null; readonly flag: string }[]
  readonly deployments: readonly PlannedDeployment[]
  readonly fingerprints: readonly { readonly target: Target; readonly value: string }[]
  readonly flags: readonly string[]
  readonly failed: readonly Failed[]
  /** What is live but in no file, where it was looked for. */
  readonly unlisted?: readonly Unlisted[]
}

export interface PlannedDeployment {
  readonly target: Target
  readonly previous: string | null
  /** What else would go live. */
  readonly alsoLive: readonly string[]
  /** Stages of the API whose next deployment publishes the same. */
  readonly otherStages: readonly string[]
}

/** A plan in a file: it can be carried out without the files that it was made of. */
export interface SavedPlan extends Plan {
  readonly choices: Choices
  /** In the order of the fingerprints. */
  readonly wanted: readonly WantedStage[]
  /** Of all the rest, so that what is carried out is what was looked at. */
  readonly checksum: string
}

/** The phases of the work, in their order: nothing caches without its keys at any moment. */
export const PHASE = {
  cachingOff: 1,
  clusterOff: 2,
  keys: 3,
  deployment: 4,
  protection: 5,
  ttl: 6,
  resize: 7,
  cachingOn: 8,
  clusterOn: 9,
} as const
