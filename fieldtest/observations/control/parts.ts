import type { Observation } from '../../observation.js'
import { items, type Json, pick } from '../../wire/answer.js'
import type { World } from '../../world/world.js'
import { patch, replace } from '../patching.js'

const FUNCTION = (region: string) =>
  `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${region}:123456789012:function:none/invocations`

async function authorizer(world: World, more: { readonly [name: string]: Json }) {
  const base = { type: 'TOKEN', authorizerUri: FUNCTION(world.target.region) }
  const header = { identitySource: 'method.request.header.Authorization' }
  return world.control(`POST ${await world.scratch.api()}/authorizers`, { ...base, ...header, ...more })
}

const kind = (refusal: string) => refusal.split(':')[0] ?? ''
const SCHEMA = { contentType: 'application/json', schema: '{"type":"object"}' }

/** What an API has beside its resources: authorizers, models, validators, gateway responses, documentation. */
export const PARTS: readonly Observation[] = [
  {
    statement: 'C70',
    about: 'what a new authorizer shows, and a second one of its name',
    expected: [{ type: 'TOKEN', authType: 'custom' }, '400 BadRequestException'],
    ask: async (world) => {
      const { json } = await authorizer(world, { name: 'c70' })
      const second = await authorizer(world, { name: 'c70' })
      return [pick(json, 'type', 'authType'), kind(world.outcome(second))]
    },
  },
  {
    statement: 'C71',
    about: 'an authorizer without identity source, with a TTL of 3601, without a function',
    expected: [400, 400, 400],
    ask: async (world) => {
      const wrong: readonly { readonly [name: string]: Json }[] = [
        { name: 'c71a', identitySource: null },
        { name: 'c71b', authorizerResultTtlInSeconds: 3601 },
        { name: 'c71c', authorizerUri: null },
      ]
      const statuses: number[] = []
      for (const more of wrong) statuses.push((await authorizer(world, more)).status)
      return statuses
    },
  },
  {
    statement: 'C72',
    about: 'replacing name and TTL of an authorizer',
    expected: { name: 'c72new', authorizerResultTtlInSeconds: 60 },
    ask: async (world) => {
      const { json } = await authorizer(world, { name: 'c72' })
      const path = `${await world.scratch.api()}/authorizers/${String(json.id)}`
      const ttl = replace('/authorizerResultTtlInSeconds', '60')
      const changed = await patch(world, path, replace('/name', 'c72new'), ttl)
      return pick(changed.json, 'name', 'authorizerResultTtlInSeconds')
    },
  },
  {
    statement: 'C73',
    about: 'deleting an authorizer that a method refers to, and one that none does',
    expected: ['409 ConflictException', '202'],
    ask: async (world) => {
      const { json } = await authorizer(world, { name: 'c73' })
      const path = `${await world.scratch.api()}/authorizers/${String(json.id)}`
      const method = `${await world.scratch.resource()}/methods/GET`
      const body = { authorizationType: 'CUSTOM', authorizerId: String(json.id) }
      await world.control(`PUT ${method}`, body)
      const used = kind(world.outcome(await world.control(`DELETE ${path}`)))
      await world.control(`DELETE ${method}`)
      return [used, world.outcome(await world.control(`DELETE ${path}`))]
    },
  },
  {
    statement: 'C74',
    about: 'a CUSTOM method with an authorizer that there is not',
    expected: '400 BadRequestException: Invalid authorizer ID specified.',
    ask: async ({ control, scratch, outcome }) => {
      const body = { authorizationType: 'CUSTOM', authorizerId: 'zzzzzz' }
      const answer = await control(`PUT ${await scratch.resource()}/methods/GET`, body)
      return /^.*?specified\./.exec(outcome(answer))?.[0] ?? outcome(answer)
    },
  },
  {
    statement: 'C92',
    about: 'an authorizer for an API that there is not',
    expected:
      '409 ConflictException: Unable to complete operation due to concurrent modification. Please try again later.',
    ask: async ({ control, outcome, target }) => {
      const body = {
        name: 'c92',
        type: 'TOKEN',
        authorizerUri: FUNCTION(target.region),
        identitySource: 'method.request.header.Authorization',
      }
      return outcome(await control('POST /restapis/zzzzzzzzzz/authorizers', body))
    },
  },
  {
    statement: 'C83',
    about: 'the models of a new API, one whose schema is empty, and deleting one that a method names',
    expected: [['Empty', 'Error'], '400 BadRequestException', '409 ConflictException'],
    ask: async ({ control, scratch, outcome }) => {
      const models = `${await scratch.api()}/models`
      const names = items(await control(`GET ${models}`)).map(({ name }) => String(name))
      const empty = await control(`POST ${models}`, { name: 'c83e', ...SCHEMA, schema: '' })
      await control(`POST ${models}`, { name: 'c83', ...SCHEMA })
      const requestModels = { 'application/json': 'c83' }
      const body = { authorizationType: 'NONE', requestModels }
      await control(`PUT ${await scratch.resource()}/methods/GET`, body)
      const used = await control(`DELETE ${models}/c83`)
      return [names.filter((name) => /^(Empty|Error)$/.test(name)).sort(), kind(outcome(empty)), kind(outcome(used))]
    },
  },
  {
    statement: 'C84',
    about: 'a request validator, changed to a value that is neither true nor false',
    expected: [{ validateRequestBody: true, validateRequestParameters: false }, false],
    ask: async (world) => {
      const path = `${await world.scratch.api()}/requestvalidators`
      const { json } = await world.control(`POST ${path}`, { name: 'c84', validateRequestBody: true })
      const odd = await patch(world, `${path}/${String(json.id)}`, replace('/validateRequestBody', 'maybe'))
      return [
        pick(json, 'validateRequestBody', 'validateRequestParameters'),
        odd.json.validateRequestBody ?? world.outcome(odd),
      ]
    },
  },
  {
    statement: 'C85',
    about: 'a method with a model and one with a validator that the API does not have',
    expected: [400, 400],
    ask: async ({ control, scratch }) => {
      const put = async (more: object) => {
        const body = { authorizationType: 'NONE', ...more }
        return (await control(`PUT ${await scratch.resource()}/methods/GET`, body)).status
      }
      return [await put({ requestModels: { 'application/json': 'none' } }), await put({ requestValidatorId: 'zzzzzz' })]
    },
  },
  {
    statement: 'C97',
    about: 'how many gateway responses there are, one that was not set, and deleting it',
    expected: [
      21,
      { responseType: 'ACCESS_DENIED', statusCode: '403', defaultResponse: true },
      '404 NotFoundException: Gateway response type not defined on api',
    ],
    ask: async ({ control, scratch, outcome }) => {
      const path = `${await scratch.api()}/gatewayresponses`
      const count = items(await control(`GET ${path}`)).length
      const { json } = await control(`GET ${path}/ACCESS_DENIED`)
      const removed = await control(`DELETE ${path}/ACCESS_DENIED`)
      return [count, pick(json, 'responseType', 'statusCode', 'defaultResponse'), outcome(removed)]
    },
  },
  {
    statement: 'C221',
    about: 'how many gateway responses come where one is asked for',
    expected: 21,
    ask: async ({ control, scratch }) =>
      items(await control(`GET ${await scratch.api()}/gatewayresponses?limit=1`)).length,
  },
  {
    statement: 'C99',
    about: 'a documentation part, and a second one about its place',
    expected: ['201', '409 ConflictException'],
    ask: async ({ control, scratch, outcome }) => {
      const line = `POST ${await scratch.api()}/documentation/parts`
      const body = { location: { type: 'API' }, properties: '{"description":"d"}' }
      return [outcome(await control(line, body)), kind(outcome(await control(line, body)))]
    },
  },
  {
    statement: 'C100',
    about: 'a documentation version, and a second one of its name',
    expected: ['201', '409 ConflictException'],
    ask: async ({ control, scratch, outcome }) => {
      const line = `POST ${await scratch.api()}/documentation/versions`
      const body = { documentationVersion: '1' }
      return [outcome(await control(line, body)), kind(outcome(await control(line, body)))]
    },
  },
]
