import { errorAnswer, missingToken, ServiceError } from './http/errors.js'
import type { HttpAnswer, HttpRequest } from './http/message.js'
import { escapeXml, queryCode, queryError, xmlAnswer } from './http/query-xml.js'
import { type Caller, callerOf } from './iam/authorization.js'
import { uuid } from './world/ids.js'
import type { World } from './world/world.js'

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** STS in the query protocol, with GetCallerIdentity only, which clients call before they work. */
export function serveSts(
  world: World,
  request: HttpRequest,
): { readonly operation: string; readonly answer: HttpAnswer } {
  const operation = new URLSearchParams(request.body.toString('utf8')).get('Action') ?? ''
  if (!request.headers.authorization) return { operation, answer: errorAnswer(missingToken()) }
  const requestId = uuid(world.random)
  return { operation, answer: answerOf(world, request, operation, requestId) }
}

function answerOf(world: World, request: HttpRequest, operation: string, requestId: string): HttpAnswer {
  const failed = (status: number, code: string, message: string) =>
    xmlAnswer(status, queryError(NAMESPACE, requestId, { code, message }))
  try {
    const caller = callerOf(world, request)
    return operation === 'GetCallerIdentity'
      ? xmlAnswer(200, identityXml(caller, requestId))
      : failed(400, 'InvalidAction', `Could not find operation ${operation}`)
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return failed(error.status, queryCode(error.type), error.message)
  }
}

function identityXml({ arn, accessKeyId, accountId }: Caller, requestId: string): string {
  return [
    `<GetCallerIdentityResponse xmlns="${NAMESPACE}">`,
    '<GetCallerIdentityResult>',
    `<Arn>${escapeXml(arn)}</Arn>`,
    `<UserId>${escapeXml(accessKeyId)}</UserId>`,
    `<Account>${accountId}</Account>`,
    '</GetCallerIdentityResult>',
    `<ResponseMetadata><RequestId>${requestId}</RequestId></ResponseMetadata>`,
    '</GetCallerIdentityResponse>',
  ].join('')
}
