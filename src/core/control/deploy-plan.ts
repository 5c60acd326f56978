import type { UnkeyedMethod } from '../advice/unkeyed-path.js'
import type { Connection } from '../connection.js'
import { ToolError } from '../errors.js'
import type { Target } from '../model.js'
import { keysOf, sameKeys } from './deploy.js'
import { type MethodChange, undeployed } from './deploy-diff.js'
import { deployedShape } from './deploy-export.js'
import { newlyWrongWith } from './deploy-risk.js'
import { deployedMethods, INTEGRATION, operationsOf } from './deployed.js'
import { field, isRecord } from './json.js'
import { shortKey } from './key-names.js'
import type { MethodRecord, StageRecord } from './plane.js'
import { nameOf, provisioned, refOf } from './stage.js'

/** What a deployment would make live. */
export interface DeployPreview {
  /** Id of the deployment that the stage runs now. */
  readonly previous: string
  /** The method at hand; null where it is as it was but for its keys. */
  readonly own: MethodChange | null
  readonly others: readonly MethodChange[]
  readonly newlyWrong: readonly UnkeyedMethod[]
  /** Whether entries are lost: those of another deployment are not used. */
  readonly cached: boolean
}

/** Null where the stage runs the keys already. `after` is the method at hand as it shall be. */
export async function planDeployment(
  { control }: Connection,
  target: Target,
  stage: StageRecord,
  records: readonly MethodRecord[],
  after: MethodRecord,
): Promise<DeployPreview | null> {
  const document = await control.deployedExport(refOf(target))
  const next = records.map((one) => (isSame(one, after) ? after : one))
  const changes = undeployed(
    document,
    next.map((one) => (one === after ? butForKeys(one, document) : one)),
  )
  if (changes === null || stage.deploymentId === null) {
    throw new ToolError('failure', `what ${nameOf(target)} runs could not be read from its export`)
  }
  const running = keysOf(deployedMethods(document), after)
  if (running !== null && sameKeys(running, after.cacheKeyParameters.map(shortKey))) return null
  const own = changes.find((one) => isSame(one, after)) ?? null
  const cached = provisioned(stage)
  return {
    previous: stage.deploymentId,
    own,
    others: changes.filter((one) => !isSame(one, after)),
    newlyWrong: cached ? newlyWrongWith(document, next, stage.settings) : [],
    cached,
  }
}

/**
 * Looks once more before the deployment: what others changed while somebody thought about it was not agreed to.
 * Errors: `failure`.
 */
export async function confirmPlan(
  connection: Connection,
  target: Target,
  stage: StageRecord,
  after: MethodRecord,
  agreed: DeployPreview,
): Promise<void> {
  const records = await connection.control.methods(target.api.id)
  const now = await planDeployment(connection, target, stage, records, after)
  if (now === null || JSON.stringify(now.others) === JSON.stringify(agreed.others)) return
  throw new ToolError(
    'failure',
    'the API was changed in the meantime: the keys are written, but not deployed',
    {
      hint: 'repeat the command to see what a deployment would publish now',
    },
  )
}

/** The method with the keys that it runs, and without what its new ones alone need: that was asked for. */
function butForKeys(record: MethodRecord, document: unknown): MethodRecord {
  const { operation } = operationsOf(document)?.find((one) => isSame(one, record)) ?? {}
  const running = deployedShape(operation, undefined)
  const asked = (name: string, deployed: unknown) =>
    record.cacheKeyParameters.includes(name) &&
    !Object.hasOwn(isRecord(deployed) ? deployed : {}, shortKey(name)) &&
    !Object.hasOwn(isRecord(deployed) ? deployed : {}, name)
  const without = <T>(values: Readonly<Record<string, T>>, deployed: unknown): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !asked(name, deployed)))
  const { integration } = record
  const keys = field(field(operation, INTEGRATION), 'cacheKeyParameters')
  return {
    ...record,
    cacheKeyParameters: Array.isArray(keys) ? keys.filter((one) => typeof one === 'string') : [],
    parameters: without(record.parameters, running.parameters),
    integration: integration && {
      ...integration,
      requestParameters: without(integration.requestParameters, running['parameter mapping']),
    },
  }
}

function isSame(a: Pick<MethodRecord, 'method' | 'path'>, b: Pick<MethodRecord, 'method' | 'path'>): boolean {
  return a.method === b.method && a.path === b.path
}
