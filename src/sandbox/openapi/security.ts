import { addAuthorizer } from '../control/authorizers/authorizers.js'
import { authorizationOf as checked, defaultAuthorizer } from '../control/authorizers/rules.js'
import { userPoolArn } from '../seed/authorizer.js'
import { AUTHORIZER_TYPES } from '../world/enums.js'
import type { Account } from '../world/lambda.js'
import type { Authorizer, Method, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import type { OpenApiDocument, OpenApiOperation, OpenApiScheme } from './document.js'

/** Adds the authorizers that the security schemes describe, under the schemes' names. Gives warnings about others. */
export function addAuthorizers(world: World, api: RestApi, document: OpenApiDocument): readonly string[] {
  for (const [name, scheme] of Object.entries(schemesOf(document))) {
    const fields = authorizerOf(world, name, scheme)
    const known = [...api.authorizers.values()].find((one) => one.name === name)
    if (fields && known) api.authorizers.set(known.id, { ...fields, id: known.id })
    else if (fields) addAuthorizer(world, api, fields)
  }
  return Object.entries(schemesOf(document)).flatMap(([name, { type, ...scheme }]) => {
    const known = type === 'apiKey' || scheme['x-amazon-apigateway-authorizer']
    return known ? [] : [`Unsupported security definition type '${type}' for '${name}'. Ignoring.`]
  })
}

/** Of the document's own security API Gateway heeds authorizers only, where an operation has none of its own. */
export function authorizationOf(
  api: RestApi,
  document: OpenApiDocument,
  { security: own, 'x-amazon-apigateway-auth': auth }: OpenApiOperation,
): Pick<Method, 'authorizationType' | 'authorizerId' | 'apiKeyRequired' | 'authorizationScopes'> {
  const schemes = schemesOf(document)
  const security = own ?? document.security ?? []
  const names = (own ?? []).flatMap((requirement) => Object.keys(requirement))
  const apiKeyRequired = names.some((name) => isApiKey(schemes[name]))
  const signed =
    auth?.type.toUpperCase() === 'AWS_IAM' ||
    names.some((name) => /^awssigv4$/i.test(schemes[name]?.['x-amazon-apigateway-authtype'] ?? ''))
  if (signed) return { ...checked(api, 'AWS_IAM', null), apiKeyRequired, authorizationScopes: [] }
  const authorizer = [...api.authorizers.values()].find(({ name }) =>
    security.some((requirement) => Object.hasOwn(requirement, name)),
  )
  const type = authorizer?.type === 'COGNITO_USER_POOLS' ? authorizer.type : 'CUSTOM'
  const scopes = authorizer ? security.flatMap((requirement) => requirement[authorizer.name] ?? []) : []
  return {
    ...checked(api, authorizer ? type : 'NONE', authorizer?.id ?? null),
    apiKeyRequired,
    authorizationScopes: scopes.map(String),
  }
}

function schemesOf(document: OpenApiDocument): Readonly<Record<string, OpenApiScheme>> {
  return document.components?.securitySchemes ?? document.securityDefinitions ?? {}
}

function isApiKey(scheme: OpenApiScheme | undefined): boolean {
  if (scheme?.type !== 'apiKey' || scheme['x-amazon-apigateway-authorizer']) return false
  return scheme.in === 'header' && /^x-api-key$/i.test(scheme.name ?? '')
}

function authorizerOf(account: Account, name: string, scheme: OpenApiScheme): Omit<Authorizer, 'id'> | null {
  const given = scheme['x-amazon-apigateway-authorizer']
  if (!given) return null
  const type = AUTHORIZER_TYPES.find((known) => known === given.type.toUpperCase()) ?? 'TOKEN'
  const cognito = type === 'COGNITO_USER_POOLS'
  const defaults = defaultAuthorizer(name, type)
  const ownHeader = `method.request.header.${scheme.name ?? 'Authorization'}`
  const pool = userPoolArn(account, name)
  const { authorizerUri: uri, providerARNs: pools = [pool] } = given
  return {
    ...defaults,
    authType: scheme['x-amazon-apigateway-authtype'] ?? null,
    providerARNs: cognito ? [...pools] : [],
    authorizerCredentials: given.authorizerCredentials || null,
    authorizerUri: cognito ? null : (uri ?? 'arn:aws:apigateway'),
    identitySource: given.identitySource || (type === 'REQUEST' ? null : ownHeader),
    identityValidationExpression: given.identityValidationExpression ?? null,
    authorizerResultTtlInSeconds: given.authorizerResultTtlInSeconds ?? defaults.authorizerResultTtlInSeconds,
  }
}
