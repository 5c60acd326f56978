import type { Command } from './command.js'

const OF = '--rest-api-id {API}'
const AT = `${OF} --resource-id {PETS}`
const GET = `${AT} --http-method GET`

export const API_COMMANDS: readonly Command[] = [
  {
    aws: 'apigateway create-rest-api --name shop --description mine --endpoint-configuration types=REGIONAL --tags team=pets',
    answer: {
      name: 'shop',
      description: 'mine',
      tags: { team: 'pets' },
      endpointConfiguration: { types: ['REGIONAL'] },
    },
    keep: { API: 'id' },
  },
  { aws: 'apigateway get-rest-apis', answer: { items: [{ id: '{API}', name: 'shop' }] } },
  { aws: "apigateway get-rest-apis --query 'items[?name==`shop`].id | [0]' --output text", answer: '{API}' },
  { aws: `apigateway get-rest-api ${OF}`, answer: { id: '{API}' } },
  {
    aws: `apigateway update-rest-api ${OF} --patch-operations op=replace,path=/description,value=ours`,
    answer: { description: 'ours' },
  },
  { aws: `apigateway get-resources ${OF}`, answer: { items: [{ path: '/' }] }, keep: { ROOT: 'items.0.id' } },
  {
    aws: `apigateway create-resource ${OF} --parent-id {ROOT} --path-part pets`,
    answer: { path: '/pets', parentId: '{ROOT}' },
    keep: { PETS: 'id' },
  },
  {
    aws: `apigateway create-resource ${OF} --parent-id {PETS} --path-part '{id}'`,
    answer: { path: '/pets/{id}' },
    keep: { PET: 'id' },
  },
  { aws: `apigateway get-resource ${OF} --resource-id {PET}`, answer: { pathPart: '{id}' } },
  {
    aws: `apigateway update-resource ${OF} --resource-id {PET} --patch-operations '[{"op":"replace","path":"/pathPart","value":"{name}"}]'`,
    answer: { path: '/pets/{name}' },
  },
  {
    aws: `apigateway put-method ${GET} --authorization-type NONE --request-parameters method.request.querystring.type=false`,
    answer: { httpMethod: 'GET', requestParameters: { 'method.request.querystring.type': false } },
  },
  { aws: `apigateway get-method ${GET}`, answer: { authorizationType: 'NONE' } },
  {
    aws: `apigateway update-method ${GET} --patch-operations op=add,path=/requestParameters/method.request.header.X,value=false`,
    answer: { requestParameters: { 'method.request.header.X': false } },
  },
  {
    aws: `apigateway put-integration ${GET} --type MOCK --request-templates '{"application/json":"{\\"statusCode\\":200}"}' --cache-key-parameters method.request.querystring.type`,
    answer: {
      type: 'MOCK',
      cacheNamespace: '{PETS}',
      cacheKeyParameters: ['method.request.querystring.type'],
    },
  },
  { aws: `apigateway get-integration ${GET}`, answer: { passthroughBehavior: 'WHEN_NO_MATCH' } },
  {
    aws: `apigateway update-integration ${GET} --patch-operations op=add,path=/cacheKeyParameters/method.request.header.X,value=`,
    answer: { cacheKeyParameters: ['method.request.querystring.type', 'method.request.header.X'] },
  },
  {
    aws: `apigateway update-integration ${GET} --patch-operations op=add,path=/cacheKeyParameters/method.request.header.Y,value=`,
    refused:
      '(BadRequestException) when calling the UpdateIntegration operation: Invalid cache key parameter specified',
  },
  { aws: `apigateway put-method-response ${GET} --status-code 200`, answer: { statusCode: '200' } },
  { aws: `apigateway get-method-response ${GET} --status-code 200`, answer: { statusCode: '200' } },
  {
    aws: `apigateway update-method-response ${GET} --status-code 200 --patch-operations op=add,path=/responseParameters/method.response.header.X,value=false`,
    answer: { responseParameters: { 'method.response.header.X': false } },
  },
  {
    aws: `apigateway put-integration-response ${GET} --status-code 200 --response-templates '{"application/json":"{}"}'`,
    answer: { statusCode: '200', responseTemplates: { 'application/json': '{}' } },
  },
  {
    aws: `apigateway update-integration-response ${GET} --status-code 200 --patch-operations op=replace,path=/selectionPattern,value=2..`,
    answer: { selectionPattern: '2..' },
  },
  {
    aws: `apigateway get-integration-response ${GET} --status-code 200`,
    answer: { selectionPattern: '2..' },
  },
  {
    aws: `apigateway test-invoke-method ${GET} --path-with-query-string '/pets?type=cat'`,
    answer: { status: 200, body: '{}' },
  },
  {
    aws: `apigateway create-deployment ${OF} --stage-name prod --description first --variables color=blue`,
    answer: { description: 'first' },
    keep: { FIRST: 'id' },
  },
  { aws: `apigateway get-deployment ${OF} --deployment-id {FIRST}`, answer: { description: 'first' } },
  {
    aws: `apigateway update-deployment ${OF} --deployment-id {FIRST} --patch-operations op=replace,path=/description,value=1st`,
    answer: { description: '1st' },
  },
  { aws: `apigateway create-deployment ${OF}`, answer: {}, keep: { SECOND: 'id' } },
  { aws: `apigateway get-deployments ${OF} --page-size 1`, answer: { items: [{}, {}] } },
  {
    aws: `apigateway delete-deployment ${OF} --deployment-id {FIRST}`,
    refused: 'Active stages pointing to this deployment must be moved or deleted',
  },
  { aws: `apigateway delete-deployment ${OF} --deployment-id {SECOND}` },
  {
    aws: `apigateway get-tags --resource-arn arn:aws:apigateway:us-east-1::/restapis/{API}`,
    answer: { tags: { team: 'pets' } },
  },
  {
    aws: `apigateway tag-resource --resource-arn arn:aws:apigateway:us-east-1::/restapis/{API} --tags color=blue`,
  },
  {
    aws: `apigateway untag-resource --resource-arn arn:aws:apigateway:us-east-1::/restapis/{API} --tag-keys team`,
  },
  { aws: `apigateway get-rest-api ${OF} --query tags`, answer: { color: 'blue' } },
  { aws: `apigateway delete-integration-response ${GET} --status-code 200` },
  { aws: `apigateway delete-method-response ${GET} --status-code 200` },
  { aws: `apigateway delete-integration ${GET}` },
  { aws: `apigateway delete-method ${GET}` },
  { aws: `apigateway delete-resource ${OF} --resource-id {PETS}` },
  { aws: `apigateway delete-stage ${OF} --stage-name prod` },
  { aws: `apigateway delete-rest-api ${OF}` },
  {
    aws: `apigateway get-rest-api ${OF}`,
    refused:
      '(NotFoundException) when calling the GetRestApi operation: Invalid API identifier specified 000000000000:{API}',
  },
]
