import { globMatcher } from '../find/glob.js'
import type { OpenStage } from '../find/open-stage.js'

/** What flags decide about a plan; a saved plan keeps them. */
export interface Choices {
  /** Stages to deploy: none, all, or a glob of `api/stage`. */
  readonly deploy: string | boolean
  /** True also publishes what nobody named. */
  readonly deployAll: boolean
  /** True writes keys into the API for somebody else's deployment. */
  readonly draftKeys: boolean
  /** True changes what another tool manages. */
  readonly takeOver: boolean
  /** Methods such as `GET /users`, or `all`, that may answer one caller with another's data. */
  readonly acceptUnkeyed: readonly string[]
  /** True caches although the deployed API may not be read. */
  readonly acceptUnchecked: boolean
  /** Name of the tool that owns stages whose tags do not say. */
  readonly managedBy: string | null
}

/** True if a pattern such as `pets/prod` means this stage, by the name of its API or by the id. PURE. */
export function isMeant(pattern: string, names: readonly string[], stage: string): boolean {
  const fits = globMatcher(pattern)
  return names.some((name) => fits(`${name}/${stage}`))
}

export function deploys({ deploy }: Choices, { target: { api, stage } }: OpenStage): boolean {
  if (typeof deploy === 'boolean') return deploy
  return isMeant(deploy, api.name === null ? [api.id] : [api.name, api.id], stage)
}
