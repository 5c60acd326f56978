import type { Json } from '../document.js'
import { listAt, textAt, wrong } from '../intrinsics/scope.js'
import { type ApiEvent, authorizationOf } from './auth.js'
import { checkNames, type Expansion, flagBefore, objectAt } from './expansion.js'
import { lambdaUri } from './lambda-uri.js'

const PROPERTIES = {
  known: ['Path', 'Method', 'RestApiId', 'Stage', 'Auth', 'RequestParameters', 'TimeoutInMillis'],
  notDone: ['RequestModel', 'ResponseTransferMode'],
}

/** The operation of a Swagger document that an event of type Api stands for. */
export function operationOf(expansion: Expansion, event: ApiEvent, functionId: string, auth: Json): Json {
  const { properties, at } = event
  checkNames(expansion, properties, PROPERTIES, at)
  const { parameters, keys } = parametersOf(expansion, properties.RequestParameters, `${at}.RequestParameters`)
  const { security, credentials } = authorizationOf(expansion, event, auth)
  return {
    'x-amazon-apigateway-integration': {
      type: 'aws_proxy',
      httpMethod: 'POST',
      uri: lambdaUri({ 'Fn::GetAtt': [functionId, 'Arn'] }),
      ...(credentials === null ? {} : { credentials }),
      ...(keys.length > 0 ? { cacheKeyParameters: keys } : {}),
      ...(properties.TimeoutInMillis === undefined ? {} : { timeoutInMillis: properties.TimeoutInMillis }),
    },
    responses: {},
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(security.length > 0 ? { security } : {}),
  }
}

const PLACES: Readonly<Record<string, string>> = { querystring: 'query', path: 'path', header: 'header' }

function parametersOf(expansion: Expansion, given: unknown, at: string) {
  const parameters: Json[] = []
  const keys: string[] = []
  for (const [index, one] of listAt(given ?? [], at).entries()) {
    const place = `${at}[${index}]`
    const [[text, settings] = ['', undefined], ...more] =
      typeof one === 'string' ? [[one, {}] as const] : Object.entries(objectAt(one, place))
    const [, where = '', name] = /^method\.request\.(querystring|path|header)\.(.+)$/.exec(textAt(text, place)) ?? []
    if (name === undefined || more.length > 0) {
      throw wrong(
        place,
        'expected method.request.querystring.NAME, method.request.path.NAME or method.request.header.NAME',
      )
    }
    const { Required, Caching, ...unknown } = objectAt(settings ?? {}, place)
    checkNames(expansion, unknown, { known: [] }, place)
    parameters.push({ name, in: PLACES[where], type: 'string', required: flagBefore(expansion, Required, place) })
    if (flagBefore(expansion, Caching, place)) keys.push(text)
  }
  return { parameters, keys }
}
