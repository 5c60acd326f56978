import * as sdk from '@aws-sdk/client-api-gateway'
import type { Running } from '../../support/sandbox.js'

const FUNCTION =
  'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:000000000000:function:echo/invocations'

type Gateway = Running['gateway']

/** Two APIs, and in one of them two of everything, each made with every member that there is. */
export async function buildApi(gateway: Gateway) {
  const api = await gateway.send(
    new sdk.CreateRestApiCommand({
      name: 'whole',
      description: 'of the API',
      version: '7',
      binaryMediaTypes: ['image/png'],
      minimumCompressionSize: 10,
      apiKeySource: 'HEADER',
      endpointConfiguration: { types: ['REGIONAL'], ipAddressType: 'dualstack', vpcEndpointIds: ['vpce-1'] },
      policy: '{"Version":"2012-10-17"}',
      tags: { team: 'a' },
      disableExecuteApiEndpoint: true,
      securityPolicy: 'TLS_1_2',
      endpointAccessMode: 'BASIC',
    }),
  )
  const { id: restApiId = '', rootResourceId: parentId = '' } = api
  const of = { restApiId }
  await gateway.send(
    new sdk.CreateModelCommand({ ...of, name: 'Pet', contentType: 'a/b', description: 'd', schema: '{}' }),
  )
  const validator = await gateway.send(
    new sdk.CreateRequestValidatorCommand({
      ...of,
      name: 'v',
      validateRequestBody: true,
      validateRequestParameters: true,
    }),
  )
  await gateway.send(new sdk.CreateRequestValidatorCommand({ ...of, name: 'w' }))
  const authorizer = await gateway.send(
    new sdk.CreateAuthorizerCommand({
      ...of,
      name: 'a',
      type: 'REQUEST',
      authType: 'custom',
      authorizerUri: FUNCTION,
      authorizerCredentials: 'arn:aws:iam::000000000000:role/r',
      identitySource: 'method.request.header.A',
      identityValidationExpression: '.+',
      authorizerResultTtlInSeconds: 60,
    }),
  )
  await gateway.send(
    new sdk.CreateAuthorizerCommand({
      ...of,
      name: 'pool',
      type: 'COGNITO_USER_POOLS',
      providerARNs: ['arn:aws:cognito-idp:us-east-1:000000000000:userpool/p'],
      identitySource: 'method.request.header.Authorization',
    }),
  )
  for (const type of ['API', 'MODEL'] as const) {
    const location = type === 'API' ? { type } : { type, name: 'Pet' }
    await gateway.send(new sdk.CreateDocumentationPartCommand({ ...of, location, properties: '{"a":1}' }))
  }
  const resource = await gateway.send(new sdk.CreateResourceCommand({ ...of, parentId, pathPart: '{id}' }))
  const method = { ...of, resourceId: resource.id ?? '', httpMethod: 'POST' }
  await putMethod(gateway, method, authorizer.id, validator.id)
  await putEcho(gateway, { ...method, resourceId: parentId, httpMethod: 'ANY' })
  await gateway.send(
    new sdk.PutGatewayResponseCommand({
      ...of,
      responseType: 'THROTTLED',
      statusCode: '420',
      responseParameters: { 'gatewayresponse.header.X': "'x'" },
      responseTemplates: { 'application/json': '{}' },
    }),
  )
  return { ...of, parentId, method, authorizerId: authorizer.id ?? '', validatorId: validator.id ?? '' }
}

type MethodName = { readonly restApiId: string; readonly resourceId: string; readonly httpMethod: string }

async function putMethod(gateway: Gateway, of: MethodName, authorizerId?: string, requestValidatorId?: string) {
  await gateway.send(
    new sdk.PutMethodCommand({
      ...of,
      authorizationType: 'CUSTOM',
      authorizerId,
      apiKeyRequired: true,
      operationName: 'Post',
      requestParameters: { 'method.request.querystring.q': true },
      requestModels: { 'application/json': 'Pet' },
      requestValidatorId,
      authorizationScopes: ['s'],
    }),
  )
  const of200 = { ...of, statusCode: '200' }
  await gateway.send(
    new sdk.PutMethodResponseCommand({
      ...of200,
      responseParameters: { 'method.response.header.X': true },
      responseModels: { 'application/json': 'Pet' },
    }),
  )
  await gateway.send(
    new sdk.PutIntegrationCommand({
      ...of,
      type: 'HTTP',
      integrationHttpMethod: 'POST',
      uri: 'http://127.0.0.1:9/',
      connectionType: 'VPC_LINK',
      connectionId: 'link12',
      integrationTarget: 'arn:aws:elasticloadbalancing:us-east-1:000000000000:loadbalancer/app/a/b',
      credentials: 'arn:aws:iam::000000000000:role/r',
      requestParameters: { 'integration.request.header.X': 'method.request.querystring.q' },
      requestTemplates: { 'application/json': '{}' },
      passthroughBehavior: 'NEVER',
      cacheNamespace: 'n',
      cacheKeyParameters: ['method.request.querystring.q'],
      contentHandling: 'CONVERT_TO_TEXT',
      timeoutInMillis: 500,
      tlsConfig: { insecureSkipVerification: true },
      responseTransferMode: 'BUFFERED',
    }),
  )
  await gateway.send(
    new sdk.PutIntegrationResponseCommand({
      ...of200,
      selectionPattern: '2..',
      responseParameters: { 'method.response.header.X': "'x'" },
      responseTemplates: { 'application/json': '{}' },
      contentHandling: 'CONVERT_TO_BINARY',
    }),
  )
}

async function putEcho(gateway: Gateway, of: MethodName) {
  await gateway.send(new sdk.PutMethodCommand({ ...of, authorizationType: 'NONE' }))
  await gateway.send(
    new sdk.PutIntegrationCommand({ ...of, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri: FUNCTION }),
  )
}
