import { badRequest } from '../../http/errors.js'
import type { AuthorizerType } from '../../world/enums.js'
import { type Authorizer, identityExpressions, type Method, type RestApi } from '../../world/model.js'

const MAX_TTL_SECONDS = 3600
const DEFAULT_TTL_SECONDS = 300
const HEADER = /^method\.request\.header\.\S+$/
const SOURCE = /^(?:method\.request\.(?:header|querystring)|stageVariables|context)\.\S+$/

export function defaultAuthorizer(name: string, type: AuthorizerType): Omit<Authorizer, 'id'> {
  return {
    name,
    type,
    authType: null,
    providerARNs: [],
    authorizerUri: null,
    authorizerCredentials: null,
    identitySource: null,
    identityValidationExpression: null,
    authorizerResultTtlInSeconds: type === 'REQUEST' ? DEFAULT_TTL_SECONDS : null,
  }
}

/** Throws API Gateway's refusal of an authorizer that could not work. */
export function checkAuthorizer(authorizer: Authorizer): void {
  const { name, type, providerARNs, authorizerUri, authorizerResultTtlInSeconds } = authorizer
  const ttl = authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS
  if (name === '') throw badRequest('Authorizer name cannot be blank')
  if (!(Number.isInteger(ttl) && ttl >= 0 && ttl <= MAX_TTL_SECONDS)) {
    throw badRequest('Authorizer result TTL must be between 0 and 3600 seconds')
  }
  if (!hasIdentity(authorizer)) throw badRequest('Invalid identity source specified')
  if (type === 'COGNITO_USER_POOLS') {
    if (providerARNs.length === 0) throw badRequest('COGNITO_USER_POOLS authorizers require provider ARNs')
  } else if (!authorizerUri?.startsWith('arn:')) throw badRequest('Invalid Authorizer URI specified')
}

function hasIdentity(authorizer: Authorizer): boolean {
  const expressions = identityExpressions(authorizer)
  if (authorizer.type !== 'REQUEST') return expressions.length === 1 && HEADER.test(expressions[0] ?? '')
  const needed = (authorizer.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS) > 0
  return expressions.every((expression) => SOURCE.test(expression)) && (expressions.length > 0 || !needed)
}

/** The `authType` in answers and exports, also where none was given. */
export function authTypeOf({ authType, type }: Pick<Authorizer, 'authType' | 'type'>): string {
  return authType ?? (type === 'COGNITO_USER_POOLS' ? 'cognito_user_pools' : 'custom')
}

/** Throws where the type needs an authorizer that is not there; other types drop the authorizer. */
export function authorizationOf(
  { authorizers }: Pick<RestApi, 'authorizers'>,
  authorizationType: string,
  authorizerId: string | null,
): Pick<Method, 'authorizationType' | 'authorizerId'> {
  if (authorizationType !== 'CUSTOM' && authorizationType !== 'COGNITO_USER_POOLS') {
    return { authorizationType, authorizerId: null }
  }
  const authorizer = authorizers.get(authorizerId ?? '')
  const cognito = authorizer?.type === 'COGNITO_USER_POOLS'
  if (!authorizer || cognito !== (authorizationType === 'COGNITO_USER_POOLS')) {
    throw badRequest(
      'Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS ' +
        'requires a valid authorizer.',
    )
  }
  return { authorizationType, authorizerId }
}
