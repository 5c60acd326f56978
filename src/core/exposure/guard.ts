import type { StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { isDenied } from '../aws/explain.js'
import { ToolError } from '../base/errors.js'
import type { ChangeOptions } from '../change/change.js'
import { deployedMethods } from '../gateway/export.js'
import type { Target } from '../gateway/model.js'
import { provisioned, refOf } from '../gateway/stage.js'
import { requireKnown } from './accepted.js'
import type { UnkeyedMethod } from './unkeyed-path.js'
import { newlyWrong } from './wrong-data.js'

export interface GuardOptions extends ChangeOptions {
  /**
   * Called before anything is sent when methods would be cached that answer one caller with another's data.
   * Throw to refuse.
   */
  readonly acceptUnkeyed: (methods: readonly UnkeyedMethod[]) => Promise<void>
  /** What that will accept without asking, `GET /pets/{id}` or `all`: a method that is not deployed is a `usage` error. */
  readonly accepted?: readonly string[] | undefined
}

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
  { control }: Connection,
  target: Target,
  { acceptUnkeyed, accepted: named = [], onNote }: GuardOptions,
): Guard {
  const accepted = new Set<string | null>()
  return async (record, after, before) => {
    if (accepted.has(record.deploymentId) || !Object.values(after).some(({ caching }) => caching)) return
    try {
      const methods = deployedMethods(await control.deployedExport(refOf(target)))
      if (methods === null)
        throw new ToolError('failure', 'the export of the stage is not an OpenAPI document')
      requireKnown(named, methods)
      const already = before ?? (provisioned(record) ? record.settings : null)
      const anew = newlyWrong(methods, already, after)
      if (anew.length > 0) await acceptUnkeyed(anew)
    } catch (error) {
      if (!isDenied(error)) throw error
      onNote?.(
        'the deployed API may not be read (apigateway:GET on its export), so its cache keys were not checked',
      )
    }
    accepted.add(record.deploymentId)
  }
}
