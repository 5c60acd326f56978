import { stringify } from 'yaml'
import { badRequest } from '../../http/errors.js'
import type { World } from '../../world/world.js'
import { apiOf, stageOf } from '../lookup.js'
import { type Call, param, RawReply, type Reply } from '../operation.js'
import { openApiOf } from './openapi.js'

/** The API as the stage has it deployed. */
export function getExport(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  const stage = stageOf(world, call)
  const type = param(call, 'export')
  if (type !== 'oas30') throw badRequest(`Export of type ${type} is not available; oas30 is`)
  const deployment = api.deployments.get(stage.deploymentId)
  if (!deployment) throw badRequest('Deployment id does not exist')
  const asked = call.query.get('extensions') ?? ''
  const document = openApiOf(world, api, stage, deployment, {
    integrations: asked === 'apigateway' || asked === 'integrations',
    authorizers: asked === 'apigateway' || asked === 'authorizers',
  })
  const name = `oas30_${new Date(stage.createdDate).toISOString()}`
  return call.headers.accept?.includes('yaml')
    ? exported(`${name}.yaml`, stringify(document))
    : exported(`${name}.json`, JSON.stringify(document, null, 2))
}

function exported(filename: string, body: string): RawReply {
  return new RawReply(
    [
      ['Content-Type', 'application/octet-stream'],
      ['Content-Disposition', `attachment; filename="${filename}"`],
    ],
    body,
  )
}
