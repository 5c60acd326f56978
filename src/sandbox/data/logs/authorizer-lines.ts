import { masked } from '../../http/secrets.js'
import type { Call, Consulted, Exchanged } from '../call.js'
import type { Reply } from '../gateway-responses.js'
import { cutOff, data, failed, type Line, step } from './execution-lines.js'

/** Before the method of the call is executed. */
export function authorizerLines(call: Call, { failure }: Pick<Reply, 'failure'>): Line[] {
  const { method, context, consulted } = call
  if (method.authorizerId === null) return []
  const denied = failure?.type === 'UNAUTHORIZED' || failure?.type === 'ACCESS_DENIED'
  const [begun, unauthorized] = [
    step(`Starting authorizer: ${method.authorizerId} for request: ${context.requestId}`),
    failed(`Unauthorized request: ${context.requestId}`),
  ]
  if (!consulted) return [begun, denied ? unauthorized : COMPLETED]
  return [begun, ...consultedLines(consulted, unauthorized)]
}

const COMPLETED = step('Successfully completed authorizer execution')

/** Who is denied by a policy has an authorizer that works. */
export function consultedLines(consulted: Consulted, unauthorized: Line): Line[] {
  const { identity, exchanged, status, problem, principalId } = consulted
  return [
    step(`Incoming identity: ${identity()}`),
    ...(exchanged ? exchangedLines(exchanged) : []),
    ...(principalId === null
      ? [status === 401 ? unauthorized : failed(`Execution failed due to ${problem}`)]
      : [step(`Using valid authorizer policy for principal: ${masked(principalId)}`), COMPLETED]),
  ]
}

function exchangedLines({ uri, headers, body, responseBody }: Exchanged): Line[] {
  return [
    data(`Endpoint request URI: ${uri}`),
    data(`Endpoint request headers: ${cutOff(headers)}`),
    data(`Endpoint request body after transformations: ${body}`),
    step(`Sending request to ${uri}`),
    data(`Authorizer result body before parsing: ${responseBody}`),
  ]
}
