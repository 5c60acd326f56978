import type { Connection } from '../aws/connection.js'
import { ToolError } from '../base/errors.js'
import type { ChangeOptions } from '../change/change.js'
import { deploy } from '../deploy/deploy.js'
import { confirmPlan, type DeployPreview, type NamedKeys } from '../deploy/preview.js'
import type { ResolvedTarget } from '../find/target.js'
import { shortKey } from '../gateway/key-names.js'
import { nameOfMethod } from '../gateway/method.js'
import type { KeyChange, Target } from '../gateway/model.js'
import { flagsOf } from '../gateway/stage.js'

/** Deploys what was agreed to. Its errors say that the keys are in the API by then, and how to go on. */
export async function publish(
  connection: Connection,
  { target, stage }: Pick<ResolvedTarget, 'target' | 'stage'>,
  named: NamedKeys,
  agreed: DeployPreview,
  options: Pick<ChangeOptions, 'timeoutMs'>,
): Promise<KeyChange['deployment']> {
  const { after } = named
  const publication = {
    ref: { method: after.method, path: after.path },
    keys: after.cacheKeyParameters.map(shortKey),
    previous: agreed.previous,
  }
  if (connection.kept) return deploy(connection, target, publication, options)
  try {
    await confirmPlan(connection, target, stage, named, agreed)
    return await deploy(connection, target, publication, options)
  } catch (error) {
    throw writtenOnly(error, `to deploy them: ${commandFor(connection, target, named)}`)
  }
}

/** Mappings are there by now: the keys need no source. */
function commandFor(connection: Connection, target: Target, { after, added, removed }: NamedKeys): string {
  const [action, keys] =
    added.length > 0
      ? (['add', added.map(({ parameter }) => parameter)] as const)
      : (['remove', removed] as const)
  const words = [action, nameOfMethod(after), ...keys.map(shortKey), flagsOf(connection, target), '--deploy']
  return `apigw-cache keys ${words.join(' ')}`
}

function writtenOnly(error: unknown, next: string): unknown {
  if (!(error instanceof ToolError)) return error
  const { kind, message, hint, requestId } = error
  // A deployment may be under way.
  const open = kind === 'timeout' || kind === 'interrupted'
  const what = open
    ? 'the keys are written, but may not be deployed'
    : 'the keys are written but not deployed'
  return new ToolError(kind, `${what}: ${message}`, {
    hint: hint === null ? next : `${hint}; ${next}`,
    cause: error.cause ?? error,
    requestId: requestId ?? undefined,
  })
}
