import type { MethodRecord, StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { isDenied } from '../aws/explain.js'
import type { ChangeOptions } from '../change/change.js'
import { readAuthorizers } from '../deploy/authorizers.js'
import { refuseCanary } from '../deploy/deploy.js'
import { type DeployPreview, type NamedKeys, planDeployment } from '../deploy/preview.js'
import { newlyWrongWith } from '../deploy/risk.js'
import { requireKnown } from '../exposure/accepted.js'
import type { UnkeyedMethod } from '../exposure/unkeyed-path.js'
import type { ResolvedTarget } from '../find/target.js'
import { checkPathKeys, type KeySpec } from '../gateway/key.js'
import { shortKey } from '../gateway/key-names.js'
import { nameOfMethod, pickMethod } from '../gateway/method.js'
import type { KeyChange, StatusReport, Target } from '../gateway/model.js'
import { ownerOf } from '../gateway/owner.js'
import type { MethodRef } from '../gateway/settings.js'
import { provisioned, refOf } from '../gateway/stage.js'
import { checkNewKeys } from './check.js'
import { listKeys } from './list.js'
import { isEmpty, keysPatch } from './patch.js'
import { publish } from './publish.js'
import { type WantedKeys, wantedKeys, writeKeys } from './write.js'

export interface KeysRequest {
  readonly ref: MethodRef
  readonly add?: readonly KeySpec[]
  readonly remove?: readonly KeySpec[]
  /** Also makes a deployment. */
  readonly deploy: boolean
  /** Adds a mapping to a proxy integration all the same. */
  readonly force?: boolean
}

/** The questions come before the first write; throw in them to refuse. */
export interface KeysOptions extends Pick<ChangeOptions, 'timeoutMs' | 'onNote'> {
  /** Who owns the stage where its tags do not say. */
  readonly managedBy?: string | undefined
  /** Another tool owns the stage or the API. */
  readonly agreeToOwner: (owner: NonNullable<StatusReport['managedBy']>) => Promise<void>
  /** Methods would answer one caller with another's data. */
  readonly acceptUnkeyed: (methods: readonly UnkeyedMethod[]) => Promise<void>
  /** What that will accept without asking: `GET /pets/{id}`, or `all`. */
  readonly accepted?: readonly string[] | undefined
  /** A deployment publishes all of this. */
  readonly agreeToDeploy: (preview: DeployPreview) => Promise<void>
}

type Place = Pick<ResolvedTarget, 'target' | 'api' | 'stage'>

/**
 * Adds or removes cache keys of one method: declares what is missing, lists it on the integration, reads back,
 * and deploys where that is asked for. What is already so is left alone. Errors: `usage`, `failure`, `denied`,
 * `timeout`, `interrupted`.
 */
export async function changeKeys(
  connection: Connection,
  place: Place,
  request: KeysRequest,
  options: KeysOptions,
): Promise<KeyChange> {
  const { target, api, stage } = place
  const { ref, add = [], remove = [], force = false } = request
  checkPathKeys(ref, add)
  if (request.deploy) refuseCanary(stage, target)
  const records = await connection.control.methods(target.api.id)
  const record = pickMethod(records, ref, target)
  requireKnown(options.accepted ?? [], records)
  checkNewKeys(record, add, force)
  noteUseless(record, add, options)
  noteAbsent(record, remove, options)
  const gone = remove.map(({ parameter }) => parameter)
  const keys = wantedKeys(record, add, gone)
  const writes = !isEmpty(keysPatch(record, keys.wanted, keys.unwanted))
  const after = withKeys(record, keys)
  const named: NamedKeys = { after, added: add, removed: gone }
  const preview = request.deploy
    ? await planDeployment(connection, target, stage, records, named, options.onNote)
    : null
  if (!writes && preview === null) return unchanged(connection, place, ref)
  await ask(connection, { target, stage, after, removes: writes && gone.length > 0 }, preview, options)
  const owner = ownerOf(stage.tags, api.tags) ?? namedOwner(options)
  if (owner) await options.agreeToOwner(owner)
  const changed = writes && (await writeKeys(connection, target, record, keys, options))
  const deployment = preview ? await publish(connection, { target, stage }, named, preview, options) : null
  if (connection.kept) return { ...(await unchanged(connection, place, ref)), changed: true }
  const now = deployment ? await connection.control.stage(refOf(target)) : stage
  const list = await listKeys(connection, { target, stage: now }, ref)
  return { ...list, changed: changed || deployment !== null, deployment }
}

function namedOwner({ managedBy: tool }: KeysOptions): StatusReport['managedBy'] {
  return tool === undefined ? null : { tool, evidence: 'managedBy in the config file' }
}

async function unchanged(
  connection: Connection,
  { target, stage }: Place,
  ref: MethodRef,
): Promise<KeyChange> {
  return { ...(await listKeys(connection, { target, stage }, ref)), changed: false, deployment: null }
}

/** Wrong data first: what a deployment would do, or what the removal will do at the next one. */
async function ask(
  connection: Connection,
  about: {
    readonly target: Target
    readonly stage: StageRecord
    readonly after: MethodRecord
    readonly removes: boolean
  },
  preview: DeployPreview | null,
  { acceptUnkeyed, agreeToDeploy, onNote }: KeysOptions,
): Promise<void> {
  const { target, stage, after, removes } = about
  const judged = removes && preview === null && provisioned(stage)
  const document = judged ? await exportOrNote(connection, target, onNote) : null
  const wrong =
    document === null
      ? (preview?.newlyWrong ?? [])
      : newlyWrongWith(
          document,
          [after],
          stage.settings,
          await readAuthorizers(connection, target, [after], onNote),
        )
  if (wrong.length > 0) await acceptUnkeyed(wrong)
  if (preview) await agreeToDeploy(preview)
}

async function exportOrNote(
  { control }: Connection,
  target: Target,
  onNote: KeysOptions['onNote'],
): Promise<unknown> {
  try {
    return await control.deployedExport(refOf(target))
  } catch (error) {
    if (!isDenied(error)) throw error
    onNote?.(
      'the deployed API may not be read (apigateway:GET on its export), so what is cached without the key was not checked',
    )
    return null
  }
}

function withKeys(record: MethodRecord, { wanted }: WantedKeys): MethodRecord {
  const { integration } = record
  const mapped = wanted.flatMap(({ parameter, source }) =>
    source === null || !parameter.startsWith('integration.') ? [] : [[parameter, source] as const],
  )
  return {
    ...record,
    cacheKeyParameters: wanted.map(({ parameter }) => parameter),
    integration: integration && {
      ...integration,
      requestParameters: { ...integration.requestParameters, ...Object.fromEntries(mapped) },
    },
  }
}

function noteUseless(
  { authorizationType, integration, ...ref }: MethodRecord,
  add: readonly KeySpec[],
  { onNote }: KeysOptions,
): void {
  const signature = add.some(({ parameter }) => parameter === 'method.request.header.Authorization')
  if (signature && authorizationType === 'AWS_IAM') {
    onNote?.(
      `${nameOfMethod(ref)} takes signed requests: header.Authorization differs in each, so none would be a hit`,
    )
  }
  if (add.length > 0 && integration?.transferMode === 'STREAM') {
    onNote?.(`${nameOfMethod(ref)} streams its answers, which API Gateway does not cache`)
  }
}

function noteAbsent(record: MethodRecord, remove: readonly KeySpec[], { onNote }: KeysOptions): void {
  const has = record.cacheKeyParameters
  const absent = remove.map(({ parameter }) => parameter).filter((name) => !has.includes(name))
  if (absent.length === 0) return
  const shown = has.length === 0 ? 'none' : has.map(shortKey).join(', ')
  onNote?.(`${nameOfMethod(record)} has no key ${absent.map(shortKey).join(', ')} (it has: ${shown})`)
}
