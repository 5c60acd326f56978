import { type Method, methodsOf, type Resource } from '../../world/model.js'
import { present } from '../view.js'
import { type Exported, infoOf, pathsOf } from './exported.js'
import { extensionsOf, parametersOf } from './operation.js'
import { reference, schemasOf } from './schemas.js'
import { securityOf, securitySchemesOf } from './security.js'
import { settingsOf } from './settings.js'

const SCHEMAS = '#/components/schemas/'

export function oas30Of(exported: Exported): object {
  const { region, api, stage, deployment } = exported
  const { snapshot } = deployment
  const authorizers = exported.extensions.authorizers ? snapshot.authorizers : null
  return {
    openapi: '3.0.1',
    info: infoOf(exported),
    servers: [
      {
        url: `https://${api.id}.execute-api.${region}.amazonaws.com/{basePath}`,
        variables: { basePath: { default: stage.stageName } },
      },
    ],
    paths: pathsOf(exported, (resource, method) => operation(exported, resource, method)),
    components: present({
      schemas: schemasOf(snapshot, SCHEMAS),
      securitySchemes: securitySchemesOf(methodsOf(snapshot.resources), authorizers),
    }),
    ...settingsOf(exported),
  }
}

function operation(exported: Exported, { id, path }: Resource, method: Method): object {
  const { authorizers } = exported.deployment.snapshot
  const parameters = parametersOf(path, method).map(({ name, in: where, required }) => ({
    name,
    in: where,
    ...(required ? { required } : {}),
    schema: { type: 'string' },
  }))
  const body = contentOf(method.requestModels)
  return {
    ...present({
      operationId: method.operationName,
      parameters: parameters.length > 0 ? parameters : null,
      requestBody: Object.keys(body).length > 0 ? { content: body, required: true } : null,
    }),
    responses: responsesOf(method),
    ...present({ security: securityOf(method, exported.extensions.authorizers ? authorizers : null) }),
    ...extensionsOf(exported, id, method),
  }
}

function responsesOf({ responses }: Method): object {
  return Object.fromEntries(
    [...responses.values()].map(({ statusCode, responseParameters, responseModels }) => {
      const headers = Object.keys(responseParameters).map((expression) => [
        expression.replace('method.response.header.', ''),
        { schema: { type: 'string' } },
      ])
      return [
        statusCode,
        {
          description: `${statusCode} response`,
          ...present({ headers: Object.fromEntries(headers) }),
          content: contentOf(responseModels),
        },
      ]
    }),
  )
}

function contentOf(models: Readonly<Record<string, string>>): object {
  return Object.fromEntries(Object.entries(models).map(([type, name]) => [type, { schema: reference(SCHEMAS, name) }]))
}
