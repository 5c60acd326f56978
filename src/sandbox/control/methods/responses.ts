import { conflict } from '../../http/errors.js'
import type { MethodResponse } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { apiOf, methodOf, methodResponseOf } from '../lookup.js'
import { checkModels } from '../models/checks.js'
import { type Call, param, type Reply } from '../operation.js'
import { applyRules, booleanOf, mapRules, readPatch, textOf } from '../patch.js'
import { checkStatus, statusProblems } from './status.js'
import { methodResponseView } from './view.js'

export function putMethodResponse(world: World, call: Call): Reply {
  checkStatus(call)
  const api = apiOf(world, call)
  const { responses } = methodOf(world, call)
  const statusCode = param(call, 'status')
  if (responses.has(statusCode)) throw conflict('Response already exists for this resource')
  const response: MethodResponse = {
    statusCode,
    responseParameters: call.body.booleanMap('responseParameters') ?? {},
    responseModels: call.body.stringMap('responseModels') ?? {},
    shownEmpty: call.body.emptyMaps('responseParameters', 'responseModels'),
  }
  checkModels(api, response.responseModels)
  responses.set(statusCode, response)
  return methodResponseView(response)
}

export function getMethodResponse(world: World, call: Call): Reply {
  checkStatus(call)
  return methodResponseView(methodResponseOf(world, call))
}

export function updateMethodResponse(world: World, call: Call): Reply {
  const operations = readPatch(call.body, statusProblems(call))
  const response = methodResponseOf(world, call)
  const responseParameters = { ...response.responseParameters }
  const responseModels = { ...response.responseModels }
  applyRules(operations, {
    ...mapRules(
      'responseParameters',
      responseParameters,
      (value) => booleanOf(value || 'false'),
      'Invalid parameter name specified',
    ),
    ...mapRules('responseModels', responseModels, textOf, 'Content-Type specified was not found'),
  })
  checkModels(apiOf(world, call), responseModels)
  Object.assign(response, { responseParameters, responseModels })
  return methodResponseView(response)
}

export function deleteMethodResponse(world: World, call: Call): Reply {
  checkStatus(call)
  methodOf(world, call).responses.delete(methodResponseOf(world, call).statusCode)
  return undefined
}
