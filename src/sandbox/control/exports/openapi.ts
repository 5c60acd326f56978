import {
  type Deployment,
  type Integration,
  type IntegrationResponse,
  type Method,
  methodsOf,
  pathVariables,
  type RestApi,
  type Stage,
} from '../../world/model.js'
import type { World } from '../../world/world.js'
import { DEFAULT_TIMEOUT_MS } from '../integrations/integrations.js'
import { present } from '../view.js'
import { securityOf, securitySchemesOf } from './security.js'

export interface Extensions {
  readonly integrations: boolean
  readonly authorizers: boolean
}

type Authorizers = Deployment['snapshot']['authorizers']

export function openApiOf(
  { region }: Pick<World, 'region'>,
  api: RestApi,
  stage: Stage,
  deployment: Deployment,
  extensions: Extensions,
): object {
  const { snapshot } = deployment
  const resources = [...snapshot.resources.values()].filter(({ methods }) => methods.size > 0)
  const authorizers = extensions.authorizers ? snapshot.authorizers : null
  return {
    openapi: '3.0.1',
    info: present({
      title: api.name,
      description: api.description,
      version: new Date(deployment.createdDate).toISOString(),
    }),
    servers: [
      {
        url: `https://${api.id}.execute-api.${region}.amazonaws.com/{basePath}`,
        variables: { basePath: { default: stage.stageName } },
      },
    ],
    paths: Object.fromEntries(
      resources.map(({ path, methods }) => [path, pathItem(path, methods, authorizers, extensions)]),
    ),
    components: present({ securitySchemes: securitySchemesOf(methodsOf(snapshot.resources), authorizers) }),
  }
}

function pathItem(
  path: string,
  methods: ReadonlyMap<string, Method>,
  authorizers: Authorizers | null,
  extensions: Extensions,
): object {
  const operations = [...methods.values()].map((method) => [
    method.httpMethod === 'ANY' ? 'x-amazon-apigateway-any-method' : method.httpMethod.toLowerCase(),
    operation(path, method, authorizers, extensions),
  ])
  return Object.fromEntries(operations)
}

function operation(
  path: string,
  method: Method,
  authorizers: Authorizers | null,
  { integrations }: Extensions,
): object {
  const parameters = parametersOf(path, method)
  return present({
    operationId: method.operationName,
    parameters: parameters.length > 0 ? parameters : null,
    responses: responsesOf(method),
    security: securityOf(method, authorizers),
    'x-amazon-apigateway-auth':
      authorizers && method.authorizationType === 'AWS_IAM' ? { type: method.authorizationType } : null,
    'x-amazon-apigateway-integration':
      integrations && method.integration ? integrationOf(method.integration) : null,
  })
}

const LOCATIONS: Readonly<Record<string, string>> = { querystring: 'query', header: 'header', path: 'path' }

function parametersOf(path: string, { requestParameters }: Method): readonly object[] {
  const declared = Object.entries(requestParameters).map(([expression, required]) => {
    const [, location = '', name = ''] = expression.match(/^method\.request\.([^.]+)\.(.+)$/) ?? []
    return { name, in: LOCATIONS[location] ?? location, required }
  })
  // OpenAPI wants every variable of the path declared, even if the method declares none.
  const missing = pathVariables(path).filter(
    (name) => !declared.some((p) => p.in === 'path' && p.name === name),
  )
  const all = [...declared, ...missing.map((name) => ({ name, in: 'path', required: true }))]
  return all.map(({ name, in: where, required }) => ({
    name,
    in: where,
    ...(required || where === 'path' ? { required: true } : {}),
    schema: { type: 'string' },
  }))
}

function responsesOf({ responses }: Method): object {
  return Object.fromEntries(
    [...responses.values()].map(({ statusCode, responseParameters }) => {
      const headers = Object.keys(responseParameters).map((expression) => [
        expression.replace('method.response.header.', ''),
        { schema: { type: 'string' } },
      ])
      return [
        statusCode,
        { description: `${statusCode} response`, ...present({ headers: Object.fromEntries(headers) }) },
      ]
    }),
  )
}

function integrationOf(integration: Integration): object {
  const { type, cacheKeyParameters, timeoutInMillis } = integration
  return present({
    type: type.toLowerCase(),
    httpMethod: integration.httpMethod,
    uri: integration.uri,
    credentials: integration.credentials,
    responses: Object.fromEntries([...integration.responses.values()].map(integrationResponse)),
    requestParameters: integration.requestParameters,
    requestTemplates: integration.requestTemplates,
    passthroughBehavior: integration.passthroughBehavior.toLowerCase(),
    timeoutInMillis: timeoutInMillis === DEFAULT_TIMEOUT_MS ? null : timeoutInMillis,
    cacheNamespace: integration.cacheNamespace,
    cacheKeyParameters: cacheKeyParameters.length > 0 ? cacheKeyParameters : null,
    responseTransferMode: integration.responseTransferMode === 'STREAM' ? 'STREAM' : null,
  })
}

function integrationResponse(response: IntegrationResponse): readonly [string, object] {
  const { selectionPattern, statusCode, responseParameters, responseTemplates } = response
  return [selectionPattern ?? 'default', present({ statusCode, responseParameters, responseTemplates })]
}
