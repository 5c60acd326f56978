import type { Json } from '../document.js'
import { checkNames, type Expansion, objectAt } from './expansion.js'

const VERBS = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT']
const CORS = { known: ['AllowOrigin', 'AllowHeaders', 'AllowMethods', 'MaxAge', 'AllowCredentials'] }

/** The `options` of a path whose other methods are these. */
export function corsOperation(
  expansion: Expansion,
  cors: unknown,
  methods: readonly string[],
  security: readonly Json[],
  at: string,
): Json {
  const isText = typeof cors === 'string' || isFunction(cors)
  const given: Json = isText ? { AllowOrigin: cors } : objectAt(cors, at)
  checkNames(expansion, given, CORS, at)
  const headers = {
    'Access-Control-Allow-Origin': given.AllowOrigin ?? "'*'",
    'Access-Control-Allow-Methods': given.AllowMethods ?? `'${allowed(methods).join(',')}'`,
    ...(given.AllowHeaders === undefined ? {} : { 'Access-Control-Allow-Headers': given.AllowHeaders }),
    ...(given.MaxAge === undefined ? {} : { 'Access-Control-Max-Age': given.MaxAge }),
    ...(given.AllowCredentials === true ? { 'Access-Control-Allow-Credentials': "'true'" } : {}),
  }
  const names = Object.keys(headers)
  return {
    summary: 'CORS support',
    consumes: ['application/json'],
    produces: ['application/json'],
    'x-amazon-apigateway-integration': {
      type: 'mock',
      requestTemplates: { 'application/json': '{\n  "statusCode" : 200\n}\n' },
      responses: {
        default: {
          statusCode: '200',
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
          responseTemplates: { 'application/json': '{}\n' },
        },
      },
    },
    responses: {
      200: {
        description: 'Default response for CORS method',
        headers: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
      },
    },
    ...(security.length > 0 ? { security } : {}),
  }
}

function allowed(methods: readonly string[]): readonly string[] {
  const upper = methods.map((method) => method.toUpperCase())
  return upper.includes('ANY') ? VERBS : [...new Set([...upper, 'OPTIONS'])].sort()
}

function isFunction(value: unknown): boolean {
  const [name = '', ...more] = Object.keys(Object(value))
  return more.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))
}
