import type { StageRecord } from '../aws/api.js'
import type { Connection } from '../aws/connection.js'
import { ToolError } from '../base/errors.js'
import { waitUntil } from '../base/wait.js'
import { type ChangeOptions, changing } from '../change/change.js'
import { type DeployedMethod, deployedMethods } from '../gateway/export.js'
import { nameOfMethod } from '../gateway/method.js'
import type { KeyChange, Target } from '../gateway/model.js'
import type { MethodRef } from '../gateway/settings.js'
import { flagsOf, nameOf, refOf } from '../gateway/stage.js'

/** A new deployment is there at once nearly always. */
const TYPICAL_MS = 5000

interface Live {
  readonly stage: StageRecord
  readonly keys: readonly string[] | null
}

/** Keys in this tool's spelling that a method of the stage shall run. */
export interface Publication {
  readonly ref: MethodRef
  readonly keys: readonly string[]
  /** What the stage ran when it was agreed to replace it. */
  readonly previous: string
}

/** A deployment to a canary's stage goes to the canary: whom it would reach nobody has asked for. */
export function refuseCanary(stage: StageRecord, target: Target): void {
  if (stage.canary === null) return
  throw new ToolError(
    'failure',
    `${nameOf(target)} has a canary: a deployment would change what it or the rest of the traffic gets`,
    { hint: 'promote or remove the canary first, or deploy with the tool that made it' },
  )
}

/**
 * Publishes the API as it stands to the stage and reads back that it runs the keys. Before each attempt it
 * looks at what the stage runs: no second deployment is made after a lost answer.
 */
export function deploy(
  connection: Connection,
  target: Target,
  publication: Publication,
  options: Pick<ChangeOptions, 'timeoutMs'>,
): Promise<KeyChange['deployment']> {
  const { control, kept } = connection
  const { ref, previous } = publication
  const description = `cache keys of ${nameOfMethod(ref)}`
  return changing(connection, target, options, async (change) => {
    const seen = await look(connection, target, ref)
    refuseCanary(seen.stage, target)
    if (seen.stage.deploymentId === previous) {
      await change.write(() => control.createDeployment(refOf(target), description))
      if (kept) return null
    } else if (!change.changed() && !isLive(seen, publication)) {
      throw new ToolError('failure', `somebody else has deployed to ${nameOf(target)} in the meantime`, {
        hint: `see what is live now: apigw-cache keys list ${flagsOf(connection, target)}`,
      })
    }
    const after = await waitUntil(
      () => look(connection, target, ref),
      (live) => isLive(live, publication),
      {
        clock: connection.clock,
        expectedMs: TYPICAL_MS,
        deadline: change.deadline(),
        signal: connection.retry.signal,
        describe: ({ stage }) => ({
          state: `${nameOf(target)} runs deployment ${stage.deploymentId} without the keys of ${nameOfMethod(ref)}`,
          next: `apigw-cache keys list ${flagsOf(connection, target)}`,
        }),
      },
    )
    return { id: after.stage.deploymentId ?? '', previous }
  })
}

/** Whether both are the same keys, in whatever order. */
export function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((key) => b.includes(key))
}

export function keysOf(methods: readonly DeployedMethod[] | null, ref: MethodRef): readonly string[] | null {
  return methods?.find(({ method, path }) => method === ref.method && path === ref.path)?.keys ?? null
}

async function look({ control }: Connection, target: Target, ref: MethodRef): Promise<Live> {
  const stage = await control.stage(refOf(target))
  const methods = deployedMethods(await control.deployedExport(refOf(target)))
  return { stage, keys: keysOf(methods, ref) }
}

function isLive({ stage, keys }: Live, { keys: wanted, previous }: Publication): boolean {
  return stage.deploymentId !== previous && keys !== null && sameKeys(keys, wanted)
}
