import { addAuthorizer } from '../control/authorizers/authorizers.js'
import { authorizationOf as checked, DEFAULT_TTL_SECONDS } from '../control/authorizers/rules.js'
import { AUTHORIZER_TYPES } from '../world/enums.js'
import type { Authorizer, Method, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import type { OpenApiDocument, OpenApiOperation, OpenApiScheme } from './document.js'

/** Gives the API the authorizers that its security schemes describe, under the schemes' names. */
export function addAuthorizers(world: World, api: RestApi, document: OpenApiDocument): void {
  for (const [name, scheme] of Object.entries(schemesOf(document))) {
    const fields = authorizerOf(world, name, scheme)
    if (fields) addAuthorizer(world, api, fields)
  }
}

/** What the operation itself asks for: API Gateway does not heed the security of the whole document. */
export function authorizationOf(
  api: RestApi,
  document: OpenApiDocument,
  { security = [], 'x-amazon-apigateway-auth': auth }: OpenApiOperation,
): Pick<Method, 'authorizationType' | 'authorizerId' | 'apiKeyRequired'> {
  const schemes = schemesOf(document)
  const names = security.flatMap((requirement) => Object.keys(requirement))
  const apiKeyRequired = names.some((name) => isApiKey(schemes[name]))
  const signed =
    auth?.type.toUpperCase() === 'AWS_IAM' ||
    names.some((name) => /^awssigv4$/i.test(schemes[name]?.['x-amazon-apigateway-authtype'] ?? ''))
  if (signed) return { ...checked(api, 'AWS_IAM', null), apiKeyRequired }
  const authorizer = [...api.authorizers.values()].find(({ name }) => names.includes(name))
  const type = authorizer?.type === 'COGNITO_USER_POOLS' ? authorizer.type : 'CUSTOM'
  return { ...checked(api, authorizer ? type : 'NONE', authorizer?.id ?? null), apiKeyRequired }
}

function schemesOf(document: OpenApiDocument): Readonly<Record<string, OpenApiScheme>> {
  return document.components?.securitySchemes ?? document.securityDefinitions ?? {}
}

function isApiKey(scheme: OpenApiScheme | undefined): boolean {
  if (scheme?.type !== 'apiKey' || scheme['x-amazon-apigateway-authorizer']) return false
  return scheme.in === 'header' && /^x-api-key$/i.test(scheme.name ?? '')
}

function authorizerOf(
  { region, accountId }: World,
  name: string,
  scheme: OpenApiScheme,
): Omit<Authorizer, 'id'> | null {
  const given = scheme['x-amazon-apigateway-authorizer']
  if (!given) return null
  const type = AUTHORIZER_TYPES.find((known) => known === given.type.toUpperCase()) ?? 'TOKEN'
  const ownHeader = `method.request.header.${scheme.name ?? 'Authorization'}`
  const pool = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${region}_${name}`
  const pools = given.providerARNs?.map((arn) => (typeof arn === 'string' ? arn : pool))
  const { authorizerUri: uri } = given
  return {
    name,
    type,
    authType: scheme['x-amazon-apigateway-authtype'] ?? null,
    providerARNs: type === 'COGNITO_USER_POOLS' ? (pools ?? [pool]) : [],
    authorizerUri:
      type === 'COGNITO_USER_POOLS' ? null : typeof uri === 'string' ? uri : 'arn:aws:apigateway',
    authorizerCredentials: null,
    identitySource: type === 'REQUEST' ? (given.identitySource ?? null) : (given.identitySource ?? ownHeader),
    identityValidationExpression: given.identityValidationExpression ?? null,
    authorizerResultTtlInSeconds: given.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS,
  }
}
