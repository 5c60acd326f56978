import { groupByName, pairs } from '../../http/headers.js'
import { isSignature } from '../../iam/credential.js'
import type { LambdaProxyEvent, LambdaRequestContext } from '../../world/lambda.js'
import { type Call, utcDate } from '../call.js'

export function lambdaEvent(call: Call): LambdaProxyEvent {
  const { request, resource, rawPath, pathParameters, stageVariables, bodyText } = call
  const headers = pairs(request.rawHeaders).filter((header) => !isSignature(header))
  return {
    resource: resource.path,
    path: rawPath,
    httpMethod: request.method,
    headers: filled(Object.fromEntries(headers)),
    multiValueHeaders: filled(groupByName(headers)),
    queryStringParameters: filled(Object.fromEntries(call.query)),
    multiValueQueryStringParameters: filled(groupByName(call.query)),
    pathParameters: filled(pathParameters),
    stageVariables: filled(stageVariables),
    requestContext: requestContext(call),
    body: bodyText === '' ? null : bodyText,
    isBase64Encoded: false,
  }
}

function requestContext({ request, resource, rawPath, context, caller }: Call): LambdaRequestContext {
  const { host: domainName = '', 'user-agent': userAgent = null } = request.headers
  const { accessKey, userArn, authorizer } = caller
  return {
    accountId: context.accountId,
    apiId: context.apiId,
    resourceId: resource.id,
    resourcePath: resource.path,
    httpMethod: request.method,
    path: `/${context.stage}${rawPath}`,
    stage: context.stage,
    requestId: context.requestId,
    extendedRequestId: context.extendedRequestId,
    requestTime: utcDate(context.requestTimeMs).commonLog,
    requestTimeEpoch: context.requestTimeMs,
    protocol: 'HTTP/1.1',
    domainName,
    domainPrefix: domainName.split('.')[0] ?? '',
    identity: {
      sourceIp: request.sourceIp,
      userAgent,
      ...(accessKey === undefined ? {} : { accessKey }),
      ...(userArn === undefined ? {} : { userArn }),
    },
    ...(authorizer ? { authorizer } : {}),
  }
}

function filled<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> | null {
  return Object.keys(record).length > 0 ? record : null
}
