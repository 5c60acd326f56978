import { type Authorizer, type Deployment, identityExpressions, type Method } from '../../world/model.js'
import { authTypeOf } from '../authorizers/rules.js'
import { present } from '../view.js'

type Authorizers = Deployment['snapshot']['authorizers']

/** The security requirements of a method; null where it has none. */
export function securityOf(method: Method, authorizers: Authorizers | null): readonly object[] | null {
  const authorizer = authorizers?.get(method.authorizerId ?? '')
  const required = [
    ...(authorizer ? [{ [authorizer.name]: method.authorizationScopes }] : []),
    ...(method.apiKeyRequired ? [{ api_key: [] }] : []),
  ]
  return required.length > 0 ? required : null
}

/** The security schemes that these methods require. */
export function securitySchemesOf(methods: readonly Method[], authorizers: Authorizers | null): object {
  const used = new Set(methods.map(({ authorizerId }) => authorizerId))
  const schemes = [...(authorizers?.values() ?? [])]
    .filter(({ id }) => used.has(id))
    .map((authorizer) => [authorizer.name, schemeOf(authorizer)] as const)
  return present({
    ...Object.fromEntries(schemes),
    api_key: methods.some(({ apiKeyRequired }) => apiKeyRequired)
      ? { type: 'apiKey', name: 'x-api-key', in: 'header' }
      : null,
  })
}

function schemeOf(authorizer: Authorizer): object {
  const { type, providerARNs } = authorizer
  const expressions = identityExpressions(authorizer)
  const [, name] = expressions.length === 1 ? (expressions[0]?.match(/^method\.request\.header\.(.+)$/) ?? []) : []
  return {
    type: 'apiKey',
    name: name ?? 'Unused',
    in: 'header',
    'x-amazon-apigateway-authtype': authTypeOf(authorizer),
    'x-amazon-apigateway-authorizer': present({
      providerARNs: providerARNs.length > 0 ? providerARNs : null,
      authorizerUri: authorizer.authorizerUri,
      authorizerCredentials: authorizer.authorizerCredentials,
      authorizerResultTtlInSeconds: type === 'COGNITO_USER_POOLS' ? null : authorizer.authorizerResultTtlInSeconds,
      identityValidationExpression: authorizer.identityValidationExpression,
      // Other types have their header in the scheme's name.
      identitySource: type === 'REQUEST' ? authorizer.identitySource : null,
      type: type.toLowerCase(),
    }),
  }
}
