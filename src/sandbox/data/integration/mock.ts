import type { Integration } from '../../world/model.js'
import { misconfigured, NO_RESPONSE, type Outcome } from '../gateway-responses.js'
import { dig } from '../mapping/body-path.js'
import type { Mapper } from '../mapping/mapper.js'
import { requestBody } from './request.js'
import { mapResponse, selectResponse } from './response.js'

const NO_STATUS = 'Unable to parse statusCode. It should be an integer that is defined in the request template.'
const NOTHING = Buffer.alloc(0)

// API Gateway reads names without quotation marks too.
const LENIENT = /[{,]\s*['"]?statusCode['"]?\s*:\s*['"]?(\d{3})\b/

/** The request's payload gives the status, and the integration response for that status the rest. */
export function answerMock(mapper: Mapper, integration: Integration): Outcome {
  const body = requestBody(mapper, integration)
  if (!Buffer.isBuffer(body)) return body
  const text = body.toString('utf8')
  const status = dig(text, 'statusCode') ?? LENIENT.exec(text)?.[1]
  if (status === undefined) return misconfigured(NO_STATUS)

  mapper.call.answered(Number(status))
  const exact = integration.responses.get(status)
  const response = exact && !exact.selectionPattern ? exact : selectResponse(integration, status)
  if (!response) return misconfigured(NO_RESPONSE)
  const backend = { status: Number(status), headers: [], body: NOTHING }
  return mapResponse(mapper, response, backend)
}
