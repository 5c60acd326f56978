import { ApigwCacheError } from '../base/errors.js'
import { field, isRecord, strings } from '../base/json.js'
import type { UnkeyedMethod } from '../exposure/wrong-data.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import { deployedMethods, INTEGRATION, operationOf } from '../gateway/export.js'
import { type KeySpec, sameKeys, shortKey } from '../gateway/key.js'
import { nameOfMethod, sameMethod, sorted } from '../gateway/method.js'
import { pickMethod } from '../gateway/named-method.js'
import type { MethodRecord } from '../gateway/record.js'
import { nameOf, provisioned, refOf } from '../gateway/stage.js'
import { readAuthorizers } from './authorizers.js'
import { keysOf } from './deploy.js'
import { deployedShape } from './deployed-shape.js'
import { type MethodChange, undeployed } from './difference.js'
import { newlyWrongWith } from './risk.js'

/** The changed method, and the keys that were asked for. */
export interface NamedKeys {
  readonly after: MethodRecord
  readonly added: readonly KeySpec[]
  /** In AWS's spelling. */
  readonly removed: readonly string[]
}

/** The effects of a deployment. */
export interface DeployPreview {
  /** Id of the running deployment. */
  readonly previous: string
  /** The changed method; null if it differs only in the named keys. */
  readonly own: MethodChange | null
  /** Changed keys of that method that nobody named, in this tool's spelling. */
  readonly unnamed: { readonly gained: readonly string[]; readonly lost: readonly string[] }
  readonly others: readonly MethodChange[]
  /** Parameters that the method declares and the running deployment does not, in AWS's spelling. */
  readonly newlyDeclared: readonly string[]
  readonly newlyWrong: readonly UnkeyedMethod[]
  /** True if entries are lost, since a stage does not use those of another deployment. */
  readonly cached: boolean
}

/** Null if the stage runs the keys already. */
export async function planDeployment(
  stage: OpenStage,
  records: readonly MethodRecord[],
  named: NamedKeys,
  onNote?: (message: string) => void,
): Promise<DeployPreview | null> {
  const { connection, target, record } = stage
  const { after } = named
  const document = await connection.control.deployedExport(refOf(target))
  const running = keysOf(deployedMethods(document), after)
  const keys = after.cacheKeyParameters.map(shortKey)
  if (running !== null && sameKeys(running, keys)) return null
  const next = records.map((one) => (sameMethod(one, after) ? after : one))
  const authorizers = await readAuthorizers(stage, next, onNote)
  const rest = withoutNamedKeys(named, document)
  const compared = next.map((one) => (one === after ? rest : one))
  const changes = undeployed(document, compared, authorizers)
  if (changes === null || record.deploymentId === null) {
    throw new ApigwCacheError(
      'failure',
      'unreadable-export',
      `what ${nameOf(target)} runs could not be read from its export`,
    )
  }
  const own = changes.find((one) => sameMethod(one, after)) ?? null
  const cached = provisioned(record)
  return {
    previous: record.deploymentId,
    own,
    unnamed: unnamedKeys(running, rest),
    others: changes.filter((one) => !sameMethod(one, after)),
    newlyDeclared: newlyDeclared(document, after),
    newlyWrong: cached ? newlyWrongWith(document, next, record.settings, authorizers) : [],
    cached,
  }
}

/**
 * Repeats the preview before the deployment and refuses what others changed meanwhile: in the API, or in settings that
 * would now cache what is not keyed. Errors: `failure`.
 */
export async function confirmPlan(stage: OpenStage, named: NamedKeys, agreed: DeployPreview): Promise<void> {
  const { connection, target } = stage
  const records = await connection.control.methods(target.api.id)
  const after = pickMethod(records, named.after, target)
  const record = await readRecord(stage)
  const now = await planDeployment({ ...stage, record }, records, { ...named, after })
  if (now !== null && agreedTo(now) === agreedTo(agreed)) {
    const known = agreed.newlyWrong.map((one) => JSON.stringify(one))
    const [wrong] = now.newlyWrong.filter((one) => !known.includes(JSON.stringify(one)))
    if (wrong === undefined) return
    const message = `${nameOfMethod(wrong)} was given caching in the meantime, and lacks what tells its callers apart`
    throw new ApigwCacheError('failure', 'changed-meanwhile', message)
  }
  // If the keys are live already, no deployment is needed.
  if (now === null && sameKeys(after.cacheKeyParameters, named.after.cacheKeyParameters)) return
  throw new ApigwCacheError('failure', 'changed-meanwhile', 'the API was changed in the meantime')
}

function agreedTo({ own, unnamed, others }: DeployPreview): string {
  return JSON.stringify({ own, unnamed, others })
}

function newlyDeclared(document: unknown, after: MethodRecord): readonly string[] {
  const operation = operationOf(document, after)
  if (operation === undefined) return []
  const { parameters } = deployedShape(operation, undefined)
  return Object.keys(after.parameters).filter((name) => field(parameters, shortKey(name)) === undefined)
}

/** A method that is not deployed yet is new as a whole. */
function unnamedKeys(running: readonly string[] | null, rest: MethodRecord): DeployPreview['unnamed'] {
  if (running === null) return { gained: [], lost: [] }
  const keys = rest.cacheKeyParameters.map(shortKey)
  return {
    gained: sorted(keys.filter((key) => !running.includes(key))),
    lost: sorted(running.filter((key) => !keys.includes(key))),
  }
}

/** Undoes the named changes: drops the new keys and what only they need, and restores the old ones. */
export function withoutNamedKeys({ after, added, removed }: NamedKeys, document: unknown): MethodRecord {
  const operation = operationOf(document, after)
  const running = deployedShape(operation, undefined)
  const keys = strings(field(field(operation, INTEGRATION), 'cacheKeyParameters'))
  const sourceOf = ({ parameter, source }: KeySpec) => source ?? after.integration?.requestParameters[parameter] ?? null
  const asked = (name: string, deployed: unknown) =>
    added.some((one) => one.parameter === name || sourceOf(one) === name) &&
    !Object.hasOwn(isRecord(deployed) ? deployed : {}, shortKey(name)) &&
    !Object.hasOwn(isRecord(deployed) ? deployed : {}, name)
  const without = <T>(values: Readonly<Record<string, T>>, deployed: unknown): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([name]) => !asked(name, deployed)))
  const isNew = (key: string) => !keys.includes(key) && added.some(({ parameter }) => parameter === key)
  const { integration, cacheKeyParameters } = after
  return {
    ...after,
    cacheKeyParameters: [
      ...cacheKeyParameters.filter((key) => !isNew(key)),
      ...keys.filter((key) => removed.includes(key)),
    ],
    parameters: without(after.parameters, running.parameters),
    integration: integration && {
      ...integration,
      requestParameters: without(integration.requestParameters, running['parameter mapping']),
    },
  }
}
