import { isDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import { some } from '../base/quantities.js'
import type { AskingOptions } from '../change/options.js'
import type { OpenStage } from '../find/open-stage.js'
import { type DeployedMethod, deployedMethods } from '../gateway/export.js'
import { addableKeys, SIGNATURE, UNNAMED } from '../gateway/identity.js'
import { type MethodRef, nameOfMethod } from '../gateway/method.js'
import { cachedVerbs } from '../gateway/methods.js'
import type { Target } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { provisioned, refOf } from '../gateway/stage.js'
import { isAccepted, requireKnown } from './accepted.js'
import { newlyStores } from './newly-stores.js'
import { addedWrong, type UnkeyedMethod, wrongData } from './wrong-data.js'

/** Asks if methods may be cached that answer one caller with another's data. */
export interface UnkeyedQuestion {
  readonly kind: 'unkeyed'
  readonly target: Target
  readonly methods: readonly UnkeyedMethod[]
  /** They are wrong because keys are being taken away, which are there until then. */
  readonly isRemoval?: true
  /** No keys can be deployed while the stage has a canary. */
  readonly hasCanary?: true
}

/** Asks if methods may be cached whose keys nobody can see: the deployed API may not be read. */
export interface UncheckedQuestion {
  readonly kind: 'unchecked'
  readonly target: Target
  /** What AWS refused. */
  readonly reason: string
}

export interface Accepting {
  /**
   * Methods accepted beforehand, such as `GET /pets/{id}`, or `all`. Naming one that is not deployed is a
   * `usage` error.
   */
  readonly acceptUnkeyed?: readonly string[] | undefined
}

export interface AcceptingUnchecked extends Accepting {
  /** True to go on where the deployed API may not be read. */
  readonly acceptUnchecked?: boolean | undefined
}

export type WrongDataQuestion = UnkeyedQuestion | UncheckedQuestion

export interface GuardOptions<Question = never>
  extends AskingOptions<WrongDataQuestion | Question>,
    AcceptingUnchecked {}

/**
 * Checks the settings that a stage would have, and remembers what was accepted: only what somebody else has changed
 * since then is asked about when the step is repeated.
 * `before` are the settings that already cache; default: those of the stage if it has a cluster.
 */
export type Guard = (
  record: StageRecord,
  after: StageRecord['settings'],
  before?: StageRecord['settings'],
) => Promise<void>

/**
 * Creates a check of the deployed API for changes that would newly cache something. If that may not be read, all of
 * its methods count as wrong.
 */
export function createGuard(stage: OpenStage, options: GuardOptions): Guard {
  const { acceptUnkeyed = [] } = options
  const judged = new Set<string>()
  const accepted = new Set<string>()
  return async (record, after, before) => {
    if (!Object.values(after).some(({ caching }) => caching)) return
    const already = before ?? (provisioned(record) ? record.settings : null) ?? {}
    const judging = JSON.stringify([record.deploymentId, already, after])
    if (judged.has(judging)) return
    const seen = await exportToJudge(stage, options, () => newlyStores(already, after))
    if (seen) {
      const methods = deployedMethods(seen.document)
      if (methods === null) {
        const message = 'the export of the stage is not an OpenAPI document'
        throw new ApigwCacheError('failure', 'unreadable-export', message)
      }
      requireKnown(acceptUnkeyed, methods)
      const ordered = cachedFirst(methods, already)
      const wrong = addedWrong(wrongData(ordered, already), wrongData(ordered, after)).filter(
        (one) => !accepted.has(JSON.stringify(one)),
      )
      await askAboutUnkeyed(stage.target, wrong, options, record.canary === null ? {} : { hasCanary: true })
      for (const one of wrong) accepted.add(JSON.stringify(one))
    }
    judged.add(judging)
  }
}

/** Of two methods that share entries, the one that a change would cache is the one to speak of. */
function cachedFirst(methods: readonly DeployedMethod[], settings: StageRecord['settings']): readonly DeployedMethod[] {
  const isCached = (one: DeployedMethod) => cachedVerbs(one, methods, settings).length > 0
  return [...methods.filter(isCached), ...methods.filter((one) => !isCached(one))]
}

/** Of two methods that share entries, it is enough to accept one. PURE. */
export function unaccepted(wrong: readonly UnkeyedMethod[], accepted: readonly string[]): readonly UnkeyedMethod[] {
  const isOpen = (one: MethodRef) => !isAccepted(accepted, one)
  return wrong
    .filter(isOpen)
    .map((one) => ({ ...one, sharesWith: one.sharesWith.filter(isOpen) }))
    .filter(({ missing, sharesWith }) => missing.length + sharesWith.length > 0)
}

/** Asks, or refuses if there is no `onAsk`. Errors: `usage`, and those that `onAsk` throws. */
export async function askAboutUnkeyed(
  target: Target,
  wrong: readonly UnkeyedMethod[],
  { onAsk, acceptUnkeyed = [] }: Pick<GuardOptions, 'onAsk' | 'acceptUnkeyed'>,
  cause: Pick<UnkeyedQuestion, 'isRemoval' | 'hasCanary'> = {},
): Promise<void> {
  const methods = unaccepted(wrong, acceptUnkeyed)
  if (methods.length === 0) return
  if (!onAsk) throw unkeyed({ target, methods, ...cause })
  await onAsk({ kind: 'unkeyed', target, methods, ...cause })
}

/**
 * Reads the export of the deployed API. Where that is refused and something may be wrong, asks if it is to be done
 * unseen, and gives null. Errors: `usage` without `onAsk`, and those that `onAsk` throws.
 */
export async function exportToJudge(
  { connection, target }: OpenStage,
  { onAsk, acceptUnchecked = false }: Pick<GuardOptions, 'onAsk' | 'acceptUnchecked'>,
  mayBeWrong = () => true,
): Promise<{ readonly document: unknown } | null> {
  try {
    return { document: await connection.control.deployedExport(refOf(target)) }
  } catch (error) {
    if (!isDenied(error)) throw error
    if (acceptUnchecked || !mayBeWrong()) return null
    const reason = error.message
    if (!onAsk) throw unchecked({ target, reason })
    await onAsk({ kind: 'unchecked', target, reason })
    return null
  }
}

/** Builds the error for methods that would serve one caller's answer to another. */
export function unkeyed({ target, methods, isRemoval, hasCanary }: Omit<UnkeyedQuestion, 'kind'>): ApigwCacheError {
  const message = `caching would answer one caller with another's data: ${lacksOf(methods)}`
  return new ApigwCacheError('usage', 'unkeyed', message, {
    data: { target, methods, ...(isRemoval && { isRemoval }), ...(hasCanary && { hasCanary }) },
  })
}

/** Builds the error for methods of which nobody can see if they would. */
export function unchecked({ target, reason }: Omit<UncheckedQuestion, 'kind'>): ApigwCacheError {
  const message = `caching may answer one caller with another's data: the deployed API may not be read (${reason}), so its cache keys were not checked`
  return new ApigwCacheError('usage', 'unchecked', message, { data: { target } })
}

/** What is wrong with each, for a warning: `GET /me is not keyed on header.Authorization`. PURE. */
export function lacksOf(methods: readonly UnkeyedMethod[]): string {
  return methods.map(lackOf).join('; ')
}

function lackOf({ method, path, missing, sharesWith }: UnkeyedMethod): string {
  const keys = addableKeys(missing)
  const lacks = [
    ...(keys.length === 0 ? [] : [`is not keyed on ${keys.join(', ')}`]),
    ...(missing.includes(SIGNATURE) ? ['takes signed requests, which no cache key tells apart'] : []),
    ...(missing.includes(UNNAMED) ? ['has an authorizer that names nothing that a cache key can hold'] : []),
    ...(sharesWith.length === 0 ? [] : [`has the cache namespace and the keys of ${someOf(sharesWith)}`]),
  ]
  return `${method} ${path} ${lacks.join(' and ')}`
}

/** More names than these would hide the rest. */
const NAMED = 3

/** Names a few methods, and counts the others. PURE. */
export function someOf(methods: readonly MethodRef[]): string {
  return some(methods.map(nameOfMethod), NAMED)
}
