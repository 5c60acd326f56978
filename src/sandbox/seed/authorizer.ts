import { addAuthorizer } from '../control/authorizers/authorizers.js'
import { authorizationOf, DEFAULT_TTL_SECONDS } from '../control/authorizers/rules.js'
import { type Account, lambdaUri } from '../world/lambda.js'
import type { Authorizer, Method, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import type { SeedAuthorizer, SeedMethod } from './seed.js'

/** A seed method's authorisation. Methods that name one authorizer share it. */
export function authorizationOfSeed(
  world: World,
  api: RestApi,
  { authorization, authorizer }: SeedMethod,
): Pick<Method, 'authorizationType' | 'authorizerId'> {
  if (!authorizer) return authorizationOf(api, authorization ?? 'NONE', null)
  const implied = authorizer.type === 'COGNITO_USER_POOLS' ? authorizer.type : 'CUSTOM'
  const { id } = sharedAuthorizer(world, api, authorizer)
  return authorizationOf(api, authorization ?? implied, id)
}

function sharedAuthorizer(world: World, api: RestApi, seed: SeedAuthorizer): Authorizer {
  const known = [...api.authorizers.values()].find(({ name }) => name === seed.name)
  if (!known) return addAuthorizer(world, api, fieldsOf(world, seed))
  const tokens = ({ tokens }: Pick<SeedAuthorizer, 'tokens'>) => JSON.stringify(tokens)
  if (
    known.type !== seed.type ||
    known.identitySource !== (seed.identitySource ?? null) ||
    tokens(known) !== tokens(seed)
  ) {
    throw new Error(`the authorizer ${seed.name} is another one elsewhere`)
  }
  return known
}

function fieldsOf(account: Account, seed: SeedAuthorizer): Omit<Authorizer, 'id'> {
  const { region, accountId } = account
  const cognito = seed.type === 'COGNITO_USER_POOLS'
  return {
    name: seed.name,
    type: seed.type,
    authType: null,
    providerARNs: cognito
      ? [`arn:aws:cognito-idp:${region}:${accountId}:userpool/${region}_${seed.name}`]
      : [],
    authorizerUri: cognito ? null : lambdaUri(account, seed.name),
    authorizerCredentials: null,
    identitySource: seed.identitySource ?? null,
    identityValidationExpression: null,
    authorizerResultTtlInSeconds: seed.authorizerResultTtlInSeconds ?? DEFAULT_TTL_SECONDS,
    ...(seed.tokens ? { tokens: seed.tokens } : {}),
  }
}
