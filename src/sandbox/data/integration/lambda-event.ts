import { groupByName, hasHeader } from '../../http/headers.js'
import { own } from '../../http/own.js'
import { isSignature } from '../../iam/credential.js'
import type { LambdaIdentity, LambdaProxyEvent, LambdaRequestContext } from '../../world/lambda.js'
import { addressedPath, type Call, utcDate } from '../call.js'
import { seenHeaders } from '../caller-headers.js'
import { isBinary } from './payload.js'

export function lambdaEvent(call: Call): LambdaProxyEvent {
  const { request, resource, rawPath, pathParameters, stageVariables, context } = call
  const headers = headersOf(call)
  const binary = isBinary(call, request.headers['content-type'])
  const body = request.body.toString(binary ? 'base64' : 'utf8')
  return {
    resource: resource.path,
    path: `${context.basePath ?? ''}${rawPath.replace(/^\/+/, '/')}`,
    httpMethod: request.method,
    headers: filled(Object.fromEntries(headers)),
    multiValueHeaders: filled(groupByName(headers)),
    queryStringParameters: filled(Object.fromEntries(call.query)),
    multiValueQueryStringParameters: filled(groupByName(call.query)),
    pathParameters: filled(pathParameters),
    stageVariables: filled(stageVariables),
    requestContext: requestContext(call),
    body: body === '' ? null : body,
    isBase64Encoded: binary && body !== '',
  }
}

/** What CloudFront, in front of an edge-optimised API, spells so, however the caller does. */
const AT_EDGE: Readonly<Record<string, string>> = {
  authorization: 'Authorization',
  'user-agent': 'User-Agent',
}

/** The caller's, and those that API Gateway adds, as if the call had come over HTTPS. */
function headersOf({ request, traceId, context }: Call): [string, string][] {
  const sent = seenHeaders(request.rawHeaders)
    .filter((header) => !isSignature(header) && !/^content-length$/i.test(header[0]))
    .map(([name, value]): [string, string] => [(context.edge && own(AT_EDGE, name.toLowerCase())) || name, value])
  const before = request.headers['x-forwarded-for']
  const added: [string, string][] = [
    ...(traceId === null ? [] : [['X-Amzn-Trace-Id', traceId] satisfies [string, string]]),
    ['X-Forwarded-For', before ? `${before}, ${request.sourceIp}` : request.sourceIp],
    ['X-Forwarded-Port', '443'],
    ['X-Forwarded-Proto', 'https'],
  ]
  return [...sent.filter(([name]) => !hasHeader(added, name.toLowerCase())), ...added]
}

function requestContext(call: Call): LambdaRequestContext {
  const { request, resource, context, caller, served } = call
  const { host: domainName = '' } = request.headers
  const { authorizer } = caller
  return {
    accountId: context.accountId,
    apiId: context.apiId,
    deploymentId: served.deployment.id,
    resourceId: resource.id,
    resourcePath: resource.path,
    httpMethod: request.method,
    path: addressedPath(call),
    stage: context.stage,
    requestId: context.requestId,
    extendedRequestId: context.extendedRequestId,
    requestTime: utcDate(context.requestTimeMs).commonLog,
    requestTimeEpoch: context.requestTimeMs,
    protocol: 'HTTP/1.1',
    domainName,
    domainPrefix: domainName.split('.')[0] ?? '',
    identity: identityOf(call),
    ...(authorizer ? { authorizer } : {}),
  }
}

function identityOf({ request, caller, context }: Call): LambdaIdentity {
  const { accessKey = null, userArn = null, apiKey } = caller
  return {
    cognitoIdentityPoolId: null,
    cognitoIdentityId: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    principalOrgId: null,
    accountId: accessKey === null ? null : context.accountId,
    caller: null,
    user: null,
    accessKey,
    userArn,
    sourceIp: request.sourceIp,
    userAgent: request.headers['user-agent'] ?? null,
    ...(apiKey ? { apiKey: apiKey.value, apiKeyId: apiKey.id } : {}),
  }
}

function filled<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> | null {
  return Object.keys(record).length > 0 ? record : null
}
