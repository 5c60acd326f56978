import { notFound } from '../../http/errors.js'
import { CONTENT_HANDLINGS, isVerb } from '../../world/enums.js'
import type { IntegrationResponse } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { checkContentTypes } from '../content-types.js'
import { integrationOf, integrationResponseOf, methodOf, resourceOf } from '../lookup.js'
import { checkStatus, statusProblems } from '../methods/status.js'
import { integrationResponseView } from '../methods/view.js'
import { type Call, param, type Reply } from '../operation.js'
import { applyRules, fieldRules, filledOrNull, mapRules, readPatch, textOf, textOrNull } from '../patch.js'
import { checkResponseMappings } from './mappings.js'

export function putIntegrationResponse(world: World, call: Call): Reply {
  checkStatus(call)
  const statusCode = param(call, 'status')
  const response: IntegrationResponse = {
    statusCode,
    selectionPattern: call.body.string('selectionPattern') ?? null,
    contentHandling: call.body.oneOf('contentHandling', CONTENT_HANDLINGS) ?? null,
    responseParameters: call.body.stringMap('responseParameters') ?? {},
    responseTemplates: call.body.templateMap('responseTemplates') ?? {},
    shownEmpty: call.body.emptyMaps('responseParameters', 'responseTemplates'),
  }
  const { responses } = integrationOf(world, call)
  checkContentTypes(response.responseTemplates)
  checkResponseMappings(methodOf(world, call), response)
  responses.set(statusCode, response)
  return integrationResponseView(response)
}

export function getIntegrationResponse(world: World, call: Call): Reply {
  checkStatus(call)
  return integrationResponseView(integrationResponseOf(world, call))
}

export function updateIntegrationResponse(world: World, call: Call): Reply {
  const operations = readPatch(call.body, statusProblems(call))
  const response = integrationResponseOf(world, call)
  const { selectionPattern, contentHandling } = response
  const draft = { selectionPattern, contentHandling }
  const responseParameters = { ...response.responseParameters }
  const responseTemplates = { ...response.responseTemplates }
  applyRules(operations, {
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
  checkStatus(call)
  // Without its method an integration is what is missing here, and only here.
  const { methods } = resourceOf(world, call)
  const verb = param(call, 'verb')
  if (!(isVerb(verb) && methods.has(verb))) throw notFound('Invalid Integration identifier specified')
  const { statusCode } = integrationResponseOf(world, call)
  integrationOf(world, call).responses.delete(statusCode)
  return undefined
}
