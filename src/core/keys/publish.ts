import { ApigwCacheError, rephrased } from '../base/errors.js'
import type { Step } from '../base/spelling.js'
import type { ChangeOptions } from '../change/options.js'
import { type Deployment, deploy } from '../deploy/deploy.js'
import { confirmPlan, type DeployPreview, type NamedKeys } from '../deploy/preview.js'
import type { OpenStage } from '../find/open-stage.js'
import { shortKey } from '../gateway/key-names.js'

/** Deploys what was agreed to. Its errors say that the keys are in the API by then, and how to go on. */
export async function publish(
  stage: OpenStage,
  named: NamedKeys,
  agreed: DeployPreview,
  options: Pick<ChangeOptions, 'timeoutMs' | 'wait'>,
): Promise<Deployment> {
  const { method, path, cacheKeyParameters } = named.after
  const { previous } = agreed
  try {
    await confirmPlan(stage, named, agreed)
    const keys = cacheKeyParameters.map(shortKey)
    return await deploy(stage, { ref: { method, path }, keys, previous }, options)
  } catch (error) {
    throw writtenOnly(error, again(stage, named))
  }
}

/** Mappings are there by now: the keys need no source. */
function again({ target }: OpenStage, { after, added, removed }: NamedKeys): Step {
  const keys = added.length > 0 ? added.map(({ parameter }) => parameter) : removed
  return {
    verb: added.length > 0 ? 'keys add' : 'keys remove',
    words: [after.method, after.path, ...keys.map(shortKey)],
    options: { deploy: true },
    target,
  }
}

function writtenOnly(error: unknown, step: Step): unknown {
  if (!(error instanceof ApigwCacheError)) return error
  // A deployment may be under way.
  const open = error.kind === 'timeout' || error.kind === 'interrupted'
  const what = open
    ? 'the keys are written, but may not be deployed'
    : 'the keys are written but not deployed'
  const told = rephrased(error, `${what}: ${error.message}`)
  return new ApigwCacheError(error.kind, 'keys-not-deployed', told.message, {
    data: { step, first: error },
    cause: error,
    requestId: error.requestId ?? undefined,
  })
}
