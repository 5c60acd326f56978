import { newDeployment } from '../control/deployments.js'
import { emptyApi } from '../control/rest-apis.js'
import { newStage } from '../control/stages/stages.js'
import { errorsAt } from '../seed/api.js'
import { newApiId } from '../world/ids.js'
import type { RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import type { OpenApiDocument } from './document.js'
import { importInto } from './import.js'
import { slipsIn } from './slips.js'

const STAGE = 'prod'

/** Adds the API that a document describes to the world, deployed to a stage `prod`, and tells what was left out. */
export function addOpenApi(world: World, document: OpenApiDocument): readonly string[] {
  const { title = 'untitled' } = document.info
  const known = idOf(document)
  const id = known !== null && !world.isTaken(known) ? known : newApiId(world)
  const api: RestApi = { ...emptyApi(id, title, world), models: new Map() }
  const warnings = importInto(world, api, document, { basePath: 'ignore', standIns: true })
  const deployment = errorsAt(title, () => newDeployment(api, null, world))
  api.deployments.set(deployment.id, deployment)
  api.stages.set(STAGE, newStage(STAGE, deployment.id, world))
  world.apis.set(id, api)
  return [...warnings, ...slipsIn(document)]
}

/** The id of the API that was exported, so that clients that know it find the new one. */
function idOf(document: OpenApiDocument): string | null {
  const address = document.servers?.[0]?.url ?? document.host
  return address?.match(/^(?:https:\/\/)?([a-z0-9]{10})\.execute-api\./)?.[1] ?? null
}
