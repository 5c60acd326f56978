import { unlessDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import type { AskingOptions } from '../change/options.js'
import type { OpenStage } from '../find/open-stage.js'
import { deployedMethods } from '../gateway/export.js'
import { addableKeys, SIGNATURE, UNNAMED } from '../gateway/identity.js'
import type { Target } from '../gateway/model.js'
import type { StageRecord } from '../gateway/record.js'
import { provisioned, refOf } from '../gateway/stage.js'
import { isAccepted, requireKnown } from './accepted.js'
import { newlyWrong, type UnkeyedMethod } from './wrong-data.js'

/** Asks if methods may be cached that answer one caller with another's data. */
export interface UnkeyedQuestion {
  readonly kind: 'unkeyed'
  readonly target: Target
  readonly methods: readonly UnkeyedMethod[]
}

export interface Accepting {
  /**
   * Methods accepted beforehand, such as `GET /pets/{id}`, or `all`. Naming one that is not deployed is a
   * `usage` error.
   */
  readonly acceptUnkeyed?: readonly string[] | undefined
}

export interface GuardOptions<Question = never>
  extends AskingOptions<UnkeyedQuestion | Question>,
    Accepting {}

/**
 * Checks the settings that a stage would have, and remembers what was accepted for retries of the step.
 * `before` are the settings that already cache; default: those of the stage if it has a cluster.
 */
export type Guard = (
  record: StageRecord,
  after: StageRecord['settings'],
  before?: StageRecord['settings'],
) => Promise<void>

/**
 * Creates a check of the deployed API for changes that would newly cache something. It only warns if the
 * deployed API may not be read.
 */
export function createGuard(
  { connection, target }: OpenStage,
  { onAsk, acceptUnkeyed = [], onNote }: GuardOptions,
): Guard {
  const accepted = new Set<string | null>()
  return async (record, after, before) => {
    if (accepted.has(record.deploymentId) || !Object.values(after).some(({ caching }) => caching)) return
    const check = async () => {
      const methods = deployedMethods(await connection.control.deployedExport(refOf(target)))
      if (methods === null) {
        throw new ApigwCacheError(
          'failure',
          'unreadable-export',
          'the export of the stage is not an OpenAPI document',
        )
      }
      requireKnown(acceptUnkeyed, methods)
      const already = before ?? (provisioned(record) ? record.settings : null)
      await askAboutUnkeyed(target, newlyWrong(methods, already, after), { onAsk, acceptUnkeyed })
    }
    await unlessDenied(check, () =>
      onNote?.(
        'the deployed API may not be read (apigateway:GET on its export), so its cache keys were not checked',
      ),
    )
    accepted.add(record.deploymentId)
  }
}

/** Asks, or refuses if there is no `onAsk`. Errors: `usage`, and those that `onAsk` throws. */
export async function askAboutUnkeyed(
  target: Target,
  wrong: readonly UnkeyedMethod[],
  { onAsk, acceptUnkeyed = [] }: Pick<GuardOptions, 'onAsk' | 'acceptUnkeyed'>,
): Promise<void> {
  const methods = wrong.filter((one) => !isAccepted(acceptUnkeyed, one))
  if (methods.length === 0) return
  if (!onAsk) throw unkeyed({ target, methods })
  await onAsk({ kind: 'unkeyed', target, methods })
}

/** Builds the error for methods that would serve one caller's answer to another. */
export function unkeyed({ target, methods }: Omit<UnkeyedQuestion, 'kind'>): ApigwCacheError {
  const message = `caching would answer one caller with another's data: ${methods.map(lackOf).join('; ')}`
  return new ApigwCacheError('usage', 'unkeyed', message, { data: { target, methods } })
}

function lackOf({ method, path, missing }: UnkeyedMethod): string {
  const keys = addableKeys(missing)
  const lacks = [
    ...(keys.length === 0 ? [] : [`is not keyed on ${keys.join(', ')}`]),
    ...(missing.includes(SIGNATURE) ? ['takes signed requests, which no cache key tells apart'] : []),
    ...(missing.includes(UNNAMED) ? ['has an authorizer that names nothing that a cache key can hold'] : []),
  ]
  return `${method} ${path} ${lacks.join(' and ')}`
}
