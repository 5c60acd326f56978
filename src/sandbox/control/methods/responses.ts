import { conflict } from '../../http/errors.js'
import type { MethodResponse } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { methodOf, methodResponseOf } from '../lookup.js'
import { type Call, param, type Reply } from '../operation.js'
import { applyRules, booleanOf, mapRules, readPatch, textOf } from '../patch.js'
import { methodResponseView } from './view.js'

export function putMethodResponse(world: World, call: Call): Reply {
  const { responses } = methodOf(world, call)
  const statusCode = param(call, 'status')
  if (responses.has(statusCode)) throw conflict('Response already exists for this resource')
  const response: MethodResponse = {
    statusCode,
    responseParameters: call.body.booleanMap('responseParameters') ?? {},
    responseModels: call.body.stringMap('responseModels') ?? {},
  }
  responses.set(statusCode, response)
  return methodResponseView(response)
}

export function getMethodResponse(world: World, call: Call): Reply {
  return methodResponseView(methodResponseOf(world, call))
}

export function updateMethodResponse(world: World, call: Call): Reply {
  const response = methodResponseOf(world, call)
  const responseParameters = { ...response.responseParameters }
  const responseModels = { ...response.responseModels }
  applyRules(readPatch(call.body), {
    ...mapRules('responseParameters', responseParameters, (value) => booleanOf(value || 'false')),
    ...mapRules('responseModels', responseModels, textOf),
  })
  Object.assign(response, { responseParameters, responseModels })
  return methodResponseView(response)
}

export function deleteMethodResponse(world: World, call: Call): Reply {
  methodOf(world, call).responses.delete(methodResponseOf(world, call).statusCode)
  return undefined
}
