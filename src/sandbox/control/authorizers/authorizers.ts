import { badRequest, conflict } from '../../http/errors.js'
import { AUTHORIZER_TYPES } from '../../world/enums.js'
import { newId } from '../../world/ids.js'
import { type Authorizer, methodsOf, type RestApi } from '../../world/model.js'
import type { World } from '../../world/world.js'
import { apiOf, authorizerOf } from '../lookup.js'
import { type Call, param, type Reply } from '../operation.js'
import { page } from '../paging.js'
import { applyRules, fieldRules, filledOrNull, numberOf, readPatch, textOf } from '../patch.js'
import { present } from '../view.js'
import { authTypeOf, checkAuthorizer, defaultAuthorizer } from './rules.js'

export function createAuthorizer(world: World, call: Call): Reply {
  const { body } = call
  const name = body.requiredString('name')
  const defaults = defaultAuthorizer(name, body.requiredOneOf('type', AUTHORIZER_TYPES))
  const authorizer = addAuthorizer(world, apiForNew(world, call), {
    ...defaults,
    authType: body.string('authType') ?? null,
    providerARNs: body.strings('providerARNs') ?? [],
    authorizerUri: body.string('authorizerUri') ?? null,
    authorizerCredentials: body.string('authorizerCredentials') ?? null,
    identitySource: body.string('identitySource') ?? null,
    identityValidationExpression: body.string('identityValidationExpression') ?? null,
    authorizerResultTtlInSeconds: body.number('authorizerResultTtlInSeconds') ?? defaults.authorizerResultTtlInSeconds,
  })
  return authorizerView(authorizer)
}

/** Where there is no API, the service takes it for one that somebody else is changing. */
function apiForNew(world: World, call: Call): RestApi {
  const api = world.apis.get(param(call, 'api'))
  if (!api) throw conflict(CONCURRENT)
  return api
}

const CONCURRENT = 'Unable to complete operation due to concurrent modification. Please try again later.'

export function addAuthorizer(
  { random }: Pick<World, 'random'>,
  api: RestApi,
  fields: Omit<Authorizer, 'id'>,
): Authorizer {
  const authorizer = { id: newId(random, 6), ...fields }
  checkNew(api, authorizer)
  api.authorizers.set(authorizer.id, authorizer)
  return authorizer
}

export function getAuthorizers(world: World, call: Call): Reply {
  return page([...apiOf(world, call).authorizers.values()], ({ id }) => id, authorizerView, call)
}

export function getAuthorizer(world: World, call: Call): Reply {
  return authorizerView(authorizerOf(world, call))
}

export function updateAuthorizer(world: World, call: Call): Reply {
  const operations = readPatch(call.body)
  const authorizer = authorizerOf(world, call)
  const draft = { ...authorizer, providerARNs: [...authorizer.providerARNs] }
  applyRules(operations, {
    ...fieldRules(draft, {
      name: textOf,
      authType: filledOrNull,
      authorizerUri: filledOrNull,
      authorizerCredentials: filledOrNull,
      identitySource: filledOrNull,
      identityValidationExpression: filledOrNull,
      authorizerResultTtlInSeconds: numberOf,
    }),
    'add /providerARNs': (value) => {
      draft.providerARNs.push(textOf(value))
    },
    'remove /providerARNs': (value) => {
      draft.providerARNs = draft.providerARNs.filter((arn) => arn !== value)
    },
  })
  checkNew(apiOf(world, call), draft)
  Object.assign(authorizer, draft)
  return authorizerView(authorizer)
}

export function deleteAuthorizer(world: World, call: Call): Reply {
  const { authorizers, resources } = apiOf(world, call)
  const { id, name } = authorizerOf(world, call)
  if (methodsOf(resources).some(({ authorizerId }) => authorizerId === id)) {
    throw conflict(`Cannot delete authorizer '${name}', is referenced in a method`)
  }
  authorizers.delete(id)
  return undefined
}

function checkNew({ authorizers }: RestApi, authorizer: Authorizer): void {
  const { id, name } = authorizer
  if ([...authorizers.values()].some((other) => other.name === name && other.id !== id)) {
    throw badRequest(`Authorizer name must be unique. Authorizer ${name} already exists in this RestApi.`)
  }
  checkAuthorizer(authorizer)
}

function authorizerView(authorizer: Authorizer): object {
  const { tokens: _, ...shown } = authorizer
  const { providerARNs } = shown
  return present({
    ...shown,
    authType: authTypeOf(authorizer),
    providerARNs: providerARNs.length > 0 ? providerARNs : null,
  })
}
