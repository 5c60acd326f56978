import { addAuthorizer } from '../control/authorizers/authorizers.js'
import { checkAuthorizer, authorizationOf as checked, defaultAuthorizer } from '../control/authorizers/rules.js'
import { userPoolArn } from '../seed/authorizer.js'
import { AUTHORIZER_TYPES } from '../world/enums.js'
import { type Account, EXAMPLE_FUNCTION, lambdaUri } from '../world/lambda.js'
import type { Authorizer, Method, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import type { OpenApiDocument, OpenApiOperation, OpenApiScheme } from './document.js'
import { isUnfilledArn } from './template-text.js'

/** Adds the authorizers that the security schemes describe, under the schemes' names. */
export function addAuthorizers(
  world: World,
  api: RestApi,
  document: OpenApiDocument,
  standIns: boolean,
  attempt: (what: string, work: () => void) => void,
): void {
  for (const [name, scheme] of Object.entries(schemesOf(document))) {
    attempt(`Unable to create authorizer from security definition: '${name}'`, () => {
      const fields = authorizerOf(world, name, scheme, standIns)
      const known = [...api.authorizers.values()].find((one) => one.name === name)
      if (!fields) return
      if (!known) return addAuthorizer(world, api, fields)
      checkAuthorizer({ ...fields, id: known.id })
      return api.authorizers.set(known.id, { ...fields, id: known.id })
    })
  }
}

/** What the service says of schemes that it makes nothing of. */
export function warningsOf(document: OpenApiDocument): readonly string[] {
  return Object.entries(schemesOf(document)).flatMap(([name, scheme]) => {
    if (lacksAuthorizer(scheme)) return [lacking(name)]
    const known = scheme.type === 'apiKey' || scheme['x-amazon-apigateway-authorizer']
    return known ? [] : [`Unsupported security definition type '${scheme.type}' for '${name}'. Ignoring.`]
  })
}

function lacking(name: string): string {
  return (
    `Unable to create authorizer from security definition: '${name}'. Extension x-amazon-apigateway-authorizer is ` +
    `required. Any methods with security: '${name}' will not be created. If this security definition is not a custom ` +
    'authorizer, remove the x-amazon-apigateway-authtype extension and it will be ignored.'
  )
}

function lacksAuthorizer(scheme: OpenApiScheme | undefined): boolean {
  const type = scheme?.['x-amazon-apigateway-authtype'] ?? 'awsSigv4'
  return scheme?.type === 'apiKey' && !scheme['x-amazon-apigateway-authorizer'] && !SIGV4.test(type)
}

/** A method that an authorizer guards which the document does not describe is not made: it would be open to everybody. */
export function isGuardedByNothing(document: OpenApiDocument, { security }: OpenApiOperation): boolean {
  const schemes = schemesOf(document)
  const names = (security ?? document.security ?? []).flatMap((requirement) => Object.keys(requirement))
  return names.some((name) => lacksAuthorizer(schemes[name]))
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
    names.some((name) => SIGV4.test(schemes[name]?.['x-amazon-apigateway-authtype'] ?? ''))
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

const SIGV4 = /^awssigv4$/i

function schemesOf(document: OpenApiDocument): Readonly<Record<string, OpenApiScheme>> {
  return document.components?.securitySchemes ?? document.securityDefinitions ?? {}
}

function isApiKey(scheme: OpenApiScheme | undefined): boolean {
  if (scheme?.type !== 'apiKey' || scheme['x-amazon-apigateway-authorizer']) return false
  return scheme.in === 'header' && /^x-api-key$/i.test(scheme.name ?? '')
}

function authorizerOf(
  account: Account,
  name: string,
  scheme: OpenApiScheme,
  standIns: boolean,
): Omit<Authorizer, 'id'> | null {
  const given = scheme['x-amazon-apigateway-authorizer']
  if (!given) return null
  const type = AUTHORIZER_TYPES.find((known) => known === given.type.toUpperCase()) ?? 'TOKEN'
  const cognito = type === 'COGNITO_USER_POOLS'
  const defaults = defaultAuthorizer(name, type)
  const ownHeader = `method.request.header.${scheme.name ?? 'Authorization'}`
  const pool = userPoolArn(account, name)
  const { authorizerUri: uri = 'arn:aws:apigateway', providerARNs: pools = [pool] } = given
  return {
    ...defaults,
    authType: scheme['x-amazon-apigateway-authtype'] ?? null,
    providerARNs: cognito ? [...pools] : [],
    authorizerCredentials: given.authorizerCredentials || null,
    authorizerUri: cognito ? null : standIns && isUnfilledArn(uri) ? lambdaUri(account, EXAMPLE_FUNCTION) : uri,
    identitySource: given.identitySource || (type === 'REQUEST' ? null : ownHeader),
    identityValidationExpression: given.identityValidationExpression ?? null,
    authorizerResultTtlInSeconds: given.authorizerResultTtlInSeconds ?? defaults.authorizerResultTtlInSeconds,
  }
}
