import type { Observation } from '../../observation.js'
import { text } from '../../world/world.js'
import { patch, replace } from '../patching.js'

/** What the control plane refuses, and in which words. */
export const REFUSALS: readonly Observation[] = [
  {
    statement: 'C15',
    about: 'another part for the root, and a parent that there is not',
    expected: [
      '400 BadRequestException: Root resource cannot update its pathPart.',
      '404 NotFoundException: Invalid Resource identifier specified',
    ],
    ask: async (world) => {
      const { scratch, outcome } = world
      return [
        outcome(await patch(world, await scratch.root(), replace('/pathPart', 'a'))),
        outcome(await patch(world, await scratch.resource(), replace('/parentId', 'nope'))),
      ]
    },
  },
  {
    statement: 'C84',
    about: 'a blank name for a request validator',
    expected: '400 BadRequestException: Request Validator name cannot be blank',
    ask: async (world) => {
      const path = `${await world.scratch.api()}/requestvalidators`
      const { json } = await world.control(`POST ${path}`, { name: 'v' })
      const validator = `${path}/${text(json.id, 'the id of the validator')}`
      return world.outcome(await patch(world, validator, replace('/name', '')))
    },
  },
  {
    statement: 'C88',
    about: 'a type of integration that there is not, for a method that there is not',
    expected: '400 ValidationException',
    ask: async ({ control, scratch, outcome }) => {
      const path = `${await scratch.resource()}/methods/GET/integration`
      return outcome(await control(`PUT ${path}`, { type: 'HTTPS_PROXY' })).split(':')[0] ?? ''
    },
  },
  {
    statement: 'C101',
    about: 'an API key with a name of 1,025 characters',
    expected: '400 BadRequestException: Invalid API Key name, can be at most 1024 characters.',
    ask: async ({ control, outcome, tags }) =>
      outcome(await control('POST /apikeys', { name: 'a'.repeat(1025), tags })),
  },
  {
    statement: 'C102',
    about: 'the keys of a usage plan that there is not',
    expected: '200',
    ask: async ({ control, outcome }) => outcome(await control('GET /usageplans/nope/keys')),
  },
  {
    statement: 'C81',
    about: 'how a policy shows a resource of the API itself',
    expected: 'the whole ARN',
    ask: async (world) => {
      const statement = { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke' }
      const policy = JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ ...statement, Resource: ['execute-api:/*'] }],
      })
      const answer = await patch(world, await world.scratch.api(), replace('/policy', policy))
      const shown = String(answer.json.policy).replaceAll('\\', '')
      const whole = new RegExp(`"Resource":"arn:[^"]*:execute-api:[^"]*:${await world.scratch.id()}/\\*"`)
      return whole.test(shown) ? 'the whole ARN' : shown
    },
  },
  {
    statement: 'A86',
    about: 'a status of 600 for an integration response and for a gateway response',
    expected: [400, 400],
    ask: async ({ control, scratch }) => {
      const response = await control(`PUT ${await scratch.method()}/integration/responses/600`, {})
      const path = `${await scratch.api()}/gatewayresponses/ACCESS_DENIED`
      return [response.status, (await control(`PUT ${path}`, { statusCode: '600' })).status]
    },
  },
]
