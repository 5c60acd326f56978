import type { Json } from '../document.js'
import { listAt, wrong } from '../intrinsics/scope.js'
import { checkNames, type Expansion, objectAt, textBefore } from './expansion.js'
import { lambdaUri } from './lambda-uri.js'

const IDENTITY = {
  known: ['Header', 'Headers', 'QueryStrings', 'StageVariables', 'Context', 'ValidationExpression', 'ReauthorizeEvery'],
}
const LAMBDA = {
  known: ['FunctionArn', 'FunctionInvokeRole', 'FunctionPayloadType', 'Identity'],
  notDone: ['DisableFunctionDefaultPermissions'],
}
const USER_POOL = { known: ['UserPoolArn', 'Identity', 'AuthorizationScopes'] }

/** The security scheme of a Lambda authorizer. */
export function lambdaAuthorizer(expansion: Expansion, given: Json, at: string): Json {
  checkNames(expansion, given, LAMBDA, at)
  if (given.FunctionArn === undefined) throw wrong(at, 'has neither a UserPoolArn nor a FunctionArn')
  const identity = identityOf(expansion, given, at)
  const type = textBefore(expansion, given.FunctionPayloadType ?? 'TOKEN', `${at}.FunctionPayloadType`)
  const sources = type === 'REQUEST' ? sourcesOf(expansion, identity, `${at}.Identity`) : null
  return {
    type: 'apiKey',
    name: sources === null ? (identity.Header ?? 'Authorization') : 'Unused',
    in: 'header',
    'x-amazon-apigateway-authtype': 'custom',
    'x-amazon-apigateway-authorizer': {
      type: type.toLowerCase(),
      authorizerUri: lambdaUri(given.FunctionArn),
      ...named('authorizerCredentials', given.FunctionInvokeRole),
      ...named('authorizerResultTtlInSeconds', identity.ReauthorizeEvery),
      ...named('identityValidationExpression', identity.ValidationExpression),
      ...named('identitySource', sources || undefined),
    },
  }
}

export function userPoolAuthorizer(expansion: Expansion, given: Json, at: string): Json {
  checkNames(expansion, given, USER_POOL, at)
  const identity = identityOf(expansion, given, at)
  return {
    type: 'apiKey',
    name: identity.Header ?? 'Authorization',
    in: 'header',
    'x-amazon-apigateway-authtype': 'cognito_user_pools',
    'x-amazon-apigateway-authorizer': {
      type: 'cognito_user_pools',
      providerARNs: [given.UserPoolArn].flat(),
      ...named('authorizerResultTtlInSeconds', identity.ReauthorizeEvery),
      ...named('identityValidationExpression', identity.ValidationExpression),
    },
  }
}

function identityOf(expansion: Expansion, given: Json, at: string): Json {
  const identity = objectAt(given.Identity, `${at}.Identity`)
  checkNames(expansion, identity, IDENTITY, `${at}.Identity`)
  return identity
}

function sourcesOf(expansion: Expansion, identity: Json, at: string): string {
  const each = (name: string, prefix: string) =>
    listAt(identity[name] ?? [], `${at}.${name}`).map((one) => prefix + textBefore(expansion, one, `${at}.${name}`))
  return [
    ...each('Headers', 'method.request.header.'),
    ...each('QueryStrings', 'method.request.querystring.'),
    ...each('StageVariables', 'stageVariables.'),
    ...each('Context', 'context.'),
  ].join(', ')
}

function named(name: string, value: unknown): Json {
  return value === undefined ? {} : { [name]: value }
}
