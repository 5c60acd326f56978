import { stringify } from 'yaml'
import { badRequest } from '../../http/errors.js'
import type { World } from '../../world/world.js'
import { apiOf, stageOf } from '../lookup.js'
import { type Call, param, RawReply, type Reply } from '../operation.js'
import { type Exported, infoOf, readExtensions } from './exported.js'
import { oas30Of } from './oas30.js'
import { swaggerOf } from './swagger.js'

const WRITERS: Readonly<Record<string, (exported: Exported) => object>> = {
  oas30: oas30Of,
  swagger: swaggerOf,
}

/** The API as the stage has it deployed. */
export function getExport(world: World, call: Call): Reply {
  const api = apiOf(world, call)
  const stage = stageOf(world, call)
  const type = param(call, 'export')
  const write = Object.hasOwn(WRITERS, type) ? WRITERS[type] : undefined
  if (!write) throw badRequest(`Invalid export type specified: ${type}. Valid options are oas30, swagger`)
  const deployment = api.deployments.get(stage.deploymentId)
  if (!deployment) throw badRequest('Deployment id does not exist')
  const extensions = readExtensions(call.query.get('extensions') ?? '')
  const exported = { region: world.region, api, stage, deployment, extensions }
  const document = write(exported)
  const name = `${type}_${infoOf(exported).version}`
  return call.headers.accept?.includes('yaml')
    ? reply(`${name}.yaml`, stringify(document))
    : reply(`${name}.json`, JSON.stringify(document, null, 2))
}

function reply(filename: string, body: string): RawReply {
  return new RawReply(
    [
      ['Content-Type', 'application/octet-stream'],
      ['Content-Disposition', `attachment; filename="${filename}"`],
    ],
    body,
  )
}
