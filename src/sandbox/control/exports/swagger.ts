import { type Method, methodsOf, type Resource } from '../../world/model.js'
import { present } from '../view.js'
import { type Exported, infoOf, pathsOf } from './exported.js'
import { extensionsOf, parametersOf } from './operation.js'
import { reference, schemasOf } from './schemas.js'
import { securityOf, securitySchemesOf } from './security.js'
import { settingsOf } from './settings.js'

const DEFINITIONS = '#/definitions/'

export function swaggerOf(exported: Exported): object {
  const { region, api, stage, deployment, extensions } = exported
  const { snapshot } = deployment
  const authorizers = extensions.authorizers ? snapshot.authorizers : null
  return {
    swagger: '2.0',
    info: infoOf(exported),
    host: `${api.id}.execute-api.${region}.amazonaws.com`,
    basePath: `/${stage.stageName}`,
    schemes: ['https'],
    paths: pathsOf(exported, (resource, method) => operation(exported, resource, method)),
    ...present({
      securityDefinitions: securitySchemesOf(methodsOf(snapshot.resources), authorizers),
      definitions: schemasOf(snapshot, DEFINITIONS),
    }),
    ...settingsOf(exported),
  }
}

function operation(exported: Exported, { id, path }: Resource, method: Method): object {
  const { authorizers } = exported.deployment.snapshot
  const { integration, requestModels, responses } = method
  const parameters = [
    ...parametersOf(path, method).map((parameter) => ({ ...parameter, type: 'string' })),
    ...bodiesOf(method),
  ]
  const answers = [...responses.values()].flatMap(({ responseModels }) => Object.keys(responseModels))
  const written = [...(integration?.responses.values() ?? [])].flatMap((response) =>
    Object.keys(response.responseTemplates),
  )
  return {
    ...present({
      operationId: method.operationName,
      consumes: typesOf([...Object.keys(requestModels), ...Object.keys(integration?.requestTemplates ?? {})]),
      produces: typesOf([...answers, ...written]),
      parameters: parameters.length > 0 ? parameters : null,
    }),
    responses: responsesOf(method),
    ...present({ security: securityOf(method, exported.extensions.authorizers ? authorizers : null) }),
    ...extensionsOf(exported, id, method),
  }
}

/** A method has one body, whatever its content type. */
function bodiesOf({ requestModels }: Method): readonly object[] {
  const [name] = Object.values(requestModels)
  return name === undefined ? [] : [{ in: 'body', name, required: true, schema: reference(DEFINITIONS, name) }]
}

function responsesOf({ responses }: Method): object {
  return Object.fromEntries(
    [...responses.values()].map(({ statusCode, responseParameters, responseModels }) => {
      const [name] = Object.values(responseModels)
      const headers = Object.keys(responseParameters).map((expression) => [
        expression.replace('method.response.header.', ''),
        { type: 'string' },
      ])
      return [
        statusCode,
        {
          description: `${statusCode} response`,
          ...present({
            schema: name === undefined ? null : reference(DEFINITIONS, name),
            headers: Object.fromEntries(headers),
          }),
        },
      ]
    }),
  )
}

function typesOf(types: readonly string[]): readonly string[] | null {
  return types.length > 0 ? [...new Set(types)] : null
}
