import { unlessDenied } from '../base/denied.js'
import { nearName } from '../base/near.js'
import { inParts, tellingWrites } from '../change/ending.js'
import type { AskingOptions } from '../change/options.js'
import { readAuthorizers } from '../deploy/authorizers.js'
import { refuseCanary } from '../deploy/deploy.js'
import { type DeployPreview, type NamedKeys, planDeployment } from '../deploy/preview.js'
import { newlyWrongWith } from '../deploy/risk.js'
import { requireKnown } from '../exposure/accepted.js'
import { type AcceptingUnchecked, askAboutUnkeyed, exportToJudge, type WrongDataQuestion } from '../exposure/guard.js'
import type { UnkeyedMethod } from '../exposure/wrong-data.js'
import { type OpenStage, readRecord } from '../find/open-stage.js'
import { CANARY_FIRST } from '../gateway/canary.js'
import { checkKeyNames, isSameParameter, type KeySpec, shortKey } from '../gateway/key.js'
import { type MethodRef, nameOfMethod } from '../gateway/method.js'
import { cachedVerbs } from '../gateway/methods.js'
import type { Target } from '../gateway/model.js'
import { pickMethod } from '../gateway/named-method.js'
import { type Owner, ownerOf } from '../gateway/owner.js'
import type { MethodRecord, StageRecord } from '../gateway/record.js'
import { provisioned, refOf } from '../gateway/stage.js'
import { checkNewKeys } from './check.js'
import { declarationNotes, declaredSince, unusedWithout } from './declarations.js'
import { declaredForKeys } from './deployment-description.js'
import { listKeys } from './list.js'
import { isEmpty, keysPatch } from './patch.js'
import { publish } from './publish.js'
import type { KeyChange } from './report.js'
import { inSpellingOf, spellingNotes } from './spelling.js'
import { wantedKeys, withKeys, writeKeys } from './write.js'

export type KeysQuestion =
  | WrongDataQuestion
  /** May keys of another tool be changed? Its next deployment can drop them. */
  | { readonly kind: 'owner'; readonly owner: Owner }
  /** May everything undeployed go live? */
  | {
      readonly kind: 'deploy'
      readonly target: Target
      readonly record: StageRecord
      readonly preview: DeployPreview
    }

export interface KeysOptions extends AskingOptions<KeysQuestion>, AcceptingUnchecked {
  readonly method: MethodRef
  readonly add?: readonly KeySpec[]
  readonly remove?: readonly KeySpec[]
  /** True also makes a deployment, which publishes every undeployed change of the API. */
  readonly deploy?: boolean
  /** True adds a mapping even to a proxy integration. */
  readonly force?: boolean
  /** Name of the tool that owns the stage, if its tags do not say. */
  readonly managedBy?: string | undefined
}

const LOST = 'every entry of the stage is lost, as those of another deployment are not used'

/**
 * Adds or removes cache keys of one method: declares missing parameters, lists them on the integration, reads
 * back, and deploys on request. Leaves alone what is right already. Errors: `usage`, `failure`, `denied`,
 * `timeout`, `interrupted`.
 */
export async function changeKeys(stage: OpenStage, options: KeysOptions): Promise<KeyChange> {
  const { target, api, record: seen, connection } = stage
  const { method: ref, add: asked = [], force = false, deploy = false } = options
  checkKeyNames(ref, asked)
  if (deploy) refuseCanary(seen, target)
  else if (seen.canary !== null) options.onNote?.(CANARY_FIRST)
  const records = await connection.control.methods(target.api.id)
  const record = pickMethod(records, ref, target)
  requireKnown(options.acceptUnkeyed ?? [], records)
  const add = inSpellingOf(record, asked)
  const remove = inSpellingOf(record, options.remove ?? [])
  checkNewKeys(record, add, force)
  const notes = [...spellingNotes(record, asked, add), ...declarationNotes(record, add)]
  for (const note of notes) options.onNote?.(note)
  noteUseless(record, add, options)
  noteAbsent(record, remove, options)
  const gone = remove.map(({ parameter }) => parameter)
  const keys = wantedKeys(record, add, gone, await leftOver(stage, record, gone, options))
  const writes = !isEmpty(keysPatch(record, keys.wanted, keys.unwanted, keys.leftOver))
  const after = withKeys(record, keys)
  const named: NamedKeys = { after, added: add, removed: gone }
  const preview = deploy ? await planDeployment(stage, records, named, options.onNote) : null
  if (!writes && preview === null) {
    return { ...(await listKeys(stage, ref)), changed: false, deployment: null }
  }
  const isJudged = writes && gone.length > 0 && preview === null && mayBeCached(seen, after, records)
  const wrong = isJudged ? await wrongAfter(stage, after, options) : (preview?.newlyWrong ?? [])
  await askAboutUnkeyed(target, wrong, options, gone.length > 0 ? { isRemoval: true } : {})
  if (preview) await options.onAsk?.({ kind: 'deploy', target, record: seen, preview })
  const owner = ownerOf(seen.tags, api.tags, options.managedBy ?? connection.managedBy)
  if (owner) await options.onAsk?.({ kind: 'owner', owner })
  const write = async () => writes && (await writeKeys(stage, record, keys, options))
  const [changed, deployment] = preview
    ? await inParts(stage, async () => [await write(), await publish(stage, named, preview, options)] as const)
    : [await write(), null]
  return tellingWrites(stage, async () => {
    const now = deployment ? await readRecord(stage) : seen
    const list = await listKeys({ ...stage, record: now }, ref)
    if (deployment && provisioned(seen)) options.onNote?.(LOST)
    return { ...list, changed: changed || deployment !== null, deployment }
  })
}

function mayBeCached(stage: StageRecord, method: MethodRef, all: readonly MethodRef[]): boolean {
  return provisioned(stage) && cachedVerbs(method, all, stage.settings).length > 0
}

/** What the next deployment will make wrong, whoever makes it. Asks where nobody can tell. */
async function wrongAfter(
  stage: OpenStage,
  after: MethodRecord,
  options: KeysOptions,
): Promise<readonly UnkeyedMethod[]> {
  const seen = await exportToJudge(stage, options)
  if (seen === null) return []
  const authorizers = await readAuthorizers(stage, [after], options.onNote)
  return newlyWrongWith(seen.document, [after], stage.record.settings, authorizers)
}

/** Declarations that were made for keys that go now, as far as that can be told. */
async function leftOver(
  { connection: { control }, target }: OpenStage,
  record: MethodRecord,
  gone: readonly string[],
  { onNote }: KeysOptions,
): Promise<readonly string[]> {
  const unused = unusedWithout(record, gone)
  if (unused.length === 0) return []
  const document = await unlessDenied(() => control.deployedExport(refOf(target)))
  const since = declaredSince(document, record, unused)
  const deployed = unused.filter((name) => !since.includes(name))
  if (deployed.length === 0) return since
  const untold = () =>
    onNote?.('the deployments may not be read, which tell what was declared for a key: that stays declared')
  const deployments = await unlessDenied(() => control.deployments(target.api.id), untold)
  return [...since, ...declaredForKeys(deployments ?? [], record, deployed)]
}

function noteUseless(
  { authorizationType, integration, ...ref }: MethodRecord,
  add: readonly KeySpec[],
  { onNote }: KeysOptions,
): void {
  const signature = add.some(({ parameter }) => isSameParameter(shortKey(parameter), 'header.Authorization'))
  if (signature && authorizationType === 'AWS_IAM') {
    onNote?.(`${nameOfMethod(ref)} takes signed requests: header.Authorization differs in each, so none would be a hit`)
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
  const near = absent.flatMap((name) => nearName(shortKey(name), has.map(shortKey)) ?? [])
  const meant = near.length === 0 ? '' : `; did you mean ${near.join(', ')}?`
  onNote?.(`${nameOfMethod(record)} has no key ${absent.map(shortKey).join(', ')} (it has: ${shown})${meant}`)
}
