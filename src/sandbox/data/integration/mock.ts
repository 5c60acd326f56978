import type { Integration } from '../../world/model.js'
import type { Call } from '../call.js'
import { internalError, type Outcome } from '../gateway-responses.js'
import { dig } from '../mapping/expression.js'
import { renderTemplate, templateFor } from '../mapping/template.js'
import { mapResponse, selectResponse } from './response.js'

const NOTHING = Buffer.alloc(0)

/** The request template gives the status, and the integration response for that status the rest. */
export function answerMock(call: Call, integration: Integration): Outcome {
  const { request, bodyText } = call
  const template = templateFor(integration.requestTemplates, request.headers['content-type'])
  const status =
    template === undefined ? undefined : dig(renderTemplate(template, call, bodyText), 'statusCode')
  if (status === undefined) return internalError(500)

  const exact = integration.responses.get(status)
  const response = exact && !exact.selectionPattern ? exact : selectResponse(integration, status)
  if (!response) return internalError(500)
  const reply = mapResponse(response, { status: Number(status), headers: [], body: NOTHING }, call)
  return { reply, gateway: false }
}
