import { ApigwCacheError } from '../../base/errors.js'
import { type MethodChange, undeployed } from '../../deploy/difference.js'
import { withoutNamedKeys } from '../../deploy/preview.js'
import { publishedMethod } from '../../deploy/risk.js'
import type { DeployedMethod } from '../../gateway/export.js'
import { hasKey, type KeySpec, sameKeys, shortKey } from '../../gateway/key.js'
import { type MethodRef, sameMethod } from '../../gateway/method.js'
import type { Target } from '../../gateway/model.js'
import { pickMethod } from '../../gateway/named-method.js'
import type { MethodRecord } from '../../gateway/record.js'
import { checkNewKeys } from '../../keys/check.js'
import { isEmpty, keysPatch } from '../../keys/patch.js'
import { inSpellingOf } from '../../keys/spelling.js'
import { type WantedKeys, wantedKeys, withKeys } from '../../keys/write.js'
import type { SeenStage } from '../seen.js'
import type { WantedStage } from '../wanted.js'

/** A method whose keys the file names. */
export interface KeyPlan {
  readonly ref: MethodRef
  readonly wanted: readonly KeySpec[]
  /** The keys that the stage runs, in this tool's spelling; null for a method that it does not run. */
  readonly running: readonly string[] | null
  /** True if the stage runs the wanted keys. */
  readonly isLive: boolean
  /** The method of the API with the keys that it shall have; null where the API may not be read, or refuses them. */
  readonly draft: KeyDraft | null
  /** Why the method cannot have the keys; null if it can. */
  readonly refused: string | null
}

export interface KeyDraft {
  readonly record: MethodRecord
  readonly after: MethodRecord
  readonly keys: WantedKeys
  /** True if the API has other keys than the wanted ones. */
  readonly writes: boolean
}

/**
 * Compares the keys that the file names with those of the stage; null for methods where the deployed API may not be
 * read. Keys that a method cannot have are refused for it alone. Errors: `failure` for a method that the API does not
 * have. PURE.
 */
export function keyPlans(wanted: WantedStage, seen: SeenStage): readonly KeyPlan[] | null {
  const { deployed, current, stage } = seen
  if (deployed === null) return null
  return wanted.methods.flatMap(({ keys, ...method }) => {
    if (keys === null) return []
    const ref = { method: method.method, path: method.path }
    const running = deployed.find((one) => sameMethod(one, ref))?.keys ?? null
    const isLive = running !== null && sameKeys(running, shortNames(keys))
    if (running === null) pickMethod<MethodRef>(current ?? deployed, ref, stage.target)
    const drafted = draftOf(ref, keys, isLive, current, stage.target)
    return [{ ref, wanted: keys, running, isLive, ...drafted }]
  })
}

export function shortNames(keys: readonly KeySpec[]): readonly string[] {
  return keys.map(({ parameter }) => shortKey(parameter))
}

function draftOf(
  ref: MethodRef,
  named: readonly KeySpec[],
  isLive: boolean,
  current: SeenStage['current'],
  target: Target,
): Pick<KeyPlan, 'draft' | 'refused'> {
  if (current === null) return { draft: null, refused: null }
  // What is as it shall be needs nothing, not even a method in the API as it stands.
  const found = current.find((one) => sameMethod(one, ref))
  if (isLive && !found) return { draft: null, refused: null }
  const record = found ?? pickMethod(current, ref, target)
  const wanted = inSpellingOf(record, named)
  const refused = isLive ? null : refusalOf(record, wanted)
  if (refused !== null) return { draft: null, refused }
  const names = wanted.map(({ parameter }) => parameter)
  const removed = record.cacheKeyParameters.filter((name) => !names.includes(name))
  const keys = wantedKeys(record, wanted, removed)
  const writes = !isEmpty(keysPatch(record, keys.wanted, keys.unwanted))
  return { draft: { record, after: withKeys(record, keys), keys, writes }, refused: null }
}

function refusalOf(record: MethodRecord, wanted: readonly KeySpec[]): string | null {
  try {
    checkNewKeys(record, wanted, false)
    return null
  } catch (error) {
    if (error instanceof ApigwCacheError) return error.message
    throw error
  }
}

/** What a deployment would change. */
export interface Publication {
  /** The methods as the stage would run them. */
  readonly methods: readonly DeployedMethod[]
  /** What would go live besides the keys that the file names; null where it cannot be told. */
  readonly others: readonly MethodChange[] | null
}

/** PURE. */
export function publicationOf(plans: readonly KeyPlan[], seen: SeenStage): Publication {
  const { document, authorizers } = seen
  const current = seen.current ?? []
  const planned = plans.flatMap((plan) => (plan.draft ? [{ plan, draft: plan.draft }] : []))
  const after = current.map((record) => planned.find(({ plan }) => sameMethod(plan.ref, record))?.draft.after ?? record)
  const compared = current.map((record) => {
    const found = planned.find(({ plan }) => sameMethod(plan.ref, record))
    if (!found || found.plan.running === null) return record
    const { plan, draft } = found
    const running = plan.running ?? []
    const added = plan.wanted.filter(({ parameter }) => !hasKey(running, shortKey(parameter)))
    const names = shortNames(plan.wanted)
    const removed = running.filter((key) => !hasKey(names, key)).map(longKey)
    return withoutNamedKeys({ after: draft.after, added, removed }, document)
  })
  const fresh = (one: MethodRef) => planned.some(({ plan }) => plan.running === null && sameMethod(plan.ref, one))
  return {
    methods: after.map((record) => publishedMethod(document, record, authorizers)),
    others: undeployed(document, compared, authorizers)?.filter((one) => !fresh(one)) ?? null,
  }
}

function longKey(key: string): string {
  return key.startsWith('integration.') ? key.replace('integration.', 'integration.request.') : `method.request.${key}`
}
