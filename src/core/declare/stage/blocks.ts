import { nameOfMethod } from '../../gateway/method.js'
import { holdOf, type Owner, ownerOf } from '../../gateway/owner.js'
import type { Choices } from '../choices.js'
import { deploys } from '../choices.js'
import type { PlannedChange } from '../report.js'
import type { Pair } from '../seen.js'
import type { KeyPlan, Publication } from './key-plans.js'

/** What another choice of the same apply would do. */
export const WAITS = 'waits for a deployment'
const PUBLISHES = 'waits: a deployment would also publish'

/**
 * True if apply could make a blocked change, with other choices: not where it is left to somebody else, nor where AWS
 * would refuse it. PURE.
 */
export function isMendable(blocked: string): boolean {
  return blocked === WAITS || blocked.startsWith(PUBLISHES)
}

/** Fields that CloudFormation, and what is built on it, cannot express. */
const BEYOND_CLOUDFORMATION: ReadonlySet<string> = new Set(['requireAuthorization', 'unauthorized'])
const CLOUDFORMATION: ReadonlySet<string> = new Set(['CloudFormation', 'SAM', 'CDK', 'Serverless Framework'])

export function managerOf({ seen: { stage } }: Pair, { managedBy }: Pick<Choices, 'managedBy'>): Owner | null {
  return ownerOf(stage.record.tags, stage.api.tags, managedBy ?? stage.connection.managedBy)
}

/** Why no change of the stage is made at all; null if some may be. PURE. */
export function blockOfStage({ wanted, seen: { stage } }: Pair): string | null {
  const { record, target } = stage
  const hold = holdOf(record.tags)
  if (hold !== null) return `on hold: ${hold}`
  const { id, name } = target.api
  if (wanted.apiName === null || wanted.apiName === name) return null
  return `API ${id} is called "${name ?? ''}", not "${wanted.apiName}"`
}

/** Why a manager's stage is left to it; null where the manager cannot express the change, or is overruled. PURE. */
export function blockByManager(
  pair: Pair,
  choices: Choices,
  { action, path }: Pick<PlannedChange, 'action' | 'path'>,
): string | null {
  const manager = managerOf(pair, choices)
  if (manager === null || choices.takeOver || pair.wanted.takeOver) return null
  const field = path.slice(path.lastIndexOf('.') + 1)
  const isFree = action === 'update' && BEYOND_CLOUDFORMATION.has(field) && CLOUDFORMATION.has(manager.tool)
  return isFree ? null : `managed by ${manager.tool} (${manager.evidence})`
}

/** Why keys do not go live now; null if they do. PURE. */
export function blockOfKeys(pair: Pair, choices: Choices, publication: Publication | null): string | null {
  const { wanted, seen } = pair
  if (!wanted.deploy) return 'waits for a deployment, which is not this tool’s (deploy: false)'
  if (seen.current === null) return 'the methods of the API may not be read'
  if (seen.stage.record.canary !== null) return 'waits: a deployment to a stage with a canary is left to its owner'
  if (!deploys(choices, seen.stage)) return WAITS
  if (publication?.others == null) return 'what a deployment would publish cannot be told'
  if (publication.others.length === 0 || choices.deployAll) return null
  return `${PUBLISHES} ${publication.others.map(nameOfMethod).join(', ')}`
}

/** Methods with keys that are not live. PURE. */
export function waitingMethods(plans: readonly KeyPlan[] | null): readonly KeyPlan[] {
  return plans?.filter(({ isLive }) => !isLive) ?? []
}
