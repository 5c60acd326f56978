import type { LambdaAuthorizerEvent, LambdaRequestEvent } from '../../world/authorizers/handler.js'
import type { Authorizer } from '../../world/model.js'
import type { Call } from '../call.js'
import { lambdaEvent } from '../integration/lambda-event.js'

/** What the authorizer's function is asked about a call. */
export function authorizerEvent(
  { type }: Pick<Authorizer, 'type'>,
  call: Call,
  methodArn: string,
  token: string,
): LambdaAuthorizerEvent {
  return type === 'TOKEN' ? { type, methodArn, authorizationToken: token } : requestEvent(call, methodArn)
}

/** A proxy event without the body. What the request does not have is empty here, and not null. */
function requestEvent(call: Call, methodArn: string): LambdaRequestEvent {
  const { body: _, isBase64Encoded: __, ...asked } = lambdaEvent(call)
  return {
    type: 'REQUEST',
    methodArn,
    ...asked,
    headers: asked.headers ?? {},
    multiValueHeaders: asked.multiValueHeaders ?? {},
    queryStringParameters: asked.queryStringParameters ?? {},
    multiValueQueryStringParameters: asked.multiValueQueryStringParameters ?? {},
    pathParameters: asked.pathParameters ?? {},
    stageVariables: asked.stageVariables ?? {},
  }
}
