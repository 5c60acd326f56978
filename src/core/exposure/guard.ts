import { unlessDenied } from '../base/denied.js'
import { ApigwCacheError } from '../base/errors.js'
import type { AskingOptions } from '../change/options.js'
import type { OpenStage } from '../find/open-stage.js'
import { deployedMethods } from '../gateway/export.js'
import { SIGNATURE } from '../gateway/identity.js'
import type { StageRecord } from '../gateway/record.js'
import { provisioned, refOf } from '../gateway/stage.js'
import { isAccepted, requireKnown } from './accepted.js'
import { newlyWrong, type UnkeyedMethod } from './wrong-data.js'

/** Whether methods may be cached that answer one caller with another's data. */
export interface UnkeyedQuestion {
  readonly kind: 'unkeyed'
  readonly methods: readonly UnkeyedMethod[]
}

export interface Accepting {
  /** What needs no question: methods such as `GET /pets/{id}`, or `all`. One that is not deployed is a `usage` error. */
  readonly acceptUnkeyed?: readonly string[] | undefined
}

export interface GuardOptions<Question = never>
  extends AskingOptions<UnkeyedQuestion | Question>,
    Accepting {}

/**
 * Remembers what was accepted, so that a repeated step does not ask again. `before` are the settings that count
 * as cached already: by default those of the stage where it has a cluster.
 */
export type Guard = (
  record: StageRecord,
  after: StageRecord['settings'],
  before?: StageRecord['settings'],
) => Promise<void>

/**
 * Before a change that would newly cache something: judges the deployed API with the settings that the stage
 * would have. Where the deployed API may not be read it warns and goes on.
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
      await askAboutUnkeyed(newlyWrong(methods, already, after), { onAsk, acceptUnkeyed })
    }
    await unlessDenied(check, () =>
      onNote?.(
        'the deployed API may not be read (apigateway:GET on its export), so its cache keys were not checked',
      ),
    )
    accepted.add(record.deploymentId)
  }
}

/** Where nobody can be asked, it is refused. Errors: `usage`, and what the one who is asked throws. */
export async function askAboutUnkeyed(
  wrong: readonly UnkeyedMethod[],
  { onAsk, acceptUnkeyed = [] }: Pick<GuardOptions, 'onAsk' | 'acceptUnkeyed'>,
): Promise<void> {
  const methods = wrong.filter((one) => !isAccepted(acceptUnkeyed, one))
  if (methods.length === 0) return
  if (!onAsk) throw unkeyed(methods)
  await onAsk({ kind: 'unkeyed', methods })
}

/** For methods that would serve one caller's answer to another. */
export function unkeyed(methods: readonly UnkeyedMethod[]): ApigwCacheError {
  const message = `caching would answer one caller with another's data: ${methods.map(lackOf).join('; ')}`
  return new ApigwCacheError('usage', 'unkeyed', message, { data: { methods } })
}

function lackOf({ method, path, missing }: UnkeyedMethod): string {
  const keys = missing.filter((one) => one !== SIGNATURE)
  const lacks = keys.length === 0 ? [] : [`is not keyed on ${keys.join(', ')}`]
  const signed = missing.includes(SIGNATURE) ? ['takes signed requests, which no cache key tells apart'] : []
  return `${method} ${path} ${[...lacks, ...signed].join(' and ')}`
}
