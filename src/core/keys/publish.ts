import { ApigwCacheError } from '../base/errors.js'
import type { Step } from '../base/spelling.js'
import { tellingWrites, whyOf } from '../change/ending.js'
import type { ChangeOptions } from '../change/options.js'
import { type Deployment, deploy } from '../deploy/deploy.js'
import { confirmPlan, type DeployPreview, type NamedKeys } from '../deploy/preview.js'
import { sentBefore } from '../find/ledger.js'
import type { OpenStage } from '../find/open-stage.js'
import { shortKey } from '../gateway/key.js'
import { type Declarations, describeDeployment } from './deployment-description.js'

/** Makes the agreed deployment. Its errors say that the API has the keys by then, and how to go on. */
export async function publish(
  stage: OpenStage,
  named: NamedKeys,
  agreed: DeployPreview,
  options: Pick<ChangeOptions, 'timeoutMs' | 'wait'>,
): Promise<Deployment> {
  const { method, path, cacheKeyParameters } = named.after
  const { previous } = agreed
  try {
    return await tellingWrites(stage, async () => {
      await confirmPlan(stage, named, agreed)
      const ref = { method, path }
      const description = describeDeployment(ref, declarationsOf(named, agreed))
      const methods = [{ ref, keys: cacheKeyParameters.map(shortKey) }]
      return deploy(stage, { methods, previous, description }, options)
    })
  } catch (error) {
    throw keysWritten(error, stage, repeatedStep(stage, named))
  }
}

/** Optional parameters that are keys and are declared since came for the sake of the keys. */
function declarationsOf({ after, removed }: NamedKeys, { newlyDeclared }: DeployPreview): Declarations {
  const { cacheKeyParameters: keys, parameters } = after
  return {
    made: newlyDeclared.filter((name) => keys.includes(name) && parameters[name] === false).map(shortKey),
    takenBack: removed.filter((name) => !Object.hasOwn(parameters, name)).map(shortKey),
  }
}

/** Names the keys without sources, as their mappings exist by now. */
function repeatedStep({ target }: OpenStage, { after, added, removed }: NamedKeys): Step {
  const keys = added.length > 0 ? added.map(({ parameter }) => parameter) : removed
  return {
    verb: added.length > 0 ? 'keys add' : 'keys remove',
    words: [after.method, after.path, ...keys.map(shortKey)],
    options: { deploy: true },
    target,
  }
}

/** The API has the keys, whatever became of the deployment. */
function keysWritten(error: unknown, stage: OpenStage, step: Step): unknown {
  const known = error instanceof ApigwCacheError ? error : null
  if (known === null && !stage.connection.retry.signal?.aborted) return error
  const first = known ?? new ApigwCacheError('interrupted', 'interrupted', 'interrupted', { cause: error })
  const sent = sentBefore(first)
  const made = stage.ledger.deployment()
  const isMade = made?.isSure === true
  const what = isMade
    ? 'the keys are written and the deployment was made, but it could not be seen'
    : made || first.kind === 'timeout'
      ? 'the keys are written, but may not be deployed'
      : 'the keys are written but not deployed'
  // That nothing was changed is said of the deployment only.
  const why = first.kind === 'interrupted' && sent === 'none' ? 'interrupted' : whyOf(first)
  return new ApigwCacheError(first.kind, 'keys-not-deployed', `${what}: ${why}`, {
    data: { step, first, isMade, sent: sent === 'none' ? 'accepted' : sent },
    cause: error,
    requestId: first.requestId ?? undefined,
  })
}
