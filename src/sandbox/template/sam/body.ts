import { own } from '../../http/own.js'
import type { Json } from '../document.js'
import { wrong } from '../intrinsics/scope.js'
import { defaultSecurity, preflightSecurity, schemesOf } from './auth.js'
import { corsOperation } from './cors.js'
import { type Expansion, objectAt } from './expansion.js'

/** The document of an API that only events describe. */
export function emptyDocument(): Json {
  return { swagger: '2.0', info: { version: '1.0', title: { Ref: 'AWS::StackName' } }, paths: {} }
}

/** What is written into the document of an API besides its methods: only into one that stands in the template. */
export const WRITTEN = ['Auth', 'Cors', 'GatewayResponses', 'Models', 'DisableExecuteApiEndpoint']

const ANY = 'x-amazon-apigateway-any-method'
const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', ANY]

/** The document with what the API's properties say: callers, CORS, answers of the gateway, models. */
export function finished(expansion: Expansion, document: Json, properties: Json, isManaged: boolean, at: string): Json {
  const auth = objectAt(properties.Auth, `${at}.Auth`)
  const security = defaultSecurity(expansion, auth, `${at}.Auth`)
  const paths = Object.entries(objectAt(document.paths, `${at}.DefinitionBody.paths`)).map(
    ([path, item]): [string, Json] => {
      const operations = objectAt(item, `${at}.DefinitionBody.paths.${path}`)
      const secured = isManaged ? operations : withSecurity(operations, security)
      const needed = properties.Cors !== undefined && operations.options === undefined
      if (!needed) return [path, secured]
      const names = METHODS.filter((name) => operations[name] !== undefined).map((name) =>
        name === ANY ? 'any' : name,
      )
      const preflight = preflightSecurity(expansion, auth, `${at}.Auth`)
      return [path, { ...secured, options: corsOperation(expansion, properties.Cors, names, preflight, `${at}.Cors`) }]
    },
  )
  const used = paths.flatMap(([, item]) => METHODS.flatMap((name) => [Object(item[name]).security ?? []].flat()))
  const schemes = schemesOf(expansion, auth, used, `${at}.Auth`)
  return {
    ...withModels(withSchemes(document, schemes), objectAt(properties.Models, `${at}.Models`)),
    paths: Object.fromEntries(paths),
    ...gatewayResponses(
      objectAt(properties.GatewayResponses, `${at}.GatewayResponses`),
      document,
      `${at}.GatewayResponses`,
    ),
    ...(properties.DisableExecuteApiEndpoint === undefined
      ? {}
      : {
          'x-amazon-apigateway-endpoint-configuration': {
            disableExecuteApiEndpoint: properties.DisableExecuteApiEndpoint,
          },
        }),
  }
}

/** Methods that say nothing of their own. */
function withSecurity(operations: Json, security: readonly Json[]): Json {
  if (security.length === 0) return operations
  return Object.fromEntries(
    Object.entries(operations).map(([name, operation]) => {
      const isOpen = METHODS.includes(name) && Object(operation).security === undefined
      return [name, isOpen ? { ...objectAt(operation, name), security } : operation]
    }),
  )
}

function withSchemes(document: Json, schemes: Json): Json {
  if (Object.keys(schemes).length === 0) return document
  if (document.openapi === undefined) {
    return { ...document, securityDefinitions: { ...Object(document.securityDefinitions), ...schemes } }
  }
  const components = Object(document.components)
  return {
    ...document,
    components: { ...components, securitySchemes: { ...Object(components.securitySchemes), ...schemes } },
  }
}

function withModels(document: Json, models: Json): Json {
  if (Object.keys(models).length === 0) return document
  if (document.openapi === undefined) {
    return { ...document, definitions: { ...Object(document.definitions), ...models } }
  }
  const components = Object(document.components)
  return { ...document, components: { ...components, schemas: { ...Object(components.schemas), ...models } } }
}

const PLACES: Readonly<Record<string, string>> = { Headers: 'header', Paths: 'path', QueryStrings: 'querystring' }

function gatewayResponses(given: Json, document: Json, at: string): Json {
  const extension = 'x-amazon-apigateway-gateway-responses'
  if (Object.keys(given).length === 0) return {}
  const responses = Object.entries(given).map(([type, response]) => {
    const { StatusCode, ResponseParameters, ResponseTemplates, ...unknown } = objectAt(response, `${at}.${type}`)
    const [name] = Object.keys(unknown)
    if (name !== undefined) throw wrong(`${at}.${type}.${name}`, 'is no property of it')
    const parameters = Object.entries(objectAt(ResponseParameters, `${at}.${type}`)).flatMap(([kind, values]) => {
      const place = own(PLACES, kind)
      if (place === undefined) throw wrong(`${at}.${type}.ResponseParameters.${kind}`, 'is no property of it')
      return Object.entries(objectAt(values, `${at}.${type}`)).map(([one, value]) => [
        `gatewayresponse.${place}.${one}`,
        value,
      ])
    })
    return [
      type,
      {
        ...(StatusCode === undefined ? {} : { statusCode: StatusCode }),
        responseParameters: Object.fromEntries(parameters),
        responseTemplates: ResponseTemplates ?? {},
      },
    ]
  })
  return { [extension]: { ...Object(document[extension]), ...Object.fromEntries(responses) } }
}
