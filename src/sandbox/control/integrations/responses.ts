import { CONTENT_HANDLINGS } from '../../world/enums.js'
import type { IntegrationResponse } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { checkContentTypes } from '../content-types.js'
import { integrationOf, integrationResponseOf, methodOf } from '../lookup.js'
import { checkStatus } from '../methods/status.js'
import { integrationResponseView } from '../methods/view.js'
import { type Call, param, type Reply } from '../operation.js'
import { applyRules, fieldRules, filledOrNull, mapRules, readPatch, textOf, textOrNull } from '../patch.js'
import { checkResponseMappings } from './mappings.js'

export function putIntegrationResponse(world: World, call: Call): Reply {
  checkStatus(call)
  const { responses } = integrationOf(world, call)
  const statusCode = param(call, 'status')
  const response: IntegrationResponse = {
    statusCode,
    selectionPattern: call.body.string('selectionPattern') ?? null,
    contentHandling: call.body.oneOf('contentHandling', CONTENT_HANDLINGS) ?? null,
    responseParameters: call.body.stringMap('responseParameters') ?? {},
    responseTemplates: call.body.templateMap('responseTemplates') ?? {},
    shownEmpty: call.body.emptyMaps('responseParameters', 'responseTemplates'),
  }
  checkContentTypes(response.responseTemplates)
  checkResponseMappings(methodOf(world, call), response)
  responses.set(statusCode, response)
  return integrationResponseView(response)
}

export function getIntegrationResponse(world: World, call: Call): Reply {
  return integrationResponseView(integrationResponseOf(world, call))
}

export function updateIntegrationResponse(world: World, call: Call): Reply {
  const response = integrationResponseOf(world, call)
  const { selectionPattern, contentHandling } = response
  const draft = { selectionPattern, contentHandling }
  const responseParameters = { ...response.responseParameters }
  const responseTemplates = { ...response.responseTemplates }
  applyRules(readPatch(call.body), {
    ...fieldRules(draft, { selectionPattern: textOrNull, contentHandling: filledOrNull }),
    ...mapRules('responseParameters', responseParameters, textOf),
    ...mapRules('responseTemplates', responseTemplates, textOf),
  })
  checkContentTypes(responseTemplates)
  checkResponseMappings(methodOf(world, call), { ...response, responseParameters })
  Object.assign(response, draft, { responseParameters, responseTemplates })
  return integrationResponseView(response)
}

export function deleteIntegrationResponse(world: World, call: Call): Reply {
  const { statusCode } = integrationResponseOf(world, call)
  integrationOf(world, call).responses.delete(statusCode)
  return undefined
}
