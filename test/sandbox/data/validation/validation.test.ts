import { describe, expect, it } from 'vitest'
import type { Model } from '../../../../src/sandbox/world/model.js'
import { gateway, type SendOptions } from '../../support/gateway.js'

const PET = {
  $schema: 'http://json-schema.org/draft-04/schema#',
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 2 },
    age: { type: 'integer', minimum: 0, exclusiveMinimum: true },
    kind: { enum: ['cat', 'dog'] },
    code: { type: 'string', pattern: '^(a+)+b$' },
    owner: { $ref: 'https://apigateway.amazonaws.com/restapis/abcde12345/models/Owner' },
  },
}
const OWNER = { type: 'object', required: ['phone'], additionalProperties: false, properties: { phone: {} } }

const models = new Map<string, Model>(
  Object.entries({ Pet: PET, Owner: OWNER }).map(([name, schema]) => [
    name,
    { id: name, name, description: null, contentType: 'application/json', schema: JSON.stringify(schema) },
  ]),
)

function validating(body: boolean, parameters: boolean, requestModels: Record<string, string> = {}) {
  const validator = { id: 'v', name: null, validateRequestBody: body, validateRequestParameters: parameters }
  return gateway(
    {
      'ANY /pets/{id}': {
        requestValidatorId: 'v',
        requestModels,
        requestParameters: {
          'method.request.querystring.kind': true,
          'method.request.header.X-Key': true,
          'method.request.path.id': true,
          'method.request.querystring.optional': false,
        },
      },
    },
    { snapshot: { models, requestValidators: new Map([['v', validator]]) } },
  )
}

describe('request validators', () => {
  it.each([
    ['/pets/1', [], 'X-Key, kind'],
    ['/pets/1?kind=', [['x-key', 'a']], 'kind'],
    ['/pets/1?kind=cat', [['X-Key', ' ']], 'X-Key'],
  ] as const)('D74 names the required parameters that are missing or empty: %s', async (path, headers, names) => {
    const answer = await validating(false, true).send(path, { headers })
    expect([answer.status, answer.body, answer.header('x-amzn-ErrorType')]).toEqual([
      400,
      `{"message": "Missing required request parameters: [${names}]"}`,
      'BadRequestException',
    ])
  })

  it('D74 lets requests with them through, and any request without a validator', async () => {
    const { send } = validating(false, true)
    expect((await send('/pets/1?kind=cat', { headers: [['x-key', 'a']] })).status).toBe(200)
    expect((await validating(false, false).send('/pets/1')).status).toBe(200)
  })

  it.each([
    ['{}', 'object has missing required properties (["name"])'],
    ['', 'object has missing required properties (["name"])'],
    ['{', 'Unable to parse body'],
    ['[]', 'instance type (array) does not match any allowed primitive type (allowed: ["object"])'],
    ['{"name":"x"}', 'string "x" is too short (length: 1, required minimum: 2)'],
    ['{"name":"xy","kind":"cow"}', 'instance value ("cow") not found in enum (possible values: ["cat","dog"])'],
    ['{"name":"xy","owner":{}}', 'object has missing required properties (["phone"])'],
    [
      '{"name":"xy","owner":{"phone":1,"x":1}}',
      'object instance has properties which are not allowed by the schema: ["x"]',
    ],
  ])('D75 refuses a body that the model refuses: %s', async (body, why) => {
    const { send, api } = validating(true, false, { 'application/json': 'Pet' })
    const template = {
      'application/json': '{"why":"$util.escapeJavaScript($context.error.validationErrorString)"}',
    }
    const plain = await send('/pets/1', { method: 'POST', body })
    expect([plain.status, plain.body]).toEqual([400, '{"message": "Invalid request body"}'])

    const deployment = api.deployments.get('deploy1')
    if (!deployment) throw new Error('the builder makes a deployment')
    const shaped = { statusCode: '422', responseParameters: {}, responseTemplates: template }
    const gatewayResponses = new Map([['BAD_REQUEST_BODY' as const, shaped]])
    api.deployments.set('deploy1', { ...deployment, snapshot: { ...deployment.snapshot, gatewayResponses } })
    const told = await send('/pets/1', { method: 'POST', body })
    expect([told.status, told.json()]).toEqual([422, { why: `[${why}]` }])
  })

  it('D75 takes the model for the content type, or $default, or else looks at nothing', async () => {
    const json = validating(true, false, { 'application/json': 'Pet' })
    const any = validating(true, false, { $default: 'Pet' })
    const bad: SendOptions = { method: 'POST', body: '{}', headers: [['Content-Type', 'text/plain']] }
    expect((await json.send('/pets/1', bad)).status).toBe(200)
    expect((await any.send('/pets/1', bad)).status).toBe(400)
    const good = { ...bad, body: '{"name":"Rex","age":1,"owner":{"phone":1}}' }
    expect((await any.send('/pets/1', good)).status).toBe(200)
  })

  it('D75 asks for the parameters first', async () => {
    const { send } = validating(true, true, { 'application/json': 'Pet' })
    const answer = await send('/pets/1', { method: 'POST', body: '{}' })
    expect(answer.body).toContain('Missing required request parameters')
  })

  it('D75 matches patterns of models in linear time', async () => {
    const { send } = validating(true, false, { 'application/json': 'Pet' })
    const body = JSON.stringify({ name: 'Rex', code: 'a'.repeat(20_000) })
    expect((await send('/pets/1', { method: 'POST', body })).status).toBe(400)
  })

  it('K42 validates a request before the cache is asked', async () => {
    const { send } = validating(false, true)
    const headers = [['x-key', 'a']] as const
    expect((await send('/pets/1?kind=cat', { headers })).json()).toEqual({ call: 1 })
    expect((await send('/pets/1?kind=dog', { headers })).json()).toEqual({ call: 1 })
    expect((await send('/pets/1', { headers })).status).toBe(400)
  })
})
