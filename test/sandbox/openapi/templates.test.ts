import { GetAuthorizersCommand, GetResourcesCommand } from '@aws-sdk/client-api-gateway'
import { describe, expect, it } from 'vitest'
import { running } from '../support/sandbox.js'

const GAP = (name: string) => `\u0024{${name}}`

/** As a repository has it: what Terraform, CloudFormation or SAM fill in is not filled in. */
const TEMPLATE = `
openapi: "3.0"
info: {}
components:
  securitySchemes:
    people:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: { type: token, authorizerUri: "${GAP('authorizer_uri')}" }
paths:
  /table/{id}:
    get:
      parameters: [{ name: id, in: path }]
      responses: { "200": { description: ok, content: { application/json: { example: { name: Rex } } } } }
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        credentials: !GetAtt Role.Arn
        uri: !Sub "arn:${GAP('AWS::Partition')}:apigateway:${GAP('AWS::Region')}:dynamodb:action/GetItem"
        requestTemplates: { application/json: !Sub '{"TableName": "${GAP('Table')}"}' }
        cacheKeyParameters: [method.request.path.id]
        responses: { default: { statusCode: 200 } }
  /function:
    get:
      x-amazon-apigateway-integration:
        { type: aws, httpMethod: POST, uri: "${GAP('function_uri')}", responses: { default: { statusCode: 203 } } }
  /named:
    get:
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:${GAP('account')}:function:mine/invocations"
  /guarded:
    get:
      security: [{ people: [] }]
      x-amazon-apigateway-integration: { type: http_proxy, httpMethod: GET, uri: !GetAtt Other.Url }
  /address:
    get:
      x-amazon-apigateway-integration:
        { type: http, httpMethod: GET, uri: "https://${GAP('host')}/a", responses: { default: { statusCode: 202 } } }
`

describe('a template of an API', () => {
  it('A186 is named untitled where it has no title', async () => {
    const { sandbox } = await running({ openApi: TEMPLATE })

    expect(sandbox.apis.map(({ name }) => name)).toEqual(['pets', 'untitled'])
  })

  it('A187 C211 C225 answers with examples where a deployment would fill in who does', async () => {
    const { sandbox, gateway } = await running({ openApi: TEMPLATE, handlers: { mine: () => ({ body: '"mine"' }) } })
    const api = sandbox.apis.find(({ name }) => name === 'untitled')
    const ask = async (path: string, headers: Record<string, string> = {}) => {
      const answer = await fetch(`${api?.stages[0]?.invokeUrl}${path}`, { headers })
      return [answer.status, await answer.json()] as const
    }

    expect(await ask('/table/1')).toEqual([200, expect.objectContaining({ name: 'Rex' })])
    expect(await ask('/named')).toEqual([200, 'mine'])
    expect(await ask('/function')).toEqual([203, expect.objectContaining({ path: '/function' })])
    expect(await ask('/guarded')).toEqual([401, expect.anything()])
    expect(await ask('/guarded', { Authorization: 'me' })).toEqual([200, expect.objectContaining({ path: '/guarded' })])
    expect(await ask('/address')).toEqual([202, expect.objectContaining({ path: '/address' })])

    const { items = [] } = await gateway.send(new GetResourcesCommand({ restApiId: api?.id, embed: ['methods'] }))
    const made = (path: string) => items.find((one) => one.path === path)?.resourceMethods?.GET?.methodIntegration ?? {}
    expect(made('/table/{id}')).toMatchObject({
      type: 'AWS',
      uri: 'arn:aws:apigateway:us-east-1:dynamodb:action/GetItem',
      credentials: GAP('Role.Arn'),
      requestTemplates: { 'application/json': `{"TableName": "${GAP('Table')}"}` },
      cacheKeyParameters: ['method.request.path.id'],
    })
    expect(made('/guarded')).toMatchObject({ type: 'HTTP_PROXY', uri: `http://${GAP('Other.Url')}` })
    expect(made('/address')).toMatchObject({ type: 'HTTP', uri: `https://${GAP('host')}/a` })
    const { items: authorizers = [] } = await gateway.send(new GetAuthorizersCommand({ restApiId: api?.id }))
    expect(authorizers[0]?.authorizerUri).toContain(':function:sandbox-origin/invocations')
  })
})
