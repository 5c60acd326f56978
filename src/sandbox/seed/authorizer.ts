import { addAuthorizer } from '../control/authorizers/authorizers.js'
import { authorizationOf, defaultAuthorizer } from '../control/authorizers/rules.js'
import { type Account, lambdaUri } from '../world/lambda.js'
import type { Authorizer, Method, RestApi } from '../world/model.js'
import type { World } from '../world/world.js'
import type { SeedAuthorizer, SeedMethod } from './seed.js'

/** Methods that name the same authorizer share it. */
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
  const defaults = defaultAuthorizer(seed.name, seed.type)
  const cognito = seed.type === 'COGNITO_USER_POOLS'
  return {
    ...defaults,
    providerARNs: cognito ? [userPoolArn(account, seed.name)] : [],
    authorizerUri: cognito ? null : lambdaUri(account, seed.name),
    identitySource: seed.identitySource ?? null,
    authorizerResultTtlInSeconds: seed.authorizerResultTtlInSeconds ?? defaults.authorizerResultTtlInSeconds,
    ...(seed.tokens ? { tokens: seed.tokens } : {}),
  }
}

export function userPoolArn({ region, accountId }: Account, name: string): string {
  return `arn:aws:cognito-idp:${region}:${accountId}:userpool/${region}_${name}`
}
