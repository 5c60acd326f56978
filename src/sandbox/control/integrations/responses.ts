import type { IntegrationResponse } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { integrationOf, integrationResponseOf } from '../lookup.js'
import { integrationResponseView } from '../methods/view.js'
import { type Call, param, type Reply } from '../operation.js'
import { applyRules, fieldRules, mapRules, readPatch, textOf, textOrNull } from '../patch.js'

export function putIntegrationResponse(world: World, call: Call): Reply {
  const { responses } = integrationOf(world, call)
  const statusCode = param(call, 'status')
  const response: IntegrationResponse = {
    statusCode,
    selectionPattern: call.body.string('selectionPattern') ?? null,
    responseParameters: call.body.stringMap('responseParameters') ?? {},
    responseTemplates: call.body.stringMap('responseTemplates') ?? {},
  }
  responses.set(statusCode, response)
  return integrationResponseView(response)
}

export function getIntegrationResponse(world: World, call: Call): Reply {
  return integrationResponseView(integrationResponseOf(world, call))
}

export function updateIntegrationResponse(world: World, call: Call): Reply {
  const response = integrationResponseOf(world, call)
  const draft = { selectionPattern: response.selectionPattern }
  const responseParameters = { ...response.responseParameters }
  const responseTemplates = { ...response.responseTemplates }
  applyRules(readPatch(call.body), {
    ...fieldRules(draft, { selectionPattern: textOrNull }),
    ...mapRules('responseParameters', responseParameters, textOf),
    ...mapRules('responseTemplates', responseTemplates, textOf),
  })
  Object.assign(response, draft, { responseParameters, responseTemplates })
  return integrationResponseView(response)
}

export function deleteIntegrationResponse(world: World, call: Call): Reply {
  integrationOf(world, call).responses.delete(integrationResponseOf(world, call).statusCode)
  return undefined
}
