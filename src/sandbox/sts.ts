import { errorAnswer, missingToken, ServiceError } from './errors.js'
import type { HttpAnswer, HttpRequest } from './http.js'
import { type Caller, callerOf } from './iam/guard.js'
import { uuid } from './ids.js'
import type { World } from './world.js'

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

/** What the query protocol calls the refusals that JSON services have other names for. */
const QUERY_CODES: Readonly<Record<string, string>> = {
  IncompleteSignatureException: 'IncompleteSignature',
  InvalidSignatureException: 'SignatureDoesNotMatch',
  UnrecognizedClientException: 'InvalidClientTokenId',
}

/** STS in the query dialect: GetCallerIdentity, which is all that clients ask before they work. */
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
  try {
    const caller = callerOf(world, request)
    return operation === 'GetCallerIdentity'
      ? xml(200, identityXml(caller, requestId))
      : xml(400, errorXml('InvalidAction', `Could not find operation ${operation}`, requestId))
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return xml(error.status, errorXml(QUERY_CODES[error.type] ?? error.type, error.message, requestId))
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

function errorXml(code: string, message: string, requestId: string): string {
  return [
    `<ErrorResponse xmlns="${NAMESPACE}">`,
    `<Error><Type>Sender</Type><Code>${code}</Code><Message>${escapeXml(message)}</Message></Error>`,
    `<RequestId>${requestId}</RequestId>`,
    '</ErrorResponse>',
  ].join('')
}

function xml(status: number, body: string): HttpAnswer {
  return { status, headers: [['Content-Type', 'text/xml']], body }
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
