import type { IntegrationResponse } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { integrationOf, integrationResponseOf } from '../lookup.js'
import { integrationResponseView } from '../methods/view.js'
import { type Call, param, type Reply } from '../operation.js'
import { applyRules, mapRules, readPatch, textOf } from '../patch.js'

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
  let { selectionPattern } = response
  const responseParameters = { ...response.responseParameters }
  const responseTemplates = { ...response.responseTemplates }
  applyRules(readPatch(call.body), {
    'replace /selectionPattern': (value) => {
      selectionPattern = value ?? null
    },
    ...mapRules('responseParameters', responseParameters, textOf),
    ...mapRules('responseTemplates', responseTemplates, textOf),
  })
  Object.assign(response, { selectionPattern, responseParameters, responseTemplates })
  return integrationResponseView(response)
}

export function deleteIntegrationResponse(world: World, call: Call): Reply {
  integrationOf(world, call).responses.delete(integrationResponseOf(world, call).statusCode)
  return undefined
}
